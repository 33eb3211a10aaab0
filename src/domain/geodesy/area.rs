//! Area of polygons on the ellipsoid.

use geo::GeodesicArea;
use geo_types::{Geometry, LineString, Polygon};

/// Square centimetres in a square metre.
const CM2_PER_M2: f64 = 10_000.0;

/// Square metres that the polygons of a geometry enclose; 0 for points and lines.
///
/// The winding does not matter: a ring encloses the smaller of its two sides, holes are taken
/// off. Polygons that overlap within one geometry count twice (they are invalid). Not finite
/// coordinates give NaN.
pub fn area_m2(geometry: &Geometry<f64>) -> f64 {
    match geometry {
        Geometry::Polygon(polygon) => polygon_m2(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().map(polygon_m2).sum(),
        Geometry::Rect(rect) => polygon_m2(&rect.to_polygon()),
        Geometry::Triangle(triangle) => polygon_m2(&triangle.to_polygon()),
        Geometry::GeometryCollection(all) => all.iter().map(area_m2).sum(),
        Geometry::Point(_)
        | Geometry::MultiPoint(_)
        | Geometry::Line(_)
        | Geometry::LineString(_)
        | Geometry::MultiLineString(_) => 0.0,
    }
}

/// The same rounded to whole square centimetres, the unit that sums are kept in.
pub fn area_cm2(geometry: &Geometry<f64>) -> i64 {
    (area_m2(geometry) * CM2_PER_M2).round() as i64
}

fn polygon_m2(polygon: &Polygon<f64>) -> f64 {
    let holes: f64 = polygon.interiors().iter().map(ring_m2).sum();
    let m2 = ring_m2(polygon.exterior()) - holes;
    if m2.is_nan() { m2 } else { m2.max(0.0) }
}

fn ring_m2(ring: &LineString<f64>) -> f64 {
    // Taken ring by ring, because a polygon's signed area trusts the winding of its rings.
    Polygon::new(ring.clone(), Vec::new()).geodesic_area_signed().abs()
}

#[cfg(test)]
mod tests {
    use geo_types::{line_string, polygon};

    use super::*;

    #[test]
    fn areas_agree_with_geographiclib() {
        let quadrangle =
            polygon![(x: 123.4, y: 41.6), (x: 123.6, y: 41.6), (x: 123.6, y: 41.75), (x: 123.4, y: 41.75)];
        let pitch = polygon![(x: 123.463, y: 41.679), (x: 123.4642, y: 41.679), (x: 123.4642, y: 41.6796), (x: 123.463, y: 41.6796)];
        let pole = polygon![(x: 0.0, y: 89.0), (x: 90.0, y: 89.0), (x: 180.0, y: 89.0), (x: -90.0, y: 89.0)];
        let antimeridian =
            polygon![(x: 179.9, y: -0.1), (x: -179.9, y: -0.1), (x: -179.9, y: 0.1), (x: 179.9, y: 0.1)];
        for (polygon, m2) in
            [(quadrangle, GOLDEN[0]), (pitch, GOLDEN[1]), (pole, GOLDEN[2]), (antimeridian, GOLDEN[3])]
        {
            let found = area_m2(&polygon.into());
            assert!((found - m2).abs() <= 1e-3 + m2 * 1e-13, "{found} against {m2}");
        }
    }

    #[test]
    fn winding_is_no_matter_and_holes_are_taken_off() {
        let (outer, inner) = (
            line_string![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0), (x: 0.0, y: 0.0)],
            line_string![(x: 0.5, y: 0.5), (x: 1.0, y: 0.5), (x: 1.0, y: 1.0), (x: 0.5, y: 1.0), (x: 0.5, y: 0.5)],
        );
        let reversed = |line: &LineString<f64>| LineString::new(line.0.iter().rev().copied().collect());
        let whole = area_m2(&Polygon::new(outer.clone(), vec![]).into());
        let hole = area_m2(&Polygon::new(inner.clone(), vec![]).into());
        for outer in [&outer, &reversed(&outer)] {
            for inner in [&inner, &reversed(&inner)] {
                let ring = area_m2(&Polygon::new(outer.clone(), vec![inner.clone()]).into());
                assert!((ring - (whole - hole)).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn lines_have_no_area_and_cm2_are_whole() {
        assert_eq!(area_m2(&line_string![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0)].into()), 0.0);
        let pitch: Geometry<f64> = polygon![(x: 123.463, y: 41.679), (x: 123.4642, y: 41.679), (x: 123.4642, y: 41.6796), (x: 123.463, y: 41.6796)].into();
        assert_eq!(area_cm2(&pitch), (GOLDEN[1] * 10_000.0).round() as i64);
    }

    /// Square metres by GeographicLib 2.0 (Python), WGS 84.
    const GOLDEN: [f64; 4] = [277459577.089752, 6658.595755, 24952305678.000000, 492363143.204093];
}
