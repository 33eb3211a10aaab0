//! Why a figure is another one now than it was when it was frozen.
//!
//! A site's way from the frozen state to today's is a row of states, each reached by one cause. The steps
//! between them telescope: summed over all sites and causes they are the difference of the figures, to the
//! last cm2, in every division.

use crate::analysis::divisions::Tree;
use crate::domain::area::Area;
use crate::domain::change::Reason;
use crate::domain::contribution::{Contribution, Ordinal};
use crate::domain::id::DivisionId;
use serde::Serialize;
use std::collections::BTreeMap;

/// Why a figure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    NewBuilt,
    NewlyFound,
    /// It changed in the world, and that became known late.
    Changed,
    Corrected,
    Closed,
    Reclassified,
    /// Divisions or their outlines are others.
    Boundary,
    /// People are others; moves figures per head only.
    Population,
    /// Counting rules or the program count otherwise.
    Method,
}

impl Cause {
    pub const ALL: [Cause; 9] = [
        Self::NewBuilt,
        Self::NewlyFound,
        Self::Changed,
        Self::Corrected,
        Self::Closed,
        Self::Reclassified,
        Self::Boundary,
        Self::Population,
        Self::Method,
    ];

    pub const fn zh(self) -> &'static str {
        match self {
            Self::NewBuilt => "新建",
            Self::NewlyFound => "新发现（补登）",
            Self::Changed => "实际变化（迟报）",
            Self::Corrected => "更正",
            Self::Closed => "关闭",
            Self::Reclassified => "重新归类",
            Self::Boundary => "区划或边界调整",
            Self::Population => "人口数据修订",
            Self::Method => "统计规则变化",
        }
    }

    pub const fn en(self) -> &'static str {
        match self {
            Self::NewBuilt => "new-built",
            Self::NewlyFound => "newly found",
            Self::Changed => "changed, told late",
            Self::Corrected => "corrected",
            Self::Closed => "closed",
            Self::Reclassified => "reclassified",
            Self::Boundary => "divisions or boundaries",
            Self::Population => "population revision",
            Self::Method => "counting rules",
        }
    }
}

impl From<Reason> for Cause {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NewBuilt => Self::NewBuilt,
            Reason::NewlyFound => Self::NewlyFound,
            Reason::Changed => Self::Changed,
            Reason::Corrected => Self::Corrected,
            Reason::Closed => Self::Closed,
            Reason::Reclassified => Self::Reclassified,
            Reason::BoundaryChange => Self::Boundary,
            Reason::PopulationRevision => Self::Population,
        }
    }
}

/// A row of the figures: the whole, one of its divisions, what lies in none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Whole,
    Division(DivisionId),
    Unassigned,
}

/// Counted areas: all, open, free and open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    pub all: Area,
    pub open: Area,
    pub free: Area,
}

impl Areas {
    pub const ZERO: Areas = Areas { all: Area::ZERO, open: Area::ZERO, free: Area::ZERO };

    fn add(&mut self, other: Areas, sign: i64) {
        for (mine, theirs) in
            [(&mut self.all, other.all), (&mut self.open, other.open), (&mut self.free, other.free)]
        {
            *mine += Area::from_cm2(theirs.cm2() * sign);
        }
    }
}

/// What one site adds to each row; rows to which it adds nothing are left out.
pub type Spread = BTreeMap<Place, Areas>;

/// One site in one state, with divisions named so that they mean the same in every tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// It stands on the day.
    pub exists: bool,
    pub open: Option<bool>,
    pub free: Option<bool>,
    /// `None`: in no division.
    pub shares: Vec<(Option<DivisionId>, Area)>,
}

impl Counted {
    pub fn of(contribution: &Contribution, tree: &Tree) -> Self {
        let id = |ordinal: Ordinal| tree.get(ordinal).map(|node| node.division.id);
        let shares = contribution.shares.as_slice().iter().map(|share| (id(share.division), share.area));
        let mut shares: Vec<_> = shares.filter(|(_, area)| *area != Area::ZERO).collect();
        shares.sort_unstable();
        Self {
            exists: contribution.verdict.exists(),
            open: contribution.open,
            free: contribution.free,
            shares,
        }
    }

    /// What it adds to the rows of a tree.
    pub fn spread(&self, tree: &Tree) -> Spread {
        let mut spread = Spread::new();
        if !self.exists {
            return spread;
        }
        for (division, area) in &self.shares {
            let areas = Areas {
                all: *area,
                open: if self.open == Some(true) { *area } else { Area::ZERO },
                free: if self.free == Some(true) { *area } else { Area::ZERO },
            };
            for place in [Place::Whole, place(*division, tree)] {
                spread.entry(place).or_default().add(areas, 1);
            }
        }
        spread
    }
}

/// The row that a division's figures are part of: that of its ancestor right below the only root (or of
/// its root, where there are several).
fn place(division: Option<DivisionId>, tree: &Tree) -> Place {
    let mut roots = tree.roots();
    let only_root = roots.next().filter(|_| roots.next().is_none());
    let mut at = division.and_then(|id| tree.find(id));
    while let Some(ordinal) = at {
        let node = tree.node(ordinal);
        if Some(ordinal) == only_root {
            return Place::Unassigned;
        }
        if node.parent.is_none() || node.parent == only_root {
            return Place::Division(node.division.id);
        }
        at = node.parent;
    }
    Place::Unassigned
}

/// The steps from the first state through the others; a step that moves nothing is left out.
///
/// Their sum is the last state less the first.
pub fn steps<T>(first: Spread, path: impl IntoIterator<Item = (T, Spread)>) -> Vec<(T, Spread)> {
    let mut before = first;
    let mut found = Vec::new();
    for (cause, after) in path {
        let mut step = after.clone();
        for (place, areas) in &before {
            step.entry(*place).or_default().add(*areas, -1);
        }
        step.retain(|_, areas| *areas != Areas::ZERO);
        if !step.is_empty() {
            found.push((cause, step));
        }
        before = after;
    }
    found
}

/// What a cause did to one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    pub areas: Areas,
    /// Sites by which it did; one that two causes moved counts with each.
    pub sites: u64,
}

/// All steps of all sites, by row and cause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves(BTreeMap<Place, BTreeMap<Cause, Moved>>);

impl Moves {
    /// Takes the steps of one site.
    pub fn add<'a>(&mut self, steps: impl IntoIterator<Item = (Cause, &'a Spread)>) {
        let mut of_site: BTreeMap<(Place, Cause), Areas> = BTreeMap::new();
        for (cause, step) in steps {
            for (place, areas) in step {
                of_site.entry((*place, cause)).or_default().add(*areas, 1);
            }
        }
        for ((place, cause), areas) in of_site {
            let moved = self.0.entry(place).or_default().entry(cause).or_default();
            moved.areas.add(areas, 1);
            moved.sites += 1;
        }
    }

    /// What each cause did to a row.
    pub fn of(&self, place: Place) -> impl Iterator<Item = (Cause, Moved)> + '_ {
        self.0.get(&place).into_iter().flatten().map(|(cause, moved)| (*cause, *moved))
    }

    /// The difference of a row, over all causes.
    pub fn sum(&self, place: Place) -> Areas {
        let mut sum = Areas::ZERO;
        self.of(place).for_each(|(_, moved)| sum.add(moved.areas, 1));
        sum
    }

    /// Rows that moved.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.0.keys().copied()
    }
}

/// What other people alone did to a figure per head, m2: today's area over today's people less the same over
/// those of then. The rest of the difference is the moved areas, over the people of then.
pub fn by_people(area: Area, then: Option<u64>, now: Option<u64>) -> Option<f64> {
    Some(per_head(area, now)? - per_head(area, then)?)
}

/// m2 a head; `None` where nobody lives or nobody knows.
pub fn per_head(area: Area, people: Option<u64>) -> Option<f64> {
    people.filter(|people| *people > 0).map(|people| area.m2() / people as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn spreads() -> impl Strategy<Value = Spread> {
        let place = prop_oneof![
            Just(Place::Whole),
            Just(Place::Unassigned),
            (0_u128..3).prop_map(|n| Place::Division(DivisionId(Uuid::from_u128(n)))),
        ];
        let areas = (-5_i64..50, 0_i64..50, 0_i64..50).prop_map(|(all, open, free)| Areas {
            all: Area::from_cm2(all),
            open: Area::from_cm2(open),
            free: Area::from_cm2(free),
        });
        proptest::collection::btree_map(place, areas, 0..4)
    }

    fn at(spread: &Spread, place: Place) -> Areas {
        spread.get(&place).copied().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn steps_sum_to_the_difference(
            first in spreads(),
            path in proptest::collection::vec((0..Cause::ALL.len(), spreads()), 0..6),
        ) {
            let path: Vec<_> = path.into_iter().map(|(at, spread)| (Cause::ALL[at], spread)).collect();
            let last = path.last().map_or(first.clone(), |(_, last)| last.clone());
            let steps = steps(first.clone(), path);
            prop_assert!(steps.iter().all(|(_, step)| !step.is_empty()));
            let mut moves = Moves::default();
            moves.add(steps.iter().map(|(cause, step)| (*cause, step)));
            for place in first.keys().chain(last.keys()) {
                let mut difference = at(&last, *place);
                difference.add(at(&first, *place), -1);
                prop_assert_eq!(moves.sum(*place), difference);
            }
        }
    }

    #[test]
    fn areas_and_people_explain_a_figure_per_head() {
        let (then, now) = (Area::from_cm2(1_000_000), Area::from_cm2(1_300_000));
        let (few, more) = (Some(100), Some(120));
        let by_area = per_head(Area::from_cm2(300_000), few).unwrap();
        let by_people = by_people(now, few, more).unwrap();
        let whole = per_head(now, more).unwrap() - per_head(then, few).unwrap();
        assert!((by_area + by_people - whole).abs() < 1e-12);
        assert!(by_people < 0.0);
        assert_eq!(super::by_people(now, None, more), None);
        assert_eq!(super::by_people(now, Some(0), more), None);
    }

    #[test]
    fn a_site_that_a_cause_moves_twice_is_one() {
        let whole = |cm2| {
            let areas = Areas { all: Area::from_cm2(cm2), ..Areas::ZERO };
            Spread::from([(Place::Whole, areas)])
        };
        let steps = steps(whole(5), [(Cause::Corrected, whole(8)), (Cause::Corrected, whole(6))]);
        assert_eq!(steps.len(), 2);
        let mut moves = Moves::default();
        moves.add(steps.iter().map(|(cause, step)| (*cause, step)));
        let [(cause, moved)] = moves.of(Place::Whole).collect::<Vec<_>>()[..] else { panic!("{moves:?}") };
        assert_eq!((cause, moved.areas.all, moved.sites), (Cause::Corrected, Area::from_cm2(1), 1));
    }
}
