//! How many different classes of site are near.
//!
//! The Shandong standard for fitness circles asks for at least three kinds of facility within
//! 1,000 m on foot; fewer score nothing. Radius and number are the caller's.

use super::chord::{chord_squared_within, place};
use super::error::ReachError;
use super::index::SiteIndex;
use super::layer::Spot;
use super::state::check_metres;
use super::target::{Class, Target};
use crate::analysis::demand::{People, Surface};
use geo_types::Coord;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Classes that can be told apart.
const MOST_CLASSES: u8 = 64;

/// For each point the classes of the sites within a radius.
#[derive(Clone, Debug, PartialEq)]
pub struct Variety {
    radius_m: f64,
    /// Bit `c` is set where a site of class `c` is near.
    classes: Vec<u64>,
}

impl Variety {
    /// Asks, class by class, whether each point has a site within `radius_m`.
    ///
    /// # Errors
    /// A class beyond 63, a radius that is no distance, a coordinate that is not on earth.
    pub fn new(surface: &Surface, targets: &[Target], radius_m: f64) -> Result<Self, ReachError> {
        check_metres(radius_m)?;
        let mut by_class: BTreeMap<Class, Vec<Target>> = BTreeMap::new();
        for target in targets {
            if target.class >= MOST_CLASSES {
                return Err(ReachError::ClassTooLarge { class: target.class });
            }
            by_class.entry(target.class).or_default().push(target.clone());
        }
        let indexes: Vec<(Class, SiteIndex)> = by_class
            .into_iter()
            .map(|(class, targets)| Ok((class, SiteIndex::new(targets)?)))
            .collect::<Result<_, ReachError>>()?;
        let limit = chord_squared_within(radius_m);
        let points = surface.lon.par_iter().zip(&surface.lat).with_min_len(1_024);
        let classes = points
            .map(|(lon, lat)| {
                let from = Spot { coord: Coord { x: *lon, y: *lat }, place: place(*lon, *lat) };
                let is_near = |index: &SiteIndex| {
                    let near = index.nearest_from(from, limit);
                    near.is_some_and(|near| index.is_within(from.coord, near, radius_m))
                };
                indexes
                    .iter()
                    .filter(|(_, index)| is_near(index))
                    .fold(0, |bits, (class, _)| bits | 1 << class)
            })
            .collect();
        Ok(Self { radius_m, classes })
    }

    pub fn radius_m(&self) -> f64 {
        self.radius_m
    }

    /// How many classes a point has near.
    pub fn count(&self, point: usize) -> u32 {
        self.classes[point].count_ones()
    }

    /// Whether a point has a class near.
    pub fn has(&self, point: usize, class: Class) -> bool {
        class < MOST_CLASSES && self.classes[point] >> class & 1 == 1
    }

    /// For each point whether at least `least` classes are near.
    pub fn covered(&self, least: u32) -> Vec<bool> {
        self.classes.iter().map(|bits| bits.count_ones() >= least).collect()
    }

    /// People by how many classes they have near: position 3 holds those with exactly three.
    pub fn people_by_count(&self, surface: &Surface) -> Vec<People> {
        let most = self.classes.iter().map(|bits| bits.count_ones()).max().unwrap_or(0);
        let mut people = vec![People::ZERO; most as usize + 1];
        for (bits, here) in self.classes.iter().zip(&surface.people) {
            people[bits.count_ones() as usize] += *here;
        }
        people
    }
}
