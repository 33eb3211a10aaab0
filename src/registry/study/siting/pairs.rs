//! Who would be reached from where, by candidate.

use super::candidates::Candidates;
use crate::analysis::demand::People;
use crate::analysis::reach::{Catchments, ReachState, Target};
use crate::registry::error::RegistryError;
use crate::registry::study::located::Located;
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
    /// Metres, by entry of `rows`.
    pub metres: Vec<f32>,
    /// Points that are not covered and have people.
    pub open: usize,
}

/// # Errors
/// There are more pairs than memory should hold.
pub fn pairs(
    located: &Located,
    covered: &[bool],
    candidates: &Candidates,
    radius_m: f64,
    watch: Watch<'_>,
) -> Result<Pairs, RegistryError> {
    let surface = located.state.surface();
    let is_open = |point: usize| !covered[point] && surface.people()[point] > People::ZERO;
    let open: Vec<u32> = (0..surface.len() as u32).filter(|point| is_open(*point as usize)).collect();
    let people = Arc::new(surface.only(is_open));
    let targets = candidates.places.iter().map(|place| Target::new(Point(*place).into(), 0)).collect();
    // The search is the one that finds existing sites, with the candidates in their place.
    let state = ReachState::with_progress(people, targets, &|share| watch.progress(share / 2.0))?;
    let near = Catchments::new(&state, radius_m, MOST)?;
    let mut start = vec![0_usize; candidates.places.len() + 1];
    for (_, near) in near.pairs() {
        start[near.site as usize + 1] += 1;
    }
    for candidate in 1..start.len() {
        start[candidate] += start[candidate - 1];
    }
    let mut next = start.clone();
    let count = start.last().copied().unwrap_or(0);
    let (mut rows, mut metres) = (vec![0; count], vec![0.0; count]);
    for (point, near) in near.pairs() {
        let at = &mut next[near.site as usize];
        rows[*at] = open[point];
        metres[*at] = near.metres as f32;
        *at += 1;
    }
    Ok(Pairs { start, rows, metres, open: open.len() })
}
