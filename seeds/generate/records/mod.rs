//! Demonstration records: invented throughout, marked as such, and such that the plan's tasks take every
//! state over the year-ends 2021-2025.

mod declarations;
mod events;
mod institutions;
mod milestones;
mod observations;
mod organisations;
mod providers;
pub mod wishes;

use super::equipment;
use super::facts::Facts;
use super::plane::{rounded, to_degrees, to_metres};
use super::population::Year;
use super::prng::Prng;
use super::sites::Site;
use anyhow::{Context, Result};
use geo::Coord;
use serde::Serialize;
use std::path::Path;

/// Where demonstration data comes from.
const SOURCE: &str = "jiantu-demo";

/// First year of yearly counts.
const BASE: i32 = 2020;

/// What the records are drawn over.
pub struct Ground<'a> {
    pub facts: &'a Facts,
    /// Place of each community and village, in table order.
    pub units: &'a [Coord<f64>],
    pub people: &'a [Year],
    pub sites: &'a [Site],
    pub equipment: &'a [equipment::Row],
}

impl Ground<'_> {
    fn prng(&self, topic: &str) -> Prng {
        Prng::new(self.facts.demo.seed, topic)
    }

    /// External id of a sub-district.
    fn subdistrict(&self, id: &str) -> String {
        format!("{}-{id}", self.facts.district.id)
    }

    /// External id of a community or village.
    fn unit(&self, position: usize) -> String {
        format!("{}-{}-{:03}", self.facts.district.id, self.facts.units[position].subdistrict, position + 1)
    }
}

/// Writes the seven tables; tells how many rows they have.
///
/// # Errors
/// A file can not be written.
pub fn write(folder: &Path, ground: &Ground<'_>) -> Result<usize> {
    let organisations = organisations::list(ground);
    let events = events::list(ground);
    let institutions = institutions::list(ground);
    let providers = providers::list(ground);
    let observations = observations::list(ground);
    let milestones = milestones::list(ground);
    Ok(table(&folder.join("organisations.csv"), &organisations)?
        + table(&folder.join("events.csv"), &events)?
        + table(&folder.join("institutions.csv"), &institutions)?
        + table(&folder.join("providers.csv"), &providers)?
        + table(&folder.join("observations.csv"), &observations)?
        + table(&folder.join("milestones.csv"), &milestones)?
        + table(&folder.join("declarations.csv"), &declarations::list(ground))?)
}

fn table<R: Serialize>(path: &Path, rows: &[R]) -> Result<usize> {
    let mut out = csv::Writer::from_path(path).with_context(|| path.display().to_string())?;
    for row in rows {
        out.serialize(row)?;
    }
    out.flush().with_context(|| path.display().to_string())?;
    Ok(rows.len())
}

/// A place some metres from another, to 6 decimals.
fn beside(place: Coord<f64>, metres: f64, prng: &mut Prng) -> Coord<f64> {
    let turn = prng.range(0.0, std::f64::consts::TAU);
    let at = to_metres(place);
    rounded(to_degrees(Coord { x: at.x + metres * turn.cos(), y: at.y + metres * turn.sin() }))
}
