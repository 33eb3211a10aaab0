//! Which points hang together.

use super::at;
use crate::analysis::demand::Surface;
use crate::analysis::reach::ReachError;
use crate::analysis::reach::chord::place;
use crate::analysis::reach::points::Points;
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Points whose neighbours are listed before they are joined, which bounds the memory.
const BLOCK: usize = 16_384;

/// Marks a point that is in no part.
pub(super) const NO_PART: u32 = u32::MAX;

/// Points in parts.
pub(super) struct Parts {
    /// Points of each part, ascending; parts in the order of their first point.
    pub members: Vec<Vec<u32>>,
    /// For every point of the surface its part, or [`NO_PART`].
    pub part: Vec<u32>,
}

/// Joins all points that are at most `link_m` apart, directly or by way of others.
pub(super) fn connected(
    surface: &Surface,
    points: &Points,
    open: &[u32],
    link_m: f64,
    progress: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
) -> Result<Parts, ReachError> {
    let mut root: Vec<u32> = (0..surface.len() as u32).collect();
    for (number, block) in open.chunks(BLOCK).enumerate() {
        if progress(0.3 * (number * BLOCK) as f64 / open.len() as f64).is_break() {
            return Err(ReachError::Cancelled);
        }
        let neighbours: Vec<Vec<u32>> = block
            .par_iter()
            .map(|point| {
                let at = at(surface, *point);
                let mut later = Vec::new();
                points.within(place(at.x, at.y), link_m * link_m, &[], |_, other| {
                    if other > *point {
                        later.push(other);
                    }
                });
                later
            })
            .collect();
        for (point, others) in block.iter().zip(neighbours) {
            for other in others {
                join(&mut root, *point, other);
            }
        }
    }
    let mut parts = Parts { members: Vec::new(), part: vec![NO_PART; surface.len()] };
    for point in open {
        // The root is the part's first point, so it was met before its others.
        let first = find(&mut root, *point) as usize;
        if parts.part[first] == NO_PART {
            parts.part[first] = parts.members.len() as u32;
            parts.members.push(Vec::new());
        }
        let part = parts.part[first];
        parts.part[*point as usize] = part;
        parts.members[part as usize].push(*point);
    }
    Ok(parts)
}

/// The first point of the part, shortening the way there.
fn find(root: &mut [u32], mut point: u32) -> u32 {
    while root[point as usize] != point {
        let above = root[root[point as usize] as usize];
        root[point as usize] = above;
        point = above;
    }
    point
}

fn join(root: &mut [u32], a: u32, b: u32) {
    let (a, b) = (find(root, a), find(root, b));
    root[a.max(b) as usize] = a.min(b);
}
