//! A box as a literal, which may cross the antimeridian.

use super::are_apart;
use super::relate::relates;
use crate::domain::bbox::Bbox;
use crate::domain::filter::tree::Relation;
use geo::Intersects;
use geo_types::{Coord, Geometry, Line, LineString, MultiPolygon, Point, Rect};

/// Degrees by which the parts of a box that crosses the antimeridian are drawn out over it, so
/// that the meridian, which lies inside of the box, is no edge of them.
const BEYOND: f64 = 1.0;

pub(in crate::domain::filter) struct Boxed {
    bbox: Bbox,
    rectangles: Vec<Rect<f64>>,
    geometry: Geometry<f64>,
    /// Of a box that crosses the antimeridian: drawn out over it.
    drawn_out: Option<Geometry<f64>>,
}

impl Boxed {
    pub(in crate::domain::filter) fn new(bbox: Bbox) -> Self {
        let parts: Vec<Bbox> = bbox.split().collect();
        let geometry = match parts[..] {
            [part] => plain(&part),
            _ => several(parts.iter().map(rectangle)),
        };
        let drawn_out = bbox.crosses_antimeridian().then(|| {
            several([
                rectangle(&Bbox { max_lon: 180.0 + BEYOND, ..bbox }),
                rectangle(&Bbox { min_lon: -180.0 - BEYOND, ..bbox }),
            ])
        });
        Self { rectangles: bbox.planar(), bbox, geometry, drawn_out }
    }

    pub(super) fn bbox(&self) -> Bbox {
        self.bbox
    }

    pub(super) fn to_geometry(&self) -> Geometry<f64> {
        self.geometry.clone()
    }

    pub(super) fn is_apart(&self, bounds: [f64; 4]) -> bool {
        self.rectangles.iter().all(|rectangle| are_apart(bounds, rectangle))
    }

    pub(super) fn holds(&self, relation: Relation, geometry: &Geometry<f64>, bounds: [f64; 4]) -> bool {
        if self.is_apart(bounds) {
            return relation == Relation::Disjoint;
        }
        match relation {
            Relation::Intersects => self.meets(geometry, bounds),
            Relation::Disjoint => !self.meets(geometry, bounds),
            // Nothing that is a part of these may end at the meridian in between.
            Relation::Within | Relation::Touches | Relation::Crosses => {
                let own = self.drawn_out.as_ref().unwrap_or(&self.geometry);
                (relation == Relation::Within && self.is_well_inside(bounds))
                    || relates(geometry, relation, own)
            }
            Relation::Equals | Relation::Overlaps | Relation::Contains => {
                relates(geometry, relation, &self.geometry)
            }
        }
    }

    fn meets(&self, geometry: &Geometry<f64>, bounds: [f64; 4]) -> bool {
        let [west, south, east, north] = bounds;
        self.rectangles.iter().any(|rectangle| {
            let (min, max) = (rectangle.min(), rectangle.max());
            let holds_all = min.x <= west && east <= max.x && min.y <= south && north <= max.y;
            holds_all || geometry.intersects(rectangle)
        })
    }

    /// Whether everything within these bounds is inside, and nothing of it on an edge.
    fn is_well_inside(&self, [west, south, east, north]: [f64; 4]) -> bool {
        self.rectangles.iter().any(|rectangle| {
            let (min, max) = (rectangle.min(), rectangle.max());
            min.x < west && east < max.x && min.y < south && north < max.y
        })
    }
}

/// A box without width or height is a line or a point.
fn plain(bbox: &Bbox) -> Geometry<f64> {
    let (low, high) = (Coord::from((bbox.min_lon, bbox.min_lat)), Coord::from((bbox.max_lon, bbox.max_lat)));
    if low == high {
        Geometry::Point(Point(low))
    } else if low.x == high.x || low.y == high.y {
        Geometry::LineString(LineString::from(Line::new(low, high)))
    } else {
        Geometry::Polygon(rectangle(bbox).to_polygon())
    }
}

fn rectangle(bbox: &Bbox) -> Rect<f64> {
    Rect::new(Coord::from((bbox.min_lon, bbox.min_lat)), Coord::from((bbox.max_lon, bbox.max_lat)))
}

/// The parts of a box that crosses the antimeridian: those that have an area, else all.
fn several(parts: impl IntoIterator<Item = Rect<f64>>) -> Geometry<f64> {
    let parts: Vec<Rect<f64>> = parts.into_iter().collect();
    let wide: Vec<_> = parts.iter().filter(|r| r.width() > 0.0 && r.height() > 0.0).collect();
    if wide.is_empty() {
        let lines = parts.iter().map(|r| LineString::from(Line::new(r.min(), r.max())));
        return Geometry::MultiLineString(lines.collect());
    }
    Geometry::MultiPolygon(MultiPolygon(wide.iter().map(|r| r.to_polygon()).collect()))
}
