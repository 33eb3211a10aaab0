//! Whether a geometry shares a point with a region.

use super::{Region, rings};
use geo::{BoundingRect, Intersects};
use geo_types::{Geometry, Line, LineString, Polygon};

impl Region {
    /// Whether the geometry and the region, boundaries included, have a point in common.
    pub fn meets(&self, geometry: &Geometry<f64>) -> bool {
        match geometry {
            Geometry::Point(p) => self.covers_point(p.0),
            Geometry::MultiPoint(points) => points.iter().any(|p| self.covers_point(p.0)),
            Geometry::Line(line) => self.touches(*line) || self.covers_point(line.start),
            Geometry::LineString(line) => self.meets_line(line),
            Geometry::MultiLineString(lines) => lines.iter().any(|line| self.meets_line(line)),
            Geometry::Polygon(polygon) => self.meets_polygon(polygon),
            Geometry::MultiPolygon(all) => all.iter().any(|polygon| self.meets_polygon(polygon)),
            Geometry::Rect(rect) => self.meets_polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.meets_polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(all) => all.iter().any(|part| self.meets(part)),
        }
    }

    fn touches(&self, line: Line<f64>) -> bool {
        self.edges_near(line).any(|edge| edge.intersects(&line))
    }

    /// A line that touches no edge lies wholly on one side, so one vertex tells.
    fn meets_line(&self, line: &LineString<f64>) -> bool {
        line.0.first().is_some_and(|first| self.covers_point(*first))
            || line.lines().any(|edge| self.touches(edge))
    }

    fn meets_polygon(&self, polygon: &Polygon<f64>) -> bool {
        rings(polygon).any(|ring| self.meets_line(ring)) || self.has_part_in(polygon)
    }

    /// Whether a part of the region lies wholly in the polygon, given that no edges touch.
    fn has_part_in(&self, polygon: &Polygon<f64>) -> bool {
        let Some(bounds) = polygon.bounding_rect() else {
            return false;
        };
        self.polygons
            .iter()
            .filter_map(|part| part.exterior().0.first())
            .any(|first| bounds.intersects(first) && polygon.intersects(first))
    }
}
