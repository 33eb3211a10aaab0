//! From a raster, value by value.

use super::basis::{Basis, Method};
use super::carry::Carry;
use super::error::DemandError;
use super::footprint::Footprint;
use super::people::People;
use super::surface::{MOST_POINTS, Surface};
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use geo::Coord;
use rayon::prelude::*;

/// Largest number of people that one value may stand for.
const MOST_IN_CELL: f64 = 1e9;

/// Takes the values of a population raster in any order that is always the same, and makes a
/// surface of those above zero.
///
/// Parts of a person are carried from value to value, so that the whole is the rounded sum of the
/// values and no cell is off by more than a thousandth of a person.
#[derive(Clone, Debug, Default)]
pub struct GridBuilder {
    lon: Vec<f64>,
    lat: Vec<f64>,
    people: Vec<People>,
    /// Parts of thousandths.
    carry: Carry,
    refused: u64,
}

impl GridBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of the cell whose centre is (lon, lat), degrees WGS 84. Zero is nobody; a value
    /// that is negative, not finite or above 10⁹ is no number of people, is left out and counted.
    ///
    /// # Errors
    /// More than [`MOST_POINTS`] cells with people.
    pub fn push(&mut self, lon: f64, lat: f64, value: f64) -> Result<(), DemandError> {
        if !(0.0..=MOST_IN_CELL).contains(&value) {
            self.refused += 1;
            return Ok(());
        }
        let given = self.carry.whole(value * 1_000.0);
        if given > 0 {
            if self.lon.len() == MOST_POINTS {
                return Err(DemandError::TooManyPoints);
            }
            self.lon.push(lon);
            self.lat.push(lat);
            self.people.push(People::from_thousandths(given));
        }
        Ok(())
    }

    /// Values that were no number of people.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// The surface; `basis.method` is set to [`Method::Grid`].
    ///
    /// # Errors
    /// See [`Surface::new`].
    pub fn finish(self, tree: &Tree, footprint: Footprint, basis: Basis) -> Result<Surface, DemandError> {
        let places = self.lon.par_iter().zip(&self.lat);
        let division: Vec<Ordinal> =
            places.map(|(lon, lat)| tree.locate(Coord { x: *lon, y: *lat })).collect();
        let basis = Basis { method: Method::Grid, ..basis };
        Surface::new(basis, (self.lon, self.lat), self.people, division, footprint)
    }
}
