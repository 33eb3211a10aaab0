//! A polygon or several, made ready for asking of many geometries whether they lie in it.
//!
//! Planar in (lon, lat) with straight edges, as RFC 7946 has them; a region across the
//! antimeridian has to be cut there (section 3.1.9). Signs of turns are exact (robust predicates).

/// Whether a whole geometry lies in a region.
mod covers;
/// Whether a geometry shares a point with a region.
mod meets;

use geo::coordinate_position::CoordPos;
use geo::kernels::RobustKernel;
use geo::{BoundingRect, InteriorPoint, Intersects, Orientation, kernels::Kernel};
use geo_types::{Coord, Geometry, Line, MultiPolygon, Polygon, Rect};
use rstar::{AABB, RTree, RTreeObject};

/// The area of polygons, boundary included. Holes are outside, their rings are not.
pub struct Region {
    polygons: Vec<Polygon<f64>>,
    bounds: Rect<f64>,
    edges: RTree<Edge>,
    /// For each hole a place in it that the region does not cover.
    voids: Vec<Coord<f64>>,
}

/// One edge of one ring.
struct Edge {
    line: Line<f64>,
    /// Which polygon it belongs to.
    polygon: u32,
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        around(self.line)
    }
}

fn around(line: Line<f64>) -> AABB<[f64; 2]> {
    AABB::from_corners(line.start.into(), line.end.into())
}

fn turn(line: Line<f64>, to: Coord<f64>) -> Orientation {
    RobustKernel::orient2d(line.start, line.end, to)
}

impl Region {
    /// The polygonal part of a geometry; `None` when it has none (points, lines, nothing).
    /// O(n log n) in the number of vertices: make it once, ask it often.
    pub fn new(geometry: &Geometry<f64>) -> Option<Self> {
        let mut polygons = Vec::new();
        collect(geometry, &mut polygons);
        polygons.retain(|polygon| !polygon.exterior().0.is_empty());
        let bounds = MultiPolygon(polygons.clone()).bounding_rect()?;
        let edges = polygons.iter().zip(0_u32..).flat_map(|(polygon, number)| {
            rings(polygon).flat_map(move |ring| ring.lines().map(move |line| Edge { line, polygon: number }))
        });
        let mut region =
            Self { edges: RTree::bulk_load(edges.collect()), bounds, polygons, voids: Vec::new() };
        region.voids = region.find_voids();
        Some(region)
    }

    /// The smallest box of all vertices, degrees (lon, lat).
    pub fn bounds(&self) -> Rect<f64> {
        self.bounds
    }

    /// Whether a place (lon, lat) lies in the region or on its boundary.
    pub fn covers_point(&self, at: Coord<f64>) -> bool {
        self.locate(at) != CoordPos::Outside
    }

    /// Where a place (lon, lat) lies. O(log n) and the edges that a ray eastwards meets.
    pub fn locate(&self, at: Coord<f64>) -> CoordPos {
        if !self.bounds.intersects(&at) {
            return CoordPos::Outside;
        }
        let ray = AABB::from_corners([at.x, at.y], [self.bounds.max().x, at.y]);
        let mut crossed: Vec<u32> = Vec::new();
        for edge in self.edges.locate_in_envelope_intersecting(ray) {
            let (start, end) = (edge.line.start, edge.line.end);
            let turn = turn(edge.line, at);
            if turn == Orientation::Collinear && edge.line.bounding_rect().intersects(&at) {
                return CoordPos::OnBoundary;
            }
            // A vertex belongs to the edges above it only, so that passing it counts right.
            let passes = match (start.y > at.y, end.y > at.y) {
                (false, true) => turn == Orientation::CounterClockwise,
                (true, false) => turn == Orientation::Clockwise,
                _ => false,
            };
            if passes {
                crossed.push(edge.polygon);
            }
        }
        crossed.sort_unstable();
        let inside = crossed.chunk_by(|a, b| a == b).any(|of_one| of_one.len() % 2 == 1);
        if inside { CoordPos::Inside } else { CoordPos::Outside }
    }

    fn edges_near(&self, line: Line<f64>) -> impl Iterator<Item = Line<f64>> + '_ {
        self.edges.locate_in_envelope_intersecting(around(line)).map(|edge| edge.line)
    }

    fn find_voids(&self) -> Vec<Coord<f64>> {
        let mut voids = Vec::new();
        for polygon in &self.polygons {
            for hole in polygon.interiors() {
                let outline = Polygon::new(hole.clone(), Vec::new());
                let Some(bounds) = outline.bounding_rect() else {
                    continue;
                };
                // Other polygons may stand in the hole like islands: they are cut out of it.
                let islands = self.polygons.iter().filter_map(|other| {
                    let first = other.exterior().0.first()?;
                    let stands = bounds.intersects(first)
                        && !std::ptr::eq(other, polygon)
                        && outline.intersects(first);
                    stands.then(|| other.exterior().clone())
                });
                let open = Polygon::new(hole.clone(), islands.collect());
                voids.extend(open.interior_point().map(|point| point.0));
            }
        }
        voids.retain(|place| !self.covers_point(*place));
        voids
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &geo_types::LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn collect(geometry: &Geometry<f64>, into: &mut Vec<Polygon<f64>>) {
    match geometry {
        Geometry::Polygon(polygon) => into.push(polygon.clone()),
        Geometry::MultiPolygon(polygons) => into.extend(polygons.iter().cloned()),
        Geometry::Rect(rect) => into.push(rect.to_polygon()),
        Geometry::Triangle(triangle) => into.push(triangle.to_polygon()),
        Geometry::GeometryCollection(all) => all.iter().for_each(|part| collect(part, into)),
        Geometry::Point(_)
        | Geometry::MultiPoint(_)
        | Geometry::Line(_)
        | Geometry::LineString(_)
        | Geometry::MultiLineString(_) => {}
    }
}
