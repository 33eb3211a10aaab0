//! Edges of trails and outlines in an R-tree of earth-centred boxes.
//!
//! An edge is straight in (lon, lat), as RFC 7946 has it, so in space it is a curve. It keeps
//! within a proven margin of the straight line between its ends (its second derivative is bounded),
//! which gives a box for the tree and a bound for skipping; only edges that pass both are solved.

use super::chord::{LARGEST_RADIUS_M, Place, chord_squared, place};
use super::near::Search;
use super::points::is_gone;
use crate::domain::geodesy::{ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M};
use geo_types::{Coord, LineString};
use rstar::{AABB, ParentNode, RTree, RTreeNode, RTreeObject};

/// Edges are cut into pieces of at most this many degrees, so that a piece has one nearest place.
const PIECE_DEG: f64 = 0.5;

/// The nearest place is found when a step moves it by less than this, metres.
const STEP_M: f64 = 1e-4;

const MAX_STEPS: usize = 24;

/// One piece of an edge.
pub(super) struct Edge {
    from: Coord<f64>,
    to: Coord<f64>,
    ends: [Place; 2],
    /// Metres that the curve is at most away from the straight line between its ends.
    margin: f64,
    site: u32,
}

impl RTreeObject for Edge {
    type Envelope = AABB<Place>;

    fn envelope(&self) -> Self::Envelope {
        let [a, b] = self.ends;
        let low = [0, 1, 2].map(|i| a[i].min(b[i]) - self.margin);
        let high = [0, 1, 2].map(|i| a[i].max(b[i]) + self.margin);
        AABB::from_corners(low, high)
    }
}

impl Edge {
    fn new(from: Coord<f64>, to: Coord<f64>, site: u32) -> Self {
        let turn = (to.x - from.x).abs().to_radians() + (to.y - from.y).abs().to_radians();
        // Linear interpolation is off by at most an eighth of the second derivative. Each second
        // derivative of a place by latitude and longitude is at most 1.02 times the largest radius.
        let margin = 0.1275 * LARGEST_RADIUS_M * turn * turn + 1e-6;
        Self { from, to, ends: [place(from.x, from.y), place(to.x, to.y)], margin, site }
    }

    /// Squared chord from a place to the nearest place of the edge, unless that surely exceeds
    /// `limit`.
    fn chord_squared(&self, from: Place, limit: f64) -> Option<f64> {
        let [a, b] = self.ends;
        let along = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
        let length_squared = dot(along, along);
        let ahead =
            |here: Place, pace: Place| dot([from[0] - here[0], from[1] - here[1], from[2] - here[2]], pace);
        let mut t =
            if length_squared > 0.0 { (ahead(a, along) / length_squared).clamp(0.0, 1.0) } else { 0.0 };
        let foot = [a[0] + along[0] * t, a[1] + along[1] * t, a[2] + along[2] * t];
        let straight = chord_squared(from, foot).sqrt() - self.margin;
        if straight > 0.0 && straight * straight > limit {
            return None;
        }
        let mut best = chord_squared(from, a).min(chord_squared(from, b));
        for _ in 0..MAX_STEPS {
            let (here, pace) = self.at(t);
            best = best.min(chord_squared(from, here));
            let pace_squared = dot(pace, pace);
            // The foot is where the chord meets the curve at a right angle.
            let next = (t + ahead(here, pace) / pace_squared).clamp(0.0, 1.0);
            if next.is_nan() || (next - t).abs() * pace_squared.sqrt() < STEP_M {
                return Some(best);
            }
            t = next;
        }
        Some(best.min(self.narrowed(from)))
    }

    /// The place a part of the way along (0 to 1), and its derivative.
    fn at(&self, t: f64) -> (Place, Place) {
        let turn = self.to - self.from;
        let (lon, lat) = (self.from.x + turn.x * t, self.from.y + turn.y * t);
        let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
        let w = 1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat;
        let across = EQUATORIAL_RADIUS_M / w.sqrt();
        let here = [
            across * cos_lat * cos_lon,
            across * cos_lat * sin_lon,
            across * (1.0 - ECCENTRICITY_SQUARED) * sin_lat,
        ];
        let north = across * (1.0 - ECCENTRICITY_SQUARED) / w * turn.y.to_radians();
        let east = across * cos_lat * turn.x.to_radians();
        let pace = [
            -north * sin_lat * cos_lon - east * sin_lon,
            -north * sin_lat * sin_lon + east * cos_lon,
            north * cos_lat,
        ];
        (here, pace)
    }

    /// The same by narrowing thirds, for the edges beside a pole that bend too fast to be solved.
    fn narrowed(&self, from: Place) -> f64 {
        let at = |t: f64| {
            let here = self.from + (self.to - self.from) * t;
            chord_squared(from, place(here.x, here.y))
        };
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for _ in 0..64 {
            let third = (high - low) / 3.0;
            if at(low + third) < at(high - third) { high -= third } else { low += third }
        }
        at(f64::midpoint(low, high))
    }
}

fn dot(a: Place, b: Place) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// All edges of a set of sites.
pub(super) struct Edges {
    tree: RTree<Edge>,
}

impl Edges {
    /// `None` for no edges.
    pub fn new(edges: Vec<Edge>) -> Option<Self> {
        (!edges.is_empty()).then(|| Self { tree: RTree::bulk_load(edges) })
    }

    /// Offers every edge that may be the nearest or tie with it.
    pub fn nearest(&self, from: Place, gone: &[bool], search: &mut Search) {
        descend(self.tree.root(), from, gone, search);
    }

    /// Visits (squared chord, site) of every edge that may lie within a chord, squared; a site
    /// may come several times.
    pub fn within(&self, from: Place, squared: f64, gone: &[bool], visit: &mut dyn FnMut(f64, u32)) {
        collect(self.tree.root(), from, squared, gone, visit);
    }
}

/// Cuts a line's edges into pieces and adds them; a line of one vertex gives none.
pub(super) fn add_line(line: &LineString<f64>, site: u32, edges: &mut Vec<Edge>) {
    for edge in line.lines() {
        let (from, to) = (edge.start, edge.end);
        let longest = (to.x - from.x).abs().max((to.y - from.y).abs());
        let count = (longest / PIECE_DEG).ceil().clamp(1.0, 1_000.0) as u32;
        let at = |i: u32| {
            if i == count { to } else { from + (to - from) * (f64::from(i) / f64::from(count)) }
        };
        edges.extend((0..count).map(|i| Edge::new(at(i), at(i + 1), site)));
    }
}

/// Nearest boxes first, so that most others are skipped.
fn descend(node: &ParentNode<Edge>, from: Place, gone: &[bool], search: &mut Search) {
    // The tree's nodes have at most six children; a fixed list needs no allocation.
    let mut order = [(f64::INFINITY, 0_usize); 16];
    let children = node.children();
    let count = children.len().min(order.len());
    for (slot, (position, child)) in order.iter_mut().zip(children.iter().enumerate()) {
        let envelope = match child {
            RTreeNode::Leaf(edge) => edge.envelope(),
            RTreeNode::Parent(parent) => parent.envelope(),
        };
        *slot = (envelope.distance_2(&from), position);
    }
    order[..count].sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let rest = (count..children.len()).map(|position| (0.0, position));
    for (distance, position) in order[..count].iter().copied().chain(rest) {
        if distance > search.limit() {
            continue;
        }
        match &children[position] {
            RTreeNode::Parent(parent) => descend(parent, from, gone, search),
            RTreeNode::Leaf(edge) if !is_gone(gone, edge.site) => {
                if let Some(squared) = edge.chord_squared(from, search.limit()) {
                    search.offer(squared, edge.site);
                }
            }
            RTreeNode::Leaf(_) => {}
        }
    }
}

fn collect(
    node: &ParentNode<Edge>,
    from: Place,
    squared: f64,
    gone: &[bool],
    visit: &mut dyn FnMut(f64, u32),
) {
    for child in node.children() {
        match child {
            RTreeNode::Parent(parent) => {
                if parent.envelope().distance_2(&from) <= squared {
                    collect(parent, from, squared, gone, visit);
                }
            }
            RTreeNode::Leaf(edge) if !is_gone(gone, edge.site) => {
                if let Some(found) = edge.chord_squared(from, squared).filter(|found| *found <= squared) {
                    visit(found, edge.site);
                }
            }
            RTreeNode::Leaf(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use geo_types::line_string;
    use proptest::prelude::*;

    use super::super::chord::short_metres;
    use super::*;
    use crate::domain::geodesy::distance_m;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn an_edge_is_as_far_as_domain_says(
            lon in -179.0..178.0f64, lat in -88.0..88.0f64, dx in -0.5..0.5f64, dy in -0.5..0.5f64,
            px in -0.2..0.2f64, py in -0.2..0.2f64) {
            let from = Coord { x: lon, y: lat };
            let to = Coord { x: lon + dx, y: lat + dy };
            let p = Coord { x: lon + px, y: lat + py };
            let edge = Edge::new(from, to, 0);
            let chord = edge.chord_squared(place(p.x, p.y), f64::INFINITY).expect("no limit").sqrt();
            let truth = distance_m(p.into(), &line_string![from, to].into()).expect("a line");
            prop_assert!((short_metres(chord) - truth).abs() < 1e-3, "{} against {}", short_metres(chord), truth);
        }

        #[test]
        fn the_box_holds_the_curve(
            lon in -179.0..178.0f64, lat in -89.0..88.0f64, dx in -0.5..0.5f64, dy in -0.5..0.5f64, t in 0.0..=1.0f64) {
            let edge = Edge::new(Coord { x: lon, y: lat }, Coord { x: lon + dx, y: lat + dy }, 0);
            let on = place(lon + dx * t, lat + dy * t);
            prop_assert!(edge.envelope().distance_2(&on) == 0.0);
        }
    }
}
