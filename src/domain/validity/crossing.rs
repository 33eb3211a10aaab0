//! Edges of rings that meet where they must not.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo_types::{Coord, Line, Polygon};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use super::Flaw;

/// Pairs of edges with overlapping boxes that are looked at, for each edge on average and at
/// least: a real outline has a handful. Beyond it the outline is too intricate.
const PAIRS_PER_EDGE: usize = 40;
const PAIRS_AT_LEAST: usize = 1_000_000;

/// Where an edge stands: its ring, its position there, and how many edges the ring has.
#[derive(Debug, Clone, Copy)]
struct Seat {
    ring: usize,
    position: usize,
    ring_len: usize,
}

type Edge = GeomWithData<rstar::primitives::Line<[f64; 2]>, Seat>;

/// All edges of all rings of some polygons, without edges of no length.
pub(super) struct Rings {
    edges: Vec<Edge>,
}

impl Rings {
    pub(super) fn of(polygons: &[Polygon<f64>]) -> Self {
        let rings = polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut edges = Vec::new();
        for (ring, line) in rings.enumerate() {
            let lines: Vec<Line<f64>> = line.lines().filter(|l| l.start != l.end).collect();
            let ring_len = lines.len();
            edges.extend(lines.into_iter().enumerate().map(|(position, l)| {
                let line = rstar::primitives::Line::new(l.start.into(), l.end.into());
                GeomWithData::new(line, Seat { ring, position, ring_len })
            }));
        }
        Self { edges }
    }
}

/// The first place where an edge meets another wrongly.
///
/// In one ring, edges may only meet at the vertex that neighbours share; two rings may touch at
/// single places, but not cross or run along each other.
pub(super) fn first_crossing(rings: &Rings) -> Option<Flaw> {
    let tree = RTree::bulk_load(rings.edges.clone());
    let budget = PAIRS_AT_LEAST.max(rings.edges.len().saturating_mul(PAIRS_PER_EDGE));
    let mut pairs = 0;
    for edge in &rings.edges {
        let here = edge.data;
        let line = as_line(edge);
        let envelope = AABB::from_corners(edge.geom().from, edge.geom().to);
        for other in tree.locate_in_envelope_intersecting(envelope) {
            pairs += 1;
            if pairs > budget {
                return Some(Flaw::TooIntricate);
            }
            let there = other.data;
            if (there.ring, there.position) <= (here.ring, here.position) {
                continue;
            }
            let Some(met) = line_intersection(line, as_line(other)) else {
                continue;
            };
            let flaw = if here.ring == there.ring {
                self_intersection(line, here, as_line(other), there, met)
            } else {
                rings_cross(met)
            };
            if flaw.is_some() {
                return flaw;
            }
        }
    }
    None
}

fn self_intersection(
    line: Line<f64>,
    here: Seat,
    other: Line<f64>,
    there: Seat,
    met: LineIntersection<f64>,
) -> Option<Flaw> {
    let at = match met {
        LineIntersection::SinglePoint { intersection, .. } => {
            let follows = there.position == here.position + 1;
            let closes = here.position == 0 && there.position + 1 == there.ring_len;
            let shared = (follows && intersection == other.start) || (closes && intersection == line.start);
            if shared {
                return None;
            }
            intersection
        }
        LineIntersection::Collinear { intersection } => middle(intersection),
    };
    Some(Flaw::SelfIntersection { lon: at.x, lat: at.y })
}

fn rings_cross(met: LineIntersection<f64>) -> Option<Flaw> {
    match met {
        LineIntersection::SinglePoint { is_proper: false, .. } => None,
        LineIntersection::SinglePoint { intersection: at, .. } => {
            Some(Flaw::RingsCross { lon: at.x, lat: at.y })
        }
        LineIntersection::Collinear { intersection } => {
            let at = middle(intersection);
            (intersection.start != intersection.end).then_some(Flaw::RingsCross { lon: at.x, lat: at.y })
        }
    }
}

fn as_line(edge: &Edge) -> Line<f64> {
    Line::new(Coord::from(edge.geom().from), Coord::from(edge.geom().to))
}

fn middle(line: Line<f64>) -> Coord<f64> {
    (line.start + line.end) / 2.0
}
