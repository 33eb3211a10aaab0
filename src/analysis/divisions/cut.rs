//! Cuts a line at boundaries and tells the length in each division.
//!
//! Every edge of the line is cut where it crosses an edge of any boundary; a piece then lies in
//! one division entirely, and its middle tells in which. So a line obeys the very rule of points.

use super::Tree;
use super::boundary::Edge;
use crate::analysis::measure::edge_m;
use crate::domain::contribution::Ordinal;
use geo::{Coord, LineString};
use std::collections::BTreeMap;

/// A line, measured in geodesic metres.
pub struct Cut {
    /// In each division (`Ordinal::NONE`: in none).
    pub metres: BTreeMap<Ordinal, f64>,
    /// Of the uncut line.
    pub whole: f64,
}

/// Measures a line and its part in each division.
pub fn lengths(line: &LineString<f64>, tree: &Tree) -> Cut {
    let mut metres = BTreeMap::new();
    let mut sum = 0.0;
    let mut cuts = Vec::new();
    for edge in line.lines() {
        let whole = edge_m(edge.start, edge.end);
        sum += whole;
        if whole == 0.0 {
            continue;
        }
        crossings(edge.start, edge.end, tree, &mut cuts);
        if cuts.len() == 2 {
            *metres.entry(tree.locate(between(edge.start, edge.end, 0.5))).or_insert(0.0) += whole;
            continue;
        }
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if to - from <= f64::EPSILON {
                continue;
            }
            let (start, end) = (between(edge.start, edge.end, from), between(edge.start, edge.end, to));
            let piece = edge_m(start, end);
            let home = tree.locate(between(edge.start, edge.end, f64::midpoint(from, to)));
            *metres.entry(home).or_insert(0.0) += piece;
        }
    }
    Cut { metres, whole: sum }
}

/// Positions along the edge, 0 and 1 included, ascending, at which it crosses a boundary.
fn crossings(start: Coord<f64>, end: Coord<f64>, tree: &Tree, cuts: &mut Vec<f64>) {
    cuts.clear();
    cuts.extend([0.0, 1.0]);
    let (low, high) = (start.y.min(end.y), start.y.max(end.y));
    let (west, east) = (start.x.min(end.x), start.x.max(end.x));
    for ordinal in tree.bounded() {
        let Some(boundary) = tree.boundary_of(*ordinal) else { continue };
        let (min, max) = boundary.bounds();
        if east < min.x || west > max.x {
            continue;
        }
        cuts.extend(boundary.edges_between(low, high).filter_map(|edge| crossing(start, end, edge)));
    }
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
}

/// Where along start-end the two edges cross; parallel ones do not (a line along a boundary is cut
/// at the boundary's vertices by their neighbours, and its middle decides).
fn crossing(start: Coord<f64>, end: Coord<f64>, edge: Edge) -> Option<f64> {
    let along = end - start;
    let across = edge.high - edge.low;
    let determinant = along.x * across.y - along.y * across.x;
    if determinant == 0.0 {
        return None;
    }
    let offset = edge.low - start;
    let at = (offset.x * across.y - offset.y * across.x) / determinant;
    let on_edge = (offset.x * along.y - offset.y * along.x) / determinant;
    ((0.0..=1.0).contains(&on_edge) && at > 0.0 && at < 1.0).then_some(at)
}

fn between(start: Coord<f64>, end: Coord<f64>, at: f64) -> Coord<f64> {
    start + (end - start) * at
}
