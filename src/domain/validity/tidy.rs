//! Putting right what needs no decision.

use geo::orient::{Direction, Orient};
use geo_types::{Geometry, GeometryCollection, LineString, MultiLineString, MultiPolygon, Polygon};

/// The same geometry without places repeated one after another, outer rings counter-clockwise
/// and holes clockwise (RFC 7946). Everything else stays as it is.
pub fn tidied(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::LineString(line) => single(line).into(),
        Geometry::MultiLineString(lines) => {
            MultiLineString::new(lines.into_iter().map(single).collect()).into()
        }
        Geometry::Polygon(polygon) => turned(polygon).into(),
        Geometry::MultiPolygon(polygons) => {
            MultiPolygon::new(polygons.into_iter().map(turned).collect()).into()
        }
        Geometry::Rect(rect) => turned(rect.to_polygon()).into(),
        Geometry::Triangle(triangle) => turned(triangle.to_polygon()).into(),
        Geometry::GeometryCollection(all) => {
            let tidy = all.into_iter().map(tidied).collect();
            Geometry::GeometryCollection(GeometryCollection::new_from(tidy))
        }
        Geometry::Line(line) => single(LineString::from(line)).into(),
        other @ (Geometry::Point(_) | Geometry::MultiPoint(_)) => other,
    }
}

fn single(mut line: LineString<f64>) -> LineString<f64> {
    line.0.dedup();
    line
}

fn turned(polygon: Polygon<f64>) -> Polygon<f64> {
    let (exterior, interiors) = polygon.into_inner();
    Polygon::new(single(exterior), interiors.into_iter().map(single).collect()).orient(Direction::Default)
}
