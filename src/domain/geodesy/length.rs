//! Length of lines on the ellipsoid.

use geo::{Distance, Geodesic};
use geo_types::{Coord, Geometry, LineString, Point};

/// Geodesic metres between the ends of one edge.
pub fn edge_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    Geodesic.distance(Point::from(a), Point::from(b))
}

/// Metres along a line, from vertex to vertex by geodesics.
pub fn line_m(line: &LineString<f64>) -> f64 {
    line.lines().map(|edge| edge_m(edge.start, edge.end)).sum()
}

/// Metres of all lines of a geometry; 0 for points and polygons (a perimeter is no trail).
pub fn length_m(geometry: &Geometry<f64>) -> f64 {
    match geometry {
        Geometry::Line(line) => edge_m(line.start, line.end),
        Geometry::LineString(line) => line_m(line),
        Geometry::MultiLineString(lines) => lines.iter().map(line_m).sum(),
        Geometry::GeometryCollection(all) => all.iter().map(length_m).sum(),
        Geometry::Point(_)
        | Geometry::MultiPoint(_)
        | Geometry::Polygon(_)
        | Geometry::MultiPolygon(_)
        | Geometry::Rect(_)
        | Geometry::Triangle(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{line_string, polygon};

    use super::*;

    #[test]
    fn lengths_agree_with_geographiclib() {
        let line = line_string![(x: 123.463, y: 41.679), (x: 123.469049, y: 41.681356), (x: 123.475460, y: 41.687673)];
        // GeographicLib 2.0 (Python), WGS 84.
        assert!((line_m(&line) - 1449.1577523).abs() < 1e-6, "{}", line_m(&line));
        assert_eq!(length_m(&line.clone().into()), line_m(&line));
    }

    #[test]
    fn polygons_and_single_vertices_have_no_length() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)];
        assert_eq!(length_m(&square.into()), 0.0);
        assert_eq!(length_m(&line_string![(x: 1.0, y: 1.0)].into()), 0.0);
    }
}
