//! Who would be reached from where, by candidate.

use super::candidates::Candidates;
use crate::analysis::demand::People;
use crate::analysis::reach::{Catchments, Reach, ReachError, ReachState, Target};
use crate::registry::error::RegistryError;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::watch::Watch;
use geo::Point;
use std::sync::Arc;

/// Pairs of candidate and point that are kept, some 24 bytes each.
const MOST: usize = 30_000_000;

/// By candidate the points within the limit that nothing covers yet, as compressed columns.
#[derive(Debug)]
pub struct Pairs {
    pub start: Vec<usize>,
    /// Points of the surface.
    pub rows: Vec<u32>,
    /// Metres (or seconds) of the way, by entry of `rows`.
    pub far: Vec<f32>,
    /// Points that are not covered and have people.
    pub open: usize,
}

/// # Errors
/// There are more pairs than memory should hold, or the caller's stop.
pub fn pairs(
    grounds: &Grounds,
    covered: &[bool],
    candidates: &Candidates,
    watch: Watch<'_>,
) -> Result<Pairs, RegistryError> {
    let surface = grounds.surface();
    let is_open = |point: usize| !covered[point] && surface.people()[point] > People::ZERO;
    let open: Vec<u32> = (0..surface.len() as u32).filter(|point| is_open(*point as usize)).collect();
    let targets: Vec<Target> =
        candidates.places.iter().map(|place| Target::new(Point(*place).into(), 0)).collect();
    let mut pairs = Pairs { start: vec![0], rows: Vec::new(), far: Vec::new(), open: open.len() };
    if let Some((streets, measure)) = grounds.streets() {
        let surface = grounds.located.state.shared_surface();
        let limit = (grounds.limits[0], MOST);
        for column in streets.catchments(&surface, &targets, measure, limit, watch)? {
            let column = column.into_iter().filter(|(point, _)| is_open(*point as usize));
            pairs.push(column.map(|(point, far)| (point, far as f32)))?;
        }
        return Ok(pairs);
    }
    let people = Arc::new(surface.only(is_open));
    // The search is the one that finds existing sites, with the candidates in their place.
    let state = ReachState::with_progress(people, targets, &|share| watch.progress(share / 2.0))?;
    let near = Catchments::new(&state, grounds.limits[0], MOST)?;
    let mut columns: Vec<Vec<(u32, f32)>> = vec![Vec::new(); candidates.places.len()];
    for (point, near) in near.pairs() {
        columns[near.site as usize].push((open[point], near.metres as f32));
    }
    for column in columns {
        pairs.push(column.into_iter())?;
    }
    Ok(pairs)
}

impl Pairs {
    fn push(&mut self, column: impl Iterator<Item = (u32, f32)>) -> Result<(), RegistryError> {
        for (row, far) in column {
            self.rows.push(row);
            self.far.push(far);
        }
        if self.rows.len() > MOST {
            return Err(ReachError::TooManyPairs { most: MOST }.into());
        }
        self.start.push(self.rows.len());
        Ok(())
    }

    /// The entries of a candidate.
    pub fn of(&self, candidate: u32) -> std::ops::Range<usize> {
        self.start[candidate as usize]..self.start[candidate as usize + 1]
    }
}
