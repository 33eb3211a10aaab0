//! How much of the smaller of two areas lies in the other: a sign of counting twice.

use geo::{BooleanOps, BoundingRect, CoordsIter, Intersects};
use geo_types::{Geometry, MultiPolygon};

use crate::analysis::measure::area_m2;

/// The area of two geometries' intersection over that of the smaller one, 0 to 1, on the
/// ellipsoid.
///
/// `None` where the question has no meaning: a geometry without area, or with coordinates that
/// are not finite degrees. Rings that cross themselves are taken by the non-zero rule, and do
/// not panic.
pub fn overlap_ratio(a: &Geometry<f64>, b: &Geometry<f64>) -> Option<f64> {
    let (a, b) = (areas(a)?, areas(b)?);
    let (rect_a, rect_b) = (a.bounding_rect()?, b.bounding_rect()?);
    let smaller = clean_m2(&a).min(clean_m2(&b));
    if smaller.is_nan() || smaller <= 0.0 {
        return None;
    }
    if !rect_a.intersects(&rect_b) {
        return Some(0.0);
    }
    let common = area_m2(&a.intersection(&b).into());
    Some((common / smaller).clamp(0.0, 1.0))
}

/// Area without counting twice what a geometry covers twice itself.
fn clean_m2(polygons: &MultiPolygon<f64>) -> f64 {
    area_m2(&geo::unary_union(polygons).into())
}

fn areas(geometry: &Geometry<f64>) -> Option<MultiPolygon<f64>> {
    let on_earth = geometry.coords_iter().all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 90.0);
    if !on_earth {
        return None;
    }
    match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        Geometry::Rect(rect) => Some(MultiPolygon::new(vec![rect.to_polygon()])),
        Geometry::Triangle(triangle) => Some(MultiPolygon::new(vec![triangle.to_polygon()])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, LineString, Polygon, Rect, point, polygon};
    use proptest::prelude::*;

    use super::*;

    fn rect(w: f64, s: f64, e: f64, n: f64) -> Geometry<f64> {
        Rect::new((w, s), (e, n)).to_polygon().into()
    }

    #[test]
    fn half_over_half_and_inside_are_told_apart() {
        let court = rect(123.4, 41.6, 123.4004, 41.6002);
        let shifted = rect(123.4002, 41.6, 123.4006, 41.6002);
        let ratio = overlap_ratio(&court, &shifted).expect("areas");
        assert!((ratio - 0.5).abs() < 1e-3, "{ratio}");
        let inside = rect(123.4001, 41.6001, 123.4002, 41.60015);
        let ratio = overlap_ratio(&court, &inside).expect("areas");
        assert!((ratio - 1.0).abs() < 1e-3, "{ratio}");
        assert_eq!(overlap_ratio(&court, &rect(124.0, 41.6, 124.1, 41.7)), Some(0.0));
    }

    #[test]
    fn without_area_there_is_no_answer() {
        let court = rect(123.4, 41.6, 123.4004, 41.6002);
        assert_eq!(overlap_ratio(&court, &point!(x: 123.4, y: 41.6).into()), None);
        let flat = polygon![(x: 1.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 1.0)];
        assert_eq!(overlap_ratio(&court, &flat.into()), None);
        let nan = polygon![(x: f64::NAN, y: 1.0), (x: 2.0, y: 1.0), (x: 1.0, y: 2.0)];
        assert_eq!(overlap_ratio(&court, &nan.into()), None);
    }

    prop_compose! {
        fn any_ring()(places in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 0..12)) -> Geometry<f64> {
            let ring: Vec<Coord<f64>> = places.into_iter().map(Coord::from).collect();
            Polygon::new(LineString::new(ring), vec![]).into()
        }
    }

    proptest! {
        #[test]
        fn any_two_rings_have_a_symmetric_ratio(a in any_ring(), b in any_ring()) {
            match (overlap_ratio(&a, &b), overlap_ratio(&b, &a)) {
                (Some(x), Some(y)) => prop_assert!((0.0..=1.0).contains(&x) && (x - y).abs() < 1e-6),
                (x, y) => prop_assert_eq!(x, y),
            }
        }

        #[test]
        fn rectangles_agree_with_the_flat_formula(w in 0.0..0.01f64, s in 0.0..0.01f64, dw in 0.001..0.01f64, ds in 0.001..0.01f64) {
            let fixed = (0.0, 0.0, 0.01, 0.01);
            let width = (0.01f64.min(w + dw) - w).max(0.0);
            let height = (0.01f64.min(s + ds) - s).max(0.0);
            let expected = width * height / (dw * ds).min(0.0001);
            let found = overlap_ratio(&rect(fixed.0, fixed.1, fixed.2, fixed.3), &rect(w, s, w + dw, s + ds)).expect("areas");
            prop_assert!((found - expected).abs() < 1e-3, "{} against {}", found, expected);
        }
    }
}
