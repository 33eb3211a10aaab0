//! People out of reach, gathered into places where something could be built.
//!
//! A gap is a set of populated points that are not covered and hang together. Its people are the
//! sum of its points' people, in whole thousandths, so a list of gaps adds up to everybody who is
//! not covered.

/// The point of a gap from which most of its people would be reached.
mod best;
/// What may be shown of small numbers.
mod export;
/// Which points hang together.
mod link;

pub use export::{FEWEST_SHOWN, Hidden, shown_gaps, shown_points};

use crate::analysis::demand::{People, Surface};
use crate::analysis::reach::points::Points;
use crate::analysis::reach::{Near, ReachError, ReachState};
use crate::domain::contribution::Ordinal;
use geo_types::{Coord, MultiPolygon, Polygon};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// How far apart two points may be and still hang together, in widths of a cell: neighbours that
/// touch at a corner do, the next but one do not.
const LINK_WIDTHS: f64 = 1.5;

/// How gaps are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapOptions {
    /// Within how many metres a new site would reach people.
    pub radius_m: f64,
    /// Up to how many metres apart points hang together; by default one and a half widths of a
    /// cell.
    pub link_m: Option<f64>,
}

/// A place with people out of reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Positions in the surface, ascending.
    pub points: Vec<u32>,
    /// Everybody at those points.
    pub people: People,
    /// The union of the points' footprints, WGS 84 (lon, lat).
    pub outline: MultiPolygon<f64>,
    /// The point from which most of the gap's people are within the radius; of equal ones the first.
    pub best: u32,
    /// Where that is (lon, lat).
    pub best_at: Coord<f64>,
    /// How many of the gap's people that would be.
    pub best_people: People,
    /// The deepest division that the best point lies in.
    pub division: Ordinal,
    /// The existing site nearest to the best point.
    pub nearest: Option<Near>,
}

/// Gathers the populated points that are not `covered` into gaps, those with most people first
/// (equal ones by their first point).
///
/// `covered` has one mark a point: from [`ReachState::covered`], or from variety.
///
/// # Errors
/// Marks of another number than points, distances that are none, or the caller's stop: `progress`
/// hears which share (0 to 1) is done.
pub fn find_gaps(
    state: &ReachState,
    covered: &[bool],
    options: GapOptions,
    progress: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
) -> Result<Vec<Gap>, ReachError> {
    let surface = state.surface();
    if covered.len() != surface.len() {
        return Err(ReachError::MarksDiffer { found: covered.len(), points: surface.len() });
    }
    for metres in [options.radius_m, options.link_m.unwrap_or(0.0)] {
        if !(metres.is_finite() && metres >= 0.0) {
            return Err(ReachError::BadDistance { metres });
        }
    }
    let open: Vec<u32> = (0..surface.len() as u32)
        .filter(|point| !covered[*point as usize] && surface.people()[*point as usize] > People::ZERO)
        .collect();
    let places = open.iter().map(|point| (at(surface, *point), *point)).collect();
    let Some(points) = Points::new(places) else {
        return Ok(Vec::new());
    };
    let link_m = options.link_m.unwrap_or_else(|| LINK_WIDTHS * width_m(surface, &open));
    let parts = link::connected(surface, &points, &open, link_m, progress)?;
    let best = best::of_parts(surface, &points, &parts, options.radius_m, progress)?;
    let gap = |(points, (best, best_people)): (Vec<u32>, (u32, People))| Gap {
        people: points.iter().map(|point| surface.people()[*point as usize]).sum(),
        outline: outline(surface, &points),
        points,
        best,
        best_at: at(surface, best),
        best_people,
        division: surface.division()[best as usize],
        nearest: state.near(best as usize),
    };
    let mut gaps: Vec<Gap> = parts.members.into_par_iter().zip(best).map(gap).collect();
    gaps.sort_by(|a, b| b.people.cmp(&a.people).then(a.points[0].cmp(&b.points[0])));
    Ok(gaps)
}

fn at(surface: &Surface, point: u32) -> Coord<f64> {
    Coord { x: surface.lon()[point as usize], y: surface.lat()[point as usize] }
}

/// The widest cell.
fn width_m(surface: &Surface, points: &[u32]) -> f64 {
    let footprint = surface.footprint();
    let width = |point: &u32| footprint.reach_m(*point as usize, surface.lat()[*point as usize]);
    points.iter().map(width).fold(0.0, f64::max)
}

/// The union of footprints.
fn outline(surface: &Surface, points: &[u32]) -> MultiPolygon<f64> {
    let one = |point: &u32| {
        let at = at(surface, *point);
        surface.footprint().outline(*point as usize, at.x, at.y)
    };
    let outlines: Vec<Polygon<f64>> = points.iter().map(one).collect();
    geo::unary_union(&outlines)
}

#[cfg(test)]
mod tests;
