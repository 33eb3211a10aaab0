//! How near and how much on top of each other two geometries are.

use crate::domain::bbox::Bbox;
use crate::domain::geodesy;
use geo::{CoordsIter, Intersects};
use geo_types::{Geometry, Point};

/// Metres of a degree of latitude where it is shortest (at the equator), rounded down.
const SHORTEST_DEGREE_M: f64 = 110_500.0;

/// Boxes that hold everything within `metres` of `bbox`: one, or two where the antimeridian cuts it.
pub fn grown(bbox: &Bbox, metres: f64) -> Vec<Bbox> {
    let up = metres / SHORTEST_DEGREE_M;
    let (min_lat, max_lat) = ((bbox.min_lat - up).max(-90.0), (bbox.max_lat + up).min(90.0));
    let widest = min_lat.abs().max(max_lat.abs()).to_radians().cos();
    let side = if widest * 180.0 > up { up / widest } else { 180.0 };
    let whole = Bbox { min_lon: bbox.min_lon - side, min_lat, max_lon: bbox.max_lon + side, max_lat };
    let mut boxes = vec![whole];
    if whole.min_lon < -180.0 {
        boxes.push(Bbox { min_lon: whole.min_lon + 360.0, max_lon: 180.0, ..whole });
    }
    if whole.max_lon > 180.0 {
        boxes.push(Bbox { min_lon: -180.0, max_lon: whole.max_lon - 360.0, ..whole });
    }
    boxes
}

/// Geodesic metres between the nearest places of two geometries (degrees, lon lat); 0 where they
/// touch, `None` when one is empty.
///
/// Apart, two straight edges are nearest at an end of one of them, so the vertices of each against
/// the whole of the other suffice.
pub fn distance_m(a: &Geometry<f64>, b: &Geometry<f64>) -> Option<f64> {
    if a.intersects(b) {
        return Some(0.0);
    }
    let vertices = |of: &Geometry<f64>, to: &Geometry<f64>| {
        let distances = of.coords_iter().filter_map(|c| geodesy::distance_m(Point(c), to));
        distances.min_by(f64::total_cmp)
    };
    // From the one with fewer vertices first; both are needed.
    match (vertices(a, b), vertices(b, a)) {
        (Some(from_a), Some(from_b)) => Some(from_a.min(from_b)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, LineString, Rect};
    use proptest::prelude::*;

    fn square(west: f64, south: f64, side: f64) -> Geometry<f64> {
        Rect::new((west, south), (west + side, south + side)).to_polygon().into()
    }

    #[test]
    fn inside_and_touching_is_no_distance() {
        let large = square(123.4, 41.7, 0.004);
        assert_eq!(distance_m(&large, &Point::new(123.401, 41.701).into()), Some(0.0));
        assert_eq!(distance_m(&large, &square(123.404, 41.7, 0.001)), Some(0.0));
        assert_eq!(distance_m(&large, &LineString::<f64>::new(vec![]).into()), None);
    }

    fn line() -> impl Strategy<Value = LineString<f64>> {
        prop::collection::vec((123.4..123.402, 41.7..41.702), 2..4)
            .prop_map(|all| all.into_iter().map(|(x, y)| Coord { x, y }).collect())
    }

    /// Places along a line, some metres apart.
    fn sampled(line: &LineString<f64>) -> Vec<Point<f64>> {
        let steps = |edge: geo_types::Line<f64>| {
            (0..=60).map(move |i| Point(edge.start + edge.delta() * (f64::from(i) / 60.0)))
        };
        line.lines().flat_map(steps).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn distance_agrees_with_dense_sampling(a in line(), b in line()) {
            let found = distance_m(&a.clone().into(), &b.clone().into()).expect("a distance");
            let (a, b) = (sampled(&a), sampled(&b));
            let pairs = a.iter().flat_map(|p| b.iter().map(|q| geodesy::point_distance_m(*p, *q)));
            let truth = pairs.min_by(f64::total_cmp).expect("samples");
            // Samples lie at most 5 m apart, so the truth is at most that much too long.
            prop_assert!(found <= truth + 1e-6 && truth <= found + 5.0, "{} against {}", found, truth);
        }

        #[test]
        fn the_grown_box_holds_all_that_is_near(lon in -180.0..180.0f64, lat in -89.0..89.0f64, bearing in 0.0..360.0f64) {
            use geo::{Destination, Geodesic};
            let p = Point::new(lon, lat);
            let q = Geodesic.destination(p, bearing, 50.0);
            let bbox = Bbox { min_lon: lon, min_lat: lat, max_lon: lon, max_lat: lat };
            prop_assert!(grown(&bbox, 50.0).iter().any(|b| b.contains_point(q.x(), q.y())), "{:?} {:?}", p, q);
        }
    }
}
