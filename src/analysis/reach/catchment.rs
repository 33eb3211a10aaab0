//! Which sites each point has within a radius.

use super::error::ReachError;
use super::index::Near;
use super::state::{ReachState, check_metres};
use rayon::prelude::*;

/// Points that are searched before their answers are put together.
const BLOCK: usize = 16_384;

/// For each demand point all sites within a radius, in one list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catchments {
    /// Pairs of point `i` are `starts[i]..starts[i + 1]`.
    starts: Vec<usize>,
    pairs: Vec<Near>,
}

impl Catchments {
    /// All pairs of point and site within `radius_m`.
    ///
    /// # Errors
    /// A radius that is no distance; more than `most` pairs (16 bytes each).
    pub fn new(state: &ReachState, radius_m: f64, most: usize) -> Result<Self, ReachError> {
        check_metres(radius_m)?;
        let count = state.metres().len();
        let mut catchments = Self { starts: Vec::with_capacity(count + 1), pairs: Vec::new() };
        catchments.starts.push(0);
        for start in (0..count).step_by(BLOCK) {
            let points = (start..(start + BLOCK).min(count)).into_par_iter().with_min_len(64);
            let lists: Vec<Vec<Near>> = points
                .map_init(Vec::new, |found, point| {
                    state.sites().within_from(state.from(point), radius_m, found);
                    found.clone()
                })
                .collect();
            for list in lists {
                if catchments.pairs.len() + list.len() > most {
                    return Err(ReachError::TooManyPairs { most });
                }
                catchments.pairs.extend(list);
                catchments.starts.push(catchments.pairs.len());
            }
        }
        Ok(catchments)
    }

    /// Points.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sites near a point, by their number.
    pub fn of(&self, point: usize) -> &[Near] {
        &self.pairs[self.starts[point]..self.starts[point + 1]]
    }

    /// Every (point, site and metres), by point.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, Near)> + '_ {
        (0..self.len()).flat_map(|point| self.of(point).iter().map(move |near| (point, *near)))
    }
}
