//! A value by demand point, told as the people of everybody and of each division have it.

use super::head::DivisionName;
use crate::analysis::access::summary::{Summary, by_division, of_all};
use crate::analysis::demand::{People, Surface};
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::registry::world::World;
use serde::Serialize;

/// Mean and quantiles over people; all `null` of nobody.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OverPeople {
    pub people: People,
    /// People whose value is 0.
    pub people_without: People,
    pub mean: Option<f64>,
    /// The least value that at least a tenth of the people do not exceed.
    pub p10: Option<f64>,
    pub median: Option<f64>,
    pub p90: Option<f64>,
}

impl OverPeople {
    fn of(summary: &Summary) -> Self {
        let over = summary.over_people;
        Self {
            people: people(summary.people),
            people_without: people(summary.people_without),
            mean: over.map(|over| over.mean),
            p10: over.map(|over| over.p10),
            median: over.map(|over| over.median),
            p90: over.map(|over| over.p90),
        }
    }
}

/// People of a sum that was made in decimals; the sums are of thousandths.
pub fn people(sum: f64) -> People {
    People::from_thousandths((sum.max(0.0) * 1_000.0).round() as u64)
}

/// People of each demand point, in decimals.
pub fn heads(surface: &Surface) -> Vec<f64> {
    surface.people().iter().map(|people| people.value()).collect()
}

/// A division and all above it, the deepest first; of none only none.
pub fn lineage(tree: &Tree, division: Ordinal) -> impl Iterator<Item = Ordinal> + '_ {
    std::iter::successors(Some(division), |at| tree.get(*at)?.parent)
}

/// Of everybody first (`None`), then of every division with points, parents before children, then
/// of who is in none (`Ordinal::NONE`). Points whose value is NaN have none and are left out.
pub fn over_people(world: &World, surface: &Surface, values: &[f64]) -> Vec<(Option<Ordinal>, OverPeople)> {
    let heads = heads(surface);
    let whole = of_all(heads.iter().copied().zip(values.iter().copied()));
    let points =
        surface.division().iter().zip(heads.iter().zip(values)).flat_map(|(home, (people, value))| {
            lineage(&world.tree, *home).map(move |division| (division, *people, *value))
        });
    let divisions = by_division(points);
    let divisions = divisions.iter().map(|row| (Some(row.division), OverPeople::of(row)));
    std::iter::once((None, OverPeople::of(&whole))).chain(divisions).collect()
}

/// Whose figures a row has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Whose {
    /// `null`: everybody, or those in no division.
    pub division: Option<DivisionName>,
    pub unassigned: bool,
}

impl Whose {
    pub fn of(world: &World, division: Option<Ordinal>) -> Self {
        Self {
            division: division.and_then(|division| DivisionName::of(world, division)),
            unassigned: division == Some(Ordinal::NONE),
        }
    }
}
