//! Boxes that surely hold a circle, and distances to a box that are surely not too long.
//!
//! Both rest on one inequality. With geodetic latitude read as latitude on a sphere, every step
//! on the ellipsoid is at least as long as the same step on a sphere whose radius is the
//! smallest meridian radius met on the way. That radius grows with |latitude|, and a shortest
//! path between two places of one hemisphere never leaves the latitudes poleward of the lower.

use geo_types::Point;

use super::meridian_radius_m;
use crate::domain::bbox::Bbox;

/// Taken off every bound, metres, so that rounding can never push it above the true distance.
const ROUNDING_M: f64 = 1e-6;

/// Metres that a place in `bbox` is at least away from `point` (lon, lat): never more than the
/// true geodesic distance, at most 0.7 % less than it (in one hemisphere). 0 inside the box.
///
/// Fast (no geodesic is solved): meant for pruning a search tree.
pub fn bbox_distance_lower_bound_m(point: Point<f64>, bbox: &Bbox) -> f64 {
    bbox.split().map(|part| part_lower_bound_m(point, &part)).fold(f64::INFINITY, f64::min)
}

/// One or two boxes (two at the antimeridian) that hold every place within `metres` of `point`.
///
/// The boxes are at most some 0.7 % wider than needed. A circle that reaches a pole gets all
/// longitudes. A negative or NaN radius gives no box.
pub fn circle_bbox(point: Point<f64>, metres: f64) -> Vec<Bbox> {
    let (lon, lat) = (point.x(), point.y());
    if metres.is_nan() || metres < 0.0 || !lon.is_finite() || !lat.is_finite() {
        return Vec::new();
    }
    let metres = metres + ROUNDING_M;
    let widest = metres / meridian_radius_m(0.0);
    let lowest_lat = (lat.abs() - widest.to_degrees()).max(0.0);
    let angle = metres / meridian_radius_m(lowest_lat);
    let south = lat - angle.to_degrees();
    let north = lat + angle.to_degrees();
    if south <= -90.0 || north >= 90.0 {
        return vec![Bbox { min_lat: south.max(-90.0), max_lat: north.min(90.0), ..Bbox::WORLD }];
    }
    let reach = (angle.sin() / lat.to_radians().cos()).min(1.0).asin().to_degrees() + 1e-12;
    let (west, east) = (lon - reach, lon + reach);
    if reach >= 180.0 {
        return vec![Bbox { min_lat: south, max_lat: north, ..Bbox::WORLD }];
    }
    let whole = Bbox {
        min_lon: if west < -180.0 { west + 360.0 } else { west },
        min_lat: south,
        max_lon: if east > 180.0 { east - 360.0 } else { east },
        max_lat: north,
    };
    whole.split().collect()
}

fn part_lower_bound_m(point: Point<f64>, part: &Bbox) -> f64 {
    let (lon, lat) = (point.x(), point.y());
    let angle = if (part.min_lon..=part.max_lon).contains(&lon) {
        (part.min_lat - lat).max(lat - part.max_lat).max(0.0).to_radians()
    } else {
        let away = lon_apart(lon, part.min_lon).min(lon_apart(lon, part.max_lon));
        angle_to_meridian_arc(lat, away, part.min_lat, part.max_lat)
    };
    let lowest_lat = if lat * part.min_lat > 0.0 && lat * part.max_lat > 0.0 {
        lat.abs().min(part.min_lat.abs()).min(part.max_lat.abs())
    } else {
        0.0
    };
    (angle * meridian_radius_m(lowest_lat) - ROUNDING_M).max(0.0)
}

/// Degrees between two longitudes, the short way.
fn lon_apart(a: f64, b: f64) -> f64 {
    let d = (a - b).abs() % 360.0;
    d.min(360.0 - d)
}

/// Radians on the sphere from latitude `lat` to the part between `south` and `north` of the
/// meridian that is `away` degrees of longitude off (all in degrees).
fn angle_to_meridian_arc(lat: f64, away: f64, south: f64, north: f64) -> f64 {
    let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
    let (sin_away, cos_away) = away.to_radians().sin_cos();
    // The cosine of the angle is greatest where the meridian's own great circle comes nearest.
    let foot = sin_lat.atan2(cos_lat * cos_away).to_degrees();
    if (south..=north).contains(&foot) {
        return (cos_lat * sin_away).abs().min(1.0).asin();
    }
    angle_between(lat, south, away).min(angle_between(lat, north, away))
}

/// Haversine angle, radians, between two latitudes `away` degrees of longitude apart.
fn angle_between(lat_a: f64, lat_b: f64, away: f64) -> f64 {
    let half_lat = ((lat_a - lat_b) / 2.0).to_radians().sin();
    let half_lon = (away / 2.0).to_radians().sin();
    let h = half_lat * half_lat + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half_lon * half_lon;
    2.0 * h.min(1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use geo::{Destination, Geodesic};
    use proptest::prelude::*;

    use super::super::point_distance_m;
    use super::*;

    /// The nearest of many places spread over the box, corners and the point's own clamp included.
    fn brute_force_m(point: Point<f64>, b: &Bbox) -> f64 {
        let mut best = f64::INFINITY;
        for i in 0..=40 {
            for j in 0..=40 {
                let lon = b.min_lon + (b.max_lon - b.min_lon) * f64::from(i) / 40.0;
                let lat = b.min_lat + (b.max_lat - b.min_lat) * f64::from(j) / 40.0;
                best = best.min(point_distance_m(point, Point::new(lon, lat)));
            }
        }
        best
    }

    #[test]
    fn the_bound_is_tight_near_hunnan() {
        let b = Bbox::new(123.5, 41.6, 123.6, 41.7).expect("a box");
        let p = Point::new(123.45, 41.65);
        let (bound, truth) = (bbox_distance_lower_bound_m(p, &b), brute_force_m(p, &b));
        assert!(bound <= truth && bound > 0.992 * truth, "{bound} against {truth}");
        assert_eq!(bbox_distance_lower_bound_m(Point::new(123.55, 41.65), &b), 0.0);
    }

    #[test]
    fn the_bound_knows_the_antimeridian() {
        let b = Bbox::new(-180.0, 0.0, -179.9, 1.0).expect("a box");
        let bound = bbox_distance_lower_bound_m(Point::new(179.9, 0.5), &b);
        assert!((11_000.0..11_132.0).contains(&bound), "{bound}");
    }

    #[test]
    fn circles_split_at_the_antimeridian_and_widen_at_the_poles() {
        assert_eq!(circle_bbox(Point::new(179.999, 0.0), 1_000.0).len(), 2);
        assert_eq!(circle_bbox(Point::new(123.0, 41.0), 1_000.0).len(), 1);
        let polar = circle_bbox(Point::new(10.0, 89.999), 1_000.0);
        assert_eq!((polar.len(), polar[0].width_deg(), polar[0].max_lat), (1, 360.0, 90.0));
        assert!(circle_bbox(Point::new(10.0, 0.0), f64::NAN).is_empty());
        assert_eq!(circle_bbox(Point::new(0.0, 0.0), 1e9), [Bbox::WORLD]);
    }

    prop_compose! {
        fn any_box()(w in -180.0..180.0f64, dw in 0.0..60.0f64, s in -90.0..90.0f64, ds in 0.0..40.0f64) -> Bbox {
            Bbox { min_lon: w, min_lat: s, max_lon: (w + dw).min(180.0), max_lat: (s + ds).min(90.0) }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(400)))]

        #[test]
        fn the_bound_is_never_too_long(b in any_box(), lon in -180.0..180.0f64, lat in -90.0..90.0f64,
                                       u in 0.0..=1.0f64, v in 0.0..=1.0f64) {
            let p = Point::new(lon, lat);
            let inside = Point::new(b.min_lon + u * (b.max_lon - b.min_lon), b.min_lat + v * (b.max_lat - b.min_lat));
            let truth = point_distance_m(p, inside);
            prop_assert!(bbox_distance_lower_bound_m(p, &b) <= truth, "{} {:?}", b, p);
        }

        #[test]
        fn a_circle_lies_in_its_boxes(lon in -180.0..=180.0f64, lat in -90.0..=90.0f64,
                                      metres in prop_oneof![0.0..100.0f64, 0.0..100_000.0f64, 0.0..9e6f64],
                                      bearing in 0.0..360.0f64) {
            let p = Point::new(lon, lat);
            let q = Geodesic.destination(p, bearing, metres);
            let boxes = circle_bbox(p, metres);
            prop_assert!(boxes.iter().any(|b| b.contains_point(q.x(), q.y())), "{:?} not in {:?}", q, boxes);
        }
    }
}
