//! Cutting lines at the boundaries of zones.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Line, LineString, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::analysis::measure::edge_m;

/// A place this near a boundary, degrees (a tenth of a millimetre), is on it.
const ON_BOUNDARY_DEG: f64 = 1e-9;

type Edge = GeomWithData<rstar::primitives::Line<[f64; 2]>, usize>;
type Extent = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Areas that a line is divided between, prepared once for many lines.
///
/// What lies on a boundary, or in several zones at once, belongs to the first of them in the
/// order given: every piece belongs to exactly one zone or to none.
pub struct Zones<'a> {
    areas: &'a [MultiPolygon<f64>],
    edges: RTree<Edge>,
    extents: RTree<Extent>,
}

/// How the length of one line is divided.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// Metres inside each zone that holds some of the line, by the zone's position, ascending.
    pub inside_m: Vec<(usize, f64)>,
    /// Metres in no zone.
    pub outside_m: f64,
    /// Metres of the whole line: the sum of the others but for rounding of the last bits.
    pub whole_m: f64,
}

impl<'a> Zones<'a> {
    /// Prepares zones; coordinates in degrees (lon, lat).
    pub fn new(areas: &'a [MultiPolygon<f64>]) -> Self {
        let mut edges = Vec::new();
        let mut extents = Vec::new();
        for (zone, area) in areas.iter().enumerate() {
            for polygon in area {
                for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                    edges.extend(ring.lines().filter(is_finite).map(|l| {
                        let line = rstar::primitives::Line::new(l.start.into(), l.end.into());
                        GeomWithData::new(line, zone)
                    }));
                }
            }
            if let Some(r) = area.bounding_rect() {
                let corners = Rectangle::from_corners(r.min().into(), r.max().into());
                extents.push(GeomWithData::new(corners, zone));
            }
        }
        Self { areas, edges: RTree::bulk_load(edges), extents: RTree::bulk_load(extents) }
    }

    /// Divides a line between the zones.
    ///
    /// The geodesic length of each edge is divided as its pieces' geodesic lengths, so that the
    /// shares sum to the line's own length. Edges with a coordinate that is not finite are left
    /// out.
    pub fn clip(&self, line: &LineString<f64>) -> Shares {
        let mut inside_m = vec![0.0; self.areas.len()];
        let (mut outside_m, mut whole_m) = (0.0, 0.0);
        // The zone at the end of the last edge, as long as no boundary was met since.
        let mut known: Option<Option<usize>> = None;
        for edge in line.lines().filter(is_finite) {
            let metres = edge_m(edge.start, edge.end);
            whole_m += metres;
            let cuts = self.cuts(edge);
            if cuts.is_empty() {
                let zone = known.unwrap_or_else(|| self.zone_at(at(edge, 0.5)));
                *zone.map_or(&mut outside_m, |z| &mut inside_m[z]) += metres;
                known = Some(zone);
                continue;
            }
            for (zone, share) in self.pieces(edge, &cuts) {
                *zone.map_or(&mut outside_m, |z| &mut inside_m[z]) += metres * share;
            }
            known = None;
        }
        let inside_m = inside_m.into_iter().enumerate().filter(|(_, m)| *m > 0.0).collect();
        Shares { inside_m, outside_m, whole_m }
    }

    /// The zone that a place belongs to: the first of those that hold it or touch it.
    pub fn zone_at(&self, place: Coord<f64>) -> Option<usize> {
        let near = AABB::from_corners(
            [place.x - ON_BOUNDARY_DEG, place.y - ON_BOUNDARY_DEG],
            [place.x + ON_BOUNDARY_DEG, place.y + ON_BOUNDARY_DEG],
        );
        let touching = self
            .edges
            .locate_in_envelope_intersecting(near)
            .filter(|edge| {
                rstar::PointDistance::distance_2(edge.geom(), &place.into())
                    <= ON_BOUNDARY_DEG * ON_BOUNDARY_DEG
            })
            .map(|edge| edge.data);
        let mut held: Vec<usize> = self
            .extents
            .locate_in_envelope_intersecting(AABB::from_point(place.into()))
            .map(|extent| extent.data)
            .collect();
        held.sort_unstable();
        let holding = held.into_iter().find(|zone| self.areas[*zone].intersects(&place));
        touching.chain(holding).min()
    }

    /// Where along an edge (0 to 1) boundaries are met, ascending.
    fn cuts(&self, edge: Line<f64>) -> Vec<f64> {
        let envelope = AABB::from_corners(edge.start.into(), edge.end.into());
        let mut cuts = Vec::new();
        for other in self.edges.locate_in_envelope_intersecting(envelope) {
            let boundary = Line::new(Coord::from(other.geom().from), Coord::from(other.geom().to));
            match line_intersection(edge, boundary) {
                Some(LineIntersection::SinglePoint { intersection, .. }) => {
                    cuts.push(along(edge, intersection));
                }
                Some(LineIntersection::Collinear { intersection }) => {
                    cuts.push(along(edge, intersection.start));
                    cuts.push(along(edge, intersection.end));
                }
                None => {}
            }
        }
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        cuts
    }

    /// The pieces of an edge between cuts: their zone, and their share of the edge's length.
    fn pieces(&self, edge: Line<f64>, cuts: &[f64]) -> Vec<(Option<usize>, f64)> {
        let mut ends = vec![0.0];
        ends.extend(cuts.iter().filter(|t| **t > 0.0 && **t < 1.0));
        ends.push(1.0);
        let pieces: Vec<(Option<usize>, f64)> = ends
            .windows(2)
            .map(|pair| {
                let zone = self.zone_at(at(edge, f64::midpoint(pair[0], pair[1])));
                (zone, edge_m(at(edge, pair[0]), at(edge, pair[1])))
            })
            .collect();
        let sum: f64 = pieces.iter().map(|(_, metres)| metres).sum();
        if sum == 0.0 {
            return Vec::new();
        }
        pieces.into_iter().map(|(zone, metres)| (zone, metres / sum)).collect()
    }
}

fn at(edge: Line<f64>, t: f64) -> Coord<f64> {
    if t >= 1.0 { edge.end } else { edge.start + edge.delta() * t }
}

/// The position of a place on an edge, 0 to 1, by its longer axis.
fn along(edge: Line<f64>, place: Coord<f64>) -> f64 {
    let (d, p) = (edge.delta(), place - edge.start);
    let t = if d.x.abs() >= d.y.abs() { p.x / d.x } else { p.y / d.y };
    if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.0 }
}

fn is_finite(line: &Line<f64>) -> bool {
    [line.start.x, line.start.y, line.end.x, line.end.y].iter().all(|v| v.is_finite())
}

#[cfg(test)]
mod tests {
    use geo_types::{Polygon, Rect, line_string, polygon};
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::measure::line_m;

    fn square(west: f64, south: f64, size: f64) -> MultiPolygon<f64> {
        let rect = Rect::new((west, south), (west + size, south + size));
        MultiPolygon::new(vec![rect.to_polygon()])
    }

    fn total(shares: &Shares) -> f64 {
        shares.inside_m.iter().map(|(_, m)| m).sum::<f64>() + shares.outside_m
    }

    #[test]
    fn a_line_through_two_zones_is_divided_at_their_boundary() {
        let areas = [square(0.0, 0.0, 1.0), square(1.0, 0.0, 1.0)];
        let line = line_string![(x: -0.5, y: 0.5), (x: 1.5, y: 0.5)];
        let shares = Zones::new(&areas).clip(&line);
        let one = edge_m(Coord { x: 0.0, y: 0.5 }, Coord { x: 1.0, y: 0.5 });
        assert_eq!(shares.inside_m.len(), 2);
        assert!((shares.inside_m[0].1 - one).abs() < 0.01, "{shares:?}");
        assert!((shares.inside_m[1].1 - one / 2.0).abs() < 0.01, "{shares:?}");
        assert!((total(&shares) - shares.whole_m).abs() < 1e-6);
    }

    #[test]
    fn what_runs_along_a_boundary_belongs_to_one_zone_wholly() {
        let areas = [square(0.0, 0.0, 1.0), square(1.0, 0.0, 1.0)];
        let along_shared = line_string![(x: 1.0, y: 0.1), (x: 1.0, y: 0.4), (x: 1.0, y: 0.9)];
        let shares = Zones::new(&areas).clip(&along_shared);
        assert_eq!((shares.inside_m.len(), shares.inside_m[0].0), (1, 0));
        assert!((shares.inside_m[0].1 - line_m(&along_shared)).abs() < 1e-9);
        let along_rim = line_string![(x: 0.2, y: 0.0), (x: 1.8, y: 0.0)];
        assert_eq!(Zones::new(&areas).clip(&along_rim).outside_m, 0.0);
    }

    #[test]
    fn holes_are_outside_and_vertices_on_a_boundary_are_cut_once() {
        let ring = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)],
            interiors: [[(x: 1.0, y: 1.0), (x: 1.0, y: 3.0), (x: 3.0, y: 3.0), (x: 3.0, y: 1.0)]],
        );
        let areas = [MultiPolygon::new(vec![ring])];
        let line = line_string![(x: 0.5, y: 2.0), (x: 1.0, y: 2.0), (x: 2.0, y: 2.0), (x: 3.0, y: 2.0), (x: 4.0, y: 2.0), (x: 5.0, y: 2.0)];
        let shares = Zones::new(&areas).clip(&line);
        let degree = edge_m(Coord { x: 1.0, y: 2.0 }, Coord { x: 2.0, y: 2.0 });
        assert!((shares.inside_m[0].1 - 1.5 * degree).abs() < 1e-3, "{shares:?}");
        assert!((shares.outside_m - 3.0 * degree).abs() < 1e-3, "{shares:?}");
    }

    #[test]
    fn nothing_and_nonsense_have_no_share() {
        let areas = [square(0.0, 0.0, 1.0)];
        let zones = Zones::new(&areas);
        assert_eq!(zones.clip(&LineString::new(vec![])).whole_m, 0.0);
        assert_eq!(zones.clip(&line_string![(x: f64::NAN, y: 0.0), (x: 1.0, y: 0.0)]).whole_m, 0.0);
        assert_eq!(zones.clip(&line_string![(x: 0.5, y: 0.5), (x: 0.5, y: 0.5)]).whole_m, 0.0);
        assert!(Zones::new(&[]).clip(&line_string![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0)]).outside_m > 0.0);
    }

    prop_compose! {
        fn a_line()(places in prop::collection::vec((0.0..3.0f64, 0.0..3.0f64), 0..12)) -> LineString<f64> {
            LineString::from(places)
        }
    }

    // Places on a coarse grid, so that touching, collinear and repeated ones are common.
    prop_compose! {
        fn a_grid_line()(places in prop::collection::vec((0..7_u8, 0..7_u8), 0..12)) -> LineString<f64> {
            places.into_iter().map(|(x, y)| (f64::from(x) / 2.0, f64::from(y) / 2.0)).collect()
        }
    }

    proptest! {
        #[test]
        fn pieces_sum_to_the_whole(line in prop_oneof![a_line(), a_grid_line()]) {
            let areas = [square(0.0, 0.0, 1.0), square(1.0, 0.0, 1.0), square(0.5, 0.5, 2.0)];
            let shares = Zones::new(&areas).clip(&line);
            prop_assert!((shares.whole_m - line_m(&line)).abs() < 1e-6);
            prop_assert!((total(&shares) - shares.whole_m).abs() < 1e-6);
        }

        #[test]
        fn zones_that_tile_a_place_share_it_all(line in prop_oneof![a_line(), a_grid_line()]) {
            let areas: Vec<_> = (0..9).map(|i| square(f64::from(i % 3), f64::from(i / 3), 1.0)).collect();
            prop_assert!(Zones::new(&areas).clip(&line).outside_m < 1e-9);
        }

        #[test]
        fn shares_agree_with_counting_small_steps(line in a_line()) {
            let triangle = Polygon::new(line_string![(x: 0.3, y: 0.2), (x: 2.7, y: 0.9), (x: 1.1, y: 2.6)], vec![]);
            let areas = [MultiPolygon::new(vec![triangle])];
            let shares = Zones::new(&areas).clip(&line);
            let mut counted = 0.0;
            for edge in line.lines() {
                let steps = 500;
                let inside = (0..steps)
                    .filter(|i| areas[0].intersects(&at(edge, (f64::from(*i) + 0.5) / f64::from(steps))))
                    .count();
                counted += edge_m(edge.start, edge.end) * inside as f64 / f64::from(steps);
            }
            let found: f64 = shares.inside_m.iter().map(|(_, m)| m).sum();
            prop_assert!((found - counted).abs() <= 0.01 * shares.whole_m + 1.0, "{} against {}", found, counted);
        }
    }
}
