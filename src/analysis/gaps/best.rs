//! The point of a gap from which most of its people would be reached.

use super::at;
use super::link::Parts;
use crate::analysis::demand::{People, Surface};
use crate::analysis::reach::ReachError;
use crate::analysis::reach::chord::{chord_squared_within, longest_metres, place};
use crate::analysis::reach::points::Points;
use crate::domain::geodesy::point_distance_m;
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Points between two looks at whether to go on.
const BLOCK: usize = 16_384;

/// For each part its best point and the people of the part within the radius of it. Every point of
/// a part is tried; of equal ones the first is taken.
pub(super) fn of_parts(
    surface: &Surface,
    points: &Points,
    parts: &Parts,
    radius_m: f64,
    progress: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
) -> Result<Vec<(u32, People)>, ReachError> {
    let all: Vec<u32> = parts.members.iter().flatten().copied().collect();
    let mut reached: Vec<People> = Vec::with_capacity(all.len());
    for (number, block) in all.chunks(BLOCK).enumerate() {
        if progress(0.3 + 0.5 * (number * BLOCK) as f64 / all.len() as f64).is_break() {
            return Err(ReachError::Cancelled);
        }
        reached.par_extend(
            block.par_iter().map(|point| people_within(surface, points, parts, *point, radius_m)),
        );
    }
    let mut reached = reached.into_iter();
    let best = parts.members.iter().map(|members| {
        let mut best = (members[0], People::ZERO);
        for (point, people) in members.iter().zip(reached.by_ref().take(members.len())) {
            if people > best.1 {
                best = (*point, people);
            }
        }
        best
    });
    Ok(best.collect())
}

/// People of a point's own part within geodesic metres of it.
fn people_within(surface: &Surface, points: &Points, parts: &Parts, point: u32, radius_m: f64) -> People {
    let here = at(surface, point);
    let mut people = People::ZERO;
    points.within(place(here.x, here.y), chord_squared_within(radius_m), &[], |squared, other| {
        let same = parts.part[other as usize] == parts.part[point as usize];
        let is_within = || {
            longest_metres(squared.sqrt()) <= radius_m
                || point_distance_m(here.into(), at(surface, other).into()) <= radius_m
        };
        if same && is_within() {
            people += surface.people()[other as usize];
        }
    });
    people
}
