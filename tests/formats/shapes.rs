//! Random geometry of every type, on a grid of 1e-7 degrees so that text holds it exactly.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn coord() -> impl Strategy<Value = Coord<f64>> {
    (-1_800_000_000_i64..=1_800_000_000, -900_000_000_i64..=900_000_000)
        .prop_map(|(x, y)| Coord { x: x as f64 / 1e7, y: y as f64 / 1e7 })
}

fn line() -> impl Strategy<Value = LineString<f64>> {
    vec(coord(), 2..8).prop_map(LineString)
}

/// A star around a centre with a hole around the same centre: its winding is beyond doubt.
pub fn polygon() -> impl Strategy<Value = Polygon<f64>> {
    let around = (-1_000_000_000_i64..1_000_000_000, -500_000_000_i64..500_000_000);
    (around, vec(50_000_i64..100_000, 3..9), any::<bool>(), any::<bool>()).prop_map(
        |((x, y), radii, hole, reversed)| {
            let ring = |scale: f64| -> LineString<f64> {
                let step = std::f64::consts::TAU / radii.len() as f64;
                let mut coords: Vec<Coord<f64>> = (0_u32..)
                    .zip(&radii)
                    .map(|(index, radius)| {
                        let (sin, cos) = (f64::from(index) * step).sin_cos();
                        let reach = *radius as f64 * scale;
                        let grid = |centre: i64, offset: f64| {
                            (centre + (offset * reach).round() as i64) as f64 / 1e7
                        };
                        Coord { x: grid(x, cos), y: grid(y, sin) }
                    })
                    .collect();
                coords.push(coords[0]);
                if reversed {
                    coords.reverse();
                }
                LineString(coords)
            };
            Polygon::new(ring(1.0), if hole { vec![ring(0.2)] } else { Vec::new() })
        },
    )
}

/// The six simple types.
pub fn simple() -> impl Strategy<Value = Geometry<f64>> {
    prop_oneof![
        coord().prop_map(|coord| Geometry::Point(Point(coord))),
        line().prop_map(Geometry::LineString),
        polygon().prop_map(Geometry::Polygon),
        vec(coord().prop_map(Point), 1..6).prop_map(|all| Geometry::MultiPoint(MultiPoint(all))),
        vec(line(), 1..4).prop_map(|all| Geometry::MultiLineString(MultiLineString(all))),
        vec(polygon(), 1..4).prop_map(|all| Geometry::MultiPolygon(MultiPolygon(all))),
    ]
}

/// The simple types and collections of them.
pub fn any_geometry() -> impl Strategy<Value = Geometry<f64>> {
    prop_oneof![
        6 => simple(),
        1 => vec(simple(), 1..4)
            .prop_map(|all| Geometry::GeometryCollection(GeometryCollection(all))),
    ]
}
