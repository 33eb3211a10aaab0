//! The cheapest mix of typical projects that makes up a shortfall of venue area, with proof.

/// Exact search in the order of cost per area.
mod branch;
/// Exact table over areas, for what the search leaves open.
mod table;

use super::{SitingError, Stopped};
use crate::domain::area::Area;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// One typical project that can be built any number of times, or up to `most` times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Id of a kind of site.
    pub kind: String,
    /// Venue area that one project adds.
    #[serde(rename = "area_m2")]
    pub area: Area,
    /// Cost of one project in yuan.
    pub cost: u64,
    /// At most so many in one division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
}

/// How many of each project, what they cost and add, and how good that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mix {
    /// By project, in the order of the question.
    pub counts: Vec<u64>,
    pub cost: u64,
    pub area: Area,
    /// No mix costs less than this.
    pub bound: u64,
    pub proven: bool,
    pub stopped: Stopped,
}

/// A project in the units of the search: areas divided by their greatest common divisor.
#[derive(Clone, Copy, Debug)]
struct Item {
    project: usize,
    area: u64,
    cost: u64,
    /// At most so many, never more than are of use.
    most: u64,
}

/// Steps of the search before the table takes over.
const STEPS: u64 = 2_000_000;

/// The cheapest mix for each division on its own; a shortfall of zero or less needs nothing.
///
/// # Errors
/// A project without area or cost, or a division that its allowed projects can not lift.
pub fn lift_each(projects: &[Project], shortfalls: &[Area]) -> Result<Vec<Mix>, SitingError> {
    let one = |(division, shortfall): (usize, &Area)| mix(projects, *shortfall, 1, division);
    shortfalls.par_iter().enumerate().map(one).collect()
}

/// The cheapest mix for a district as a whole: projects may stand in any of its divisions, so a
/// limit per division holds that many times.
///
/// # Errors
/// A project without area or cost, or a shortfall that the allowed projects can not make up.
pub fn lift_whole(projects: &[Project], shortfall: Area, divisions: usize) -> Result<Mix, SitingError> {
    mix(projects, shortfall, divisions.max(1) as u64, 0)
}

fn mix(projects: &[Project], shortfall: Area, times: u64, division: usize) -> Result<Mix, SitingError> {
    if let Some(project) = projects.iter().position(|p| p.area.cm2() <= 0 || p.cost == 0) {
        return Err(SitingError::EmptyProject { project });
    }
    let short = shortfall.cm2().max(0) as u64;
    let unit = projects.iter().fold(0, |a, project| gcd(a, project.area.cm2() as u64)).max(1);
    let wanted = short.div_ceil(unit);
    let mut items = Vec::with_capacity(projects.len());
    let (mut possible, mut dearest) = (0_u128, 0_u128);
    for (at, project) in projects.iter().enumerate() {
        let area = project.area.cm2() as u64 / unit;
        let allowed = project.most.map_or(u64::MAX, |most| u64::from(most).saturating_mul(times));
        let most = allowed.min(wanted.div_ceil(area));
        possible += u128::from(area) * u128::from(most);
        dearest += u128::from(project.cost) * u128::from(most);
        if dearest >= 1 << 62 {
            return Err(SitingError::TooLarge);
        }
        items.push(Item { project: at, area, cost: project.cost, most });
    }
    if possible < u128::from(wanted) {
        let possible = (possible * u128::from(unit)).min(i64::MAX as u128) as i64;
        return Err(SitingError::ProjectsTooFew { division, short: short as i64, possible });
    }
    let found = branch::search(&items, wanted, STEPS);
    let (counts, bound) = if found.proven {
        (found.counts, None)
    } else {
        match table::solve(&items, wanted) {
            Some(counts) => (counts, None),
            None => (found.counts, Some(found.bound)),
        }
    };
    let cost = projects.iter().zip(&counts).map(|(project, count)| project.cost * count).sum();
    let bound = bound.unwrap_or(cost);
    Ok(Mix {
        area: Area::from_cm2(
            projects.iter().zip(&counts).map(|(project, count)| project.area.cm2() * *count as i64).sum(),
        ),
        counts,
        cost,
        bound,
        proven: bound == cost,
        stopped: if bound == cost { Stopped::Optimal } else { Stopped::Limit },
    })
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
