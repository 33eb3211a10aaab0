//! What would close a gap: typical projects that make up missing area, or that fill places which lack facilities.
//!
//! All numbers are whole, all answers exact or said not to be. A mix is told twice, once as the cheapest and once as
//! the one of fewest projects, and beside it what each project would do alone.

use crate::analysis::siting::SitingError;
use crate::analysis::siting::projects::{Project, lift_whole};
use crate::domain::area::Area;
use serde::Serialize;
use std::collections::HashMap;

/// How a way was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// No mix costs less.
    Cheapest,
    /// No mix has fewer projects; of those the cheapest.
    Fewest,
    /// One project alone, as often as it takes.
    Alone,
    /// All that can be built, which is not enough.
    All,
}

/// One way to close a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub sort: Sort,
    /// By project, or by offer, in the order of the question.
    pub counts: Vec<u64>,
    /// What they add: square centimetres, or filled places.
    pub adds: u64,
    /// Of those that have a price.
    pub cost: u64,
    /// The way is what its sort says, and no search ended early.
    pub proven: bool,
    /// The gap is gone afterwards.
    pub closes: bool,
}

/// Ways to make up missing area; none where nothing is missing. A project's limit holds in each of so many
/// divisions.
///
/// # Errors
/// A project without area or cost, or numbers that are too large.
pub fn by_area(projects: &[Project], missing: Area, divisions: usize) -> Result<Vec<Way>, SitingError> {
    if missing <= Area::ZERO {
        return Ok(Vec::new());
    }
    let allowed = |project: &Project| project.most.map(|most| u64::from(most) * divisions.max(1) as u64);
    let way = |sort, counts: Vec<u64>, proven| {
        let built = || projects.iter().zip(&counts);
        let adds = built().map(|(project, count)| project.area.cm2() as u64 * count).sum();
        Way {
            sort,
            adds,
            cost: built().map(|(project, count)| project.cost * count).sum(),
            proven,
            closes: adds >= missing.cm2() as u64
                && built().all(|(project, count)| allowed(project).is_none_or(|most| *count <= most)),
            counts,
        }
    };
    let mut ways: Vec<Way> = Vec::new();
    match lift_whole(projects, missing, divisions) {
        Ok(mix) => {
            ways.push(way(Sort::Cheapest, mix.counts, mix.proven));
            let (counts, proven) = fewest(projects, missing, divisions)?;
            ways.push(way(Sort::Fewest, counts, proven));
        }
        // Then each of them has a limit.
        Err(SitingError::ProjectsTooFew { .. }) => {
            let all = projects.iter().map(|project| allowed(project).unwrap_or(0)).collect();
            ways.push(way(Sort::All, all, true));
        }
        Err(error) => return Err(error),
    }
    let mut alone: Vec<Way> = (0..projects.len())
        .map(|only| {
            let count = (missing.cm2() as u64).div_ceil(projects[only].area.cm2() as u64);
            let counts = (0..projects.len()).map(|project| if project == only { count } else { 0 });
            way(Sort::Alone, counts.collect(), true)
        })
        .collect();
    alone.sort_by_key(|way| way.cost);
    ways.extend(alone);
    Ok(without_repeats(ways))
}

/// Counts of the mix with the fewest projects, of those the cheapest.
fn fewest(projects: &[Project], missing: Area, divisions: usize) -> Result<(Vec<u64>, bool), SitingError> {
    let priced = |price: &dyn Fn(u64) -> u64| -> Vec<Project> {
        projects.iter().map(|project| Project { cost: price(project.cost), ..project.clone() }).collect()
    };
    let first = lift_whole(&priced(&|_| 1), missing, divisions)?;
    // One project more weighs more than all that so many can cost.
    let dearest = projects.iter().map(|project| project.cost).max().unwrap_or(0);
    let weight = dearest.saturating_mul(first.cost).saturating_add(1);
    match lift_whole(&priced(&|cost| weight.saturating_add(cost)), missing, divisions) {
        Ok(mix) => Ok((mix.counts, mix.proven && first.proven)),
        Err(SitingError::TooLarge) => Ok((first.counts, false)),
        Err(error) => Err(error),
    }
}

/// A project that can be built in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// `None`: nobody knows what it costs.
    pub cost: Option<u64>,
    /// Which sorts of facility it is one of, by the order of the sorts.
    pub serves: Vec<bool>,
}

/// What is counted in places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// A place counts when nothing is lacking.
    Places,
    /// Each sort of facility counts that is not lacking any more.
    Sorts,
}

/// More sorts of facility, or more that is lacking in one place, are not searched.
const SORTS: usize = 10;
const LACKING: u32 = 500;
const STATES: u64 = 20_000;

/// Ways to fill so many more of some places, each lacking so many facilities by sort. `None`: more is asked than is
/// searched.
pub fn by_place(lacking: &[Vec<u32>], offers: &[Offer], counting: Counting, wanted: u64) -> Option<Vec<Way>> {
    let is_large = |place: &Vec<u32>| {
        let states = place.iter().try_fold(1_u64, |all, lacks| all.checked_mul(u64::from(*lacks) + 1));
        let lacking = place.iter().fold(0, |all: u32, lacks| all.saturating_add(*lacks));
        place.len() > SORTS || lacking > LACKING || states.is_none_or(|states| states > STATES)
    };
    if lacking.iter().any(is_large) {
        return None;
    }
    if wanted == 0 {
        return Some(Vec::new());
    }
    let cheapest = |offer: &Offer| [u64::from(offer.cost.is_none()), offer.cost.unwrap_or(0), 1];
    let fewest = |offer: &Offer| [1, u64::from(offer.cost.is_none()), offer.cost.unwrap_or(0)];
    let mut ways = vec![
        filled(lacking, offers, counting, wanted, Sort::Cheapest, cheapest),
        filled(lacking, offers, counting, wanted, Sort::Fewest, fewest),
    ];
    for way in &mut ways {
        way.sort = if way.closes { way.sort } else { Sort::All };
    }
    ways.retain(|way| way.adds > 0);
    Some(without_repeats(ways))
}

/// What is compared: the first number, then the next.
type Price = [u64; 3];

/// Counts by offer with their price.
type Built = (Price, Vec<u64>);

/// Fills places one by one, keeping the best for every number of them.
fn filled(
    lacking: &[Vec<u32>],
    offers: &[Offer],
    counting: Counting,
    wanted: u64,
    sort: Sort,
    price: impl Fn(&Offer) -> Price,
) -> Way {
    let mut equipping =
        Equipping { offers, prices: offers.iter().map(price).collect(), known: HashMap::new() };
    // By how many are filled so far, at most as many as are wanted.
    let mut best: Vec<Option<Built>> = vec![Some(([0; 3], vec![0; offers.len()]))];
    for place in lacking {
        let choices = equipping.choices(place, counting);
        let most = (best.len() - 1 + choices.len() - 1).min(usize::try_from(wanted).unwrap_or(usize::MAX));
        let mut next: Vec<Option<Built>> = vec![None; most + 1];
        for (before, so_far) in best.iter().enumerate() {
            let Some(so_far) = so_far else { continue };
            for (gain, choice) in choices.iter().enumerate() {
                let Some(choice) = choice else { continue };
                let at = (before + gain).min(most);
                let both = sum(so_far, choice);
                if next[at].as_ref().is_none_or(|known| both.0 < known.0) {
                    next[at] = Some(both);
                }
            }
        }
        best = next;
    }
    let reached = best.iter().rposition(Option::is_some).unwrap_or(0);
    let (_, counts) = best.swap_remove(reached).unwrap_or_default();
    let cost = offers.iter().zip(&counts).map(|(offer, count)| offer.cost.unwrap_or(0) * count).sum();
    Way { sort, adds: reached as u64, cost, proven: true, closes: reached as u64 >= wanted, counts }
}

fn sum(one: &Built, other: &Built) -> Built {
    let price = std::array::from_fn(|at| one.0[at] + other.0[at]);
    (price, one.1.iter().zip(&other.1).map(|(one, other)| one + other).collect())
}

/// The best ways to equip one place, which are the same wherever the same is lacking.
struct Equipping<'a> {
    offers: &'a [Offer],
    prices: Vec<Price>,
    known: HashMap<Vec<u32>, Option<Built>>,
}

impl Equipping<'_> {
    /// By what is gained, from nothing on; `None` where that can not be had.
    fn choices(&mut self, lacks: &[u32], counting: Counting) -> Vec<Option<Built>> {
        let nothing = Some(([0; 3], vec![0; self.offers.len()]));
        let sorts: Vec<usize> = (0..lacks.len()).filter(|sort| lacks[*sort] > 0).collect();
        if counting == Counting::Places {
            return if sorts.is_empty() { vec![nothing] } else { vec![nothing, self.best(lacks)] };
        }
        let mut choices = vec![None; sorts.len() + 1];
        for chosen in 0_u32..1 << sorts.len() {
            let mut asked = vec![0; lacks.len()];
            let some = sorts.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1);
            some.for_each(|(_, sort)| asked[*sort] = lacks[*sort]);
            let Some(built) = self.best(&asked) else { continue };
            let choice: &mut Option<Built> = &mut choices[chosen.count_ones() as usize];
            if choice.as_ref().is_none_or(|known| built.0 < known.0) {
                *choice = Some(built);
            }
        }
        choices
    }

    /// The best projects after which nothing of this is lacking. One of them has to serve the first sort that is.
    fn best(&mut self, lacks: &[u32]) -> Option<Built> {
        let Some(first) = lacks.iter().position(|lacks| *lacks > 0) else {
            return Some(([0; 3], vec![0; self.offers.len()]));
        };
        if let Some(known) = self.known.get(lacks) {
            return known.clone();
        }
        let mut best: Option<Built> = None;
        for at in 0..self.offers.len() {
            let serves = &self.offers[at].serves;
            if !serves[first] {
                continue;
            }
            let less = |(lacks, serves): (&u32, &bool)| lacks.saturating_sub(u32::from(*serves));
            let left: Vec<u32> = lacks.iter().zip(serves).map(less).collect();
            let Some((price, mut counts)) = self.best(&left) else { continue };
            let price: Price = std::array::from_fn(|part| price[part] + self.prices[at][part]);
            if best.as_ref().is_none_or(|known| price < known.0) {
                counts[at] += 1;
                best = Some((price, counts));
            }
        }
        self.known.insert(lacks.to_vec(), best.clone());
        best
    }
}

/// Each mix once, under the first of its names.
fn without_repeats(ways: Vec<Way>) -> Vec<Way> {
    let mut kept: Vec<Way> = Vec::with_capacity(ways.len());
    for way in ways {
        if kept.iter().all(|known| known.counts != way.counts) {
            kept.push(way);
        }
    }
    kept
}
