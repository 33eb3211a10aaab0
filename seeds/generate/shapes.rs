//! Simple figures around a centre given in metres of the local plane; the results are (lon, lat) to 6 decimals.

use super::plane::{rounded, to_degrees};
use geo::{Coord, LineString, Polygon};

fn ring(points: impl Iterator<Item = Coord<f64>>) -> Polygon<f64> {
    Polygon::new(LineString(points.map(|at| rounded(to_degrees(at))).collect()), vec![])
}

/// A rectangle of `length_m` x `width_m`, turned by `angle` radians, counter-clockwise.
pub fn rectangle(centre: Coord<f64>, length_m: f64, width_m: f64, angle: f64) -> Polygon<f64> {
    let (sin, cos) = angle.sin_cos();
    ring([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].into_iter().map(|(along, across)| {
        let (x, y) = (along * length_m, across * width_m);
        Coord { x: centre.x + x * cos - y * sin, y: centre.y + x * sin + y * cos }
    }))
}

/// A regular polygon of `corners` corners at `radius_m`, counter-clockwise.
pub fn ngon(centre: Coord<f64>, radius_m: f64, corners: u32) -> Polygon<f64> {
    ring((0..corners).map(|corner| {
        let angle = f64::from(corner) / f64::from(corners) * std::f64::consts::TAU;
        Coord { x: centre.x + radius_m * angle.cos(), y: centre.y + radius_m * angle.sin() }
    }))
}
