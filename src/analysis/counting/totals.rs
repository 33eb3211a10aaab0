//! Running totals, kept by adding and taking back contributions.
//!
//! A change of one site touches only the totals of the divisions it lies in, whatever the size of
//! the registry; a division's figures are the sum over its subtree.

use crate::analysis::divisions::Tree;
use crate::domain::area::Area;
use crate::domain::contribution::{Contribution, Ordinal, Verdict};
use crate::domain::kind::KindIndex;
use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;

/// Area of one figure and how completely it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub area: Area,
    /// Sites whose area is known, of those that should have one.
    pub known: i64,
    pub unknown: i64,
}

/// Totals of one division (its own, or of its subtree). Signed, since old states are taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// All (statutory).
    pub all: Figure,
    /// Open to the public.
    pub open: Figure,
    /// Free and open.
    pub free: Figure,
    /// Sites that stand on the day and have their home here.
    pub sites: i64,
    /// Of these, demonstration data.
    pub demo: i64,
    /// Of those that should have an area, the sites of which nobody has told who may use them.
    pub access_unknown: i64,
    /// Sites by kind, with their length of line in cm.
    pub kinds: BTreeMap<KindIndex, KindTotals>,
    /// Sites with known area by grade: measured, design, polygon, estimate, not told.
    pub grades: [i64; 5],
    /// Length of all lines in cm.
    pub length_cm: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindTotals {
    pub sites: i64,
    pub length_cm: i64,
    pub area: Area,
}

impl Totals {
    fn add(&mut self, contribution: &Contribution, division: Ordinal, sign: i64) {
        if !contribution.verdict.exists() {
            return;
        }
        let home = contribution.home() == division;
        for share in contribution.shares.as_slice().iter().filter(|share| share.division == division) {
            let area = Area::from_cm2(share.area.cm2() * sign);
            for (figure, counts) in [
                (&mut self.all, Some(true)),
                (&mut self.open, contribution.open),
                (&mut self.free, contribution.free),
            ] {
                if counts == Some(true) {
                    figure.area += area;
                }
            }
            self.length_cm += share.length_cm * sign;
            let kind = self.kinds.entry(contribution.kind).or_default();
            kind.length_cm += share.length_cm * sign;
            kind.area += area;
            if home {
                kind.sites += sign;
            }
            if *kind == KindTotals::default() {
                self.kinds.remove(&contribution.kind);
            }
        }
        if home {
            self.sites += sign;
            self.demo += i64::from(contribution.demo) * sign;
            self.add_completeness(contribution, sign);
        }
    }

    fn add_completeness(&mut self, contribution: &Contribution, sign: i64) {
        if !contribution.verdict.wants_area() {
            return;
        }
        let known = contribution.verdict != Verdict::AreaUnknown;
        for (figure, counts) in [
            (&mut self.all, Some(true)),
            (&mut self.open, contribution.open),
            (&mut self.free, contribution.free),
        ] {
            match counts {
                Some(true) if known => figure.known += sign,
                // Whether it belongs there at all is not known: neither is its area in that figure.
                Some(true) | None => figure.unknown += sign,
                Some(false) => {}
            }
        }
        self.access_unknown += i64::from(contribution.open.is_none() || contribution.free.is_none()) * sign;
        if known {
            self.grades[contribution.grade.map_or(4, |grade| grade as usize)] += sign;
        }
    }
}

impl AddAssign<&Totals> for Totals {
    fn add_assign(&mut self, other: &Totals) {
        for (mine, theirs) in
            [(&mut self.all, &other.all), (&mut self.open, &other.open), (&mut self.free, &other.free)]
        {
            mine.area += theirs.area;
            mine.known += theirs.known;
            mine.unknown += theirs.unknown;
        }
        self.sites += other.sites;
        self.demo += other.demo;
        self.access_unknown += other.access_unknown;
        self.length_cm += other.length_cm;
        for (kind, theirs) in &other.kinds {
            let mine = self.kinds.entry(*kind).or_default();
            mine.sites += theirs.sites;
            mine.length_cm += theirs.length_cm;
            mine.area += theirs.area;
        }
        for (mine, theirs) in self.grades.iter_mut().zip(other.grades) {
            *mine += theirs;
        }
    }
}

/// Own totals of every division, and of what lies in none. Cloning is cheap; a change copies only
/// the divisions it touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    own: Vec<Arc<Totals>>,
    none: Arc<Totals>,
}

impl Ledger {
    pub fn new(divisions: usize) -> Self {
        Self { own: vec![Arc::default(); divisions], none: Arc::default() }
    }

    pub fn add(&mut self, contribution: &Contribution) {
        self.apply(contribution, 1);
    }

    /// Takes back what `add` added.
    pub fn remove(&mut self, contribution: &Contribution) {
        self.apply(contribution, -1);
    }

    fn apply(&mut self, contribution: &Contribution, sign: i64) {
        for share in contribution.shares.as_slice() {
            let totals = match self.own.get_mut(usize::from(share.division.0)) {
                Some(totals) => totals,
                None => &mut self.none,
            };
            Arc::make_mut(totals).add(contribution, share.division, sign);
        }
    }

    /// What lies in the division but in none of its children.
    pub fn own(&self, division: Ordinal) -> &Totals {
        self.own.get(usize::from(division.0)).unwrap_or(&self.none)
    }

    /// What lies in no division.
    pub fn none(&self) -> &Totals {
        &self.none
    }

    /// The division with everything below it.
    pub fn subtree(&self, tree: &Tree, division: Ordinal) -> Totals {
        let mut sum = Totals::default();
        for ordinal in tree.subtree(division) {
            sum += self.own(ordinal);
        }
        sum
    }

    /// Adds another ledger of the same tree (partial sums made in parallel).
    pub fn merge(&mut self, other: &Ledger) {
        for (mine, theirs) in self.own.iter_mut().zip(&other.own) {
            *Arc::make_mut(mine) += theirs;
        }
        *Arc::make_mut(&mut self.none) += &other.none;
    }
}
