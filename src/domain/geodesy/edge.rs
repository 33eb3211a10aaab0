//! The place on one edge that is nearest to a point.

use geo::GeodesicBearing;
use geo_types::{Coord, Point};

/// Edges are cut into pieces of at most this many degrees, so that on each piece the distance
/// has one minimum.
const PIECE_DEG: f64 = 1.0;

/// The foot is found when a step moves it by less than this, metres. The distance is off by at
/// most the square of it over twice the distance, and by no more than it when that is 0.
const STEP_M: f64 = 1e-5;

const MAX_STEPS: usize = 60;

/// Cuts an edge, straight in (lon, lat), into pieces short enough for [`nearest_on_piece_m`].
pub(super) fn pieces(a: Coord<f64>, b: Coord<f64>) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> {
    let count = piece_count(a, b);
    let at = move |i: u32| {
        if i == count { b } else { a + (b - a) * (f64::from(i) / f64::from(count)) }
    };
    (0..count).map(move |i| (at(i), at(i + 1)))
}

/// The place of an edge that is nearest to a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foot {
    /// Where on the edge, in degrees travelled: 0 at its start, 1 at its end.
    pub fraction: f64,
    /// Geodesic metres from the point.
    pub metres: f64,
}

/// The place of the edge from `a` to `b`, straight in (lon, lat), that is nearest to `point`.
///
/// The distance is exact to well under a millimetre; the place is as exact as the distance allows.
pub fn foot_on_edge(point: Point<f64>, a: Coord<f64>, b: Coord<f64>) -> Foot {
    let count = piece_count(a, b);
    let mut best = Foot { fraction: 0.0, metres: f64::INFINITY };
    for (position, (start, end)) in pieces(a, b).enumerate() {
        let foot = foot_on_piece(point, start, end);
        if foot.metres < best.metres {
            best = Foot { fraction: (position as f64 + foot.fraction) / f64::from(count), ..foot };
        }
    }
    best
}

/// Geodesic metres from `point` to the nearest place of one piece of an edge.
pub(super) fn nearest_on_piece_m(point: Point<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    foot_on_piece(point, a, b).metres
}

fn piece_count(a: Coord<f64>, b: Coord<f64>) -> u32 {
    let longest = (b.x - a.x).abs().max((b.y - a.y).abs());
    (longest / PIECE_DEG).ceil().clamp(1.0, 1_000.0) as u32
}

/// The nearest place of one piece of an edge.
///
/// Solves for the foot, where the geodesic meets the piece at a right angle: the sign of what is
/// still to go brackets it, and straight lines between the bracket's ends (halved where one end
/// stays, the Illinois rule) close in on it at any distance. The first guess is the flat earth's.
fn foot_on_piece(point: Point<f64>, a: Coord<f64>, b: Coord<f64>) -> Foot {
    let length = pace(a, b - a).0.max(pace(b, b - a).0);
    let (at_start, mut ahead_low) = ahead(point, a, b - a);
    let (at_end, mut ahead_high) = ahead(point, b, b - a);
    let mut best = Foot { fraction: 0.0, metres: at_start };
    if at_end < at_start {
        best = Foot { fraction: 1.0, metres: at_end };
    }
    if length == 0.0 || ahead_low <= 0.0 || ahead_high >= 0.0 {
        return best;
    }
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut t = planar_foot(point, a, b);
    let mut low_moved = None;
    for _ in 0..MAX_STEPS {
        if t <= low || t >= high {
            t = f64::midpoint(low, high);
        }
        let (metres, to_go) = ahead(point, a + (b - a) * t, b - a);
        if metres < best.metres {
            best = Foot { fraction: t, metres };
        }
        let before = t;
        if to_go > 0.0 {
            (low, ahead_low) = (t, to_go);
            if low_moved == Some(true) {
                ahead_high /= 2.0;
            }
        } else {
            (high, ahead_high) = (t, to_go);
            if low_moved == Some(false) {
                ahead_low /= 2.0;
            }
        }
        low_moved = Some(to_go > 0.0);
        t = (low * ahead_high - high * ahead_low) / (ahead_high - ahead_low);
        if to_go == 0.0 || (t - before).abs() * length < STEP_M || (high - low) * length < STEP_M {
            break;
        }
    }
    best
}

/// Metres from a place on a piece to `point`, and how many of them lie ahead along the piece:
/// positive while the foot is still to come.
fn ahead(point: Point<f64>, here: Coord<f64>, vector: Coord<f64>) -> (f64, f64) {
    let (metres, bearing) = look(point, here);
    let heading = pace(here, vector).1;
    (metres, metres * (bearing - heading).to_radians().cos())
}

/// Metres and bearing (degrees) from `place` to `point`.
fn look(point: Point<f64>, place: Coord<f64>) -> (f64, f64) {
    let (bearing, metres) = Point::from(place).geodesic_bearing_distance(point);
    (metres, bearing)
}

/// Metres that the whole vector (degrees) is long at the speed it has `here`, and its heading.
fn pace(here: Coord<f64>, vector: Coord<f64>) -> (f64, f64) {
    let (sin_lat, cos_lat) = here.y.to_radians().sin_cos();
    let w = 1.0 - super::ECCENTRICITY_SQUARED * sin_lat * sin_lat;
    let north = super::meridian_radius_m(here.y) * vector.y.to_radians();
    let east = super::EQUATORIAL_RADIUS_M / w.sqrt() * cos_lat * vector.x.to_radians();
    (north.hypot(east), east.atan2(north).to_degrees())
}

/// Where the foot would be on a flat earth scaled at the point's latitude: 0 at `a`, 1 at `b`.
fn planar_foot(point: Point<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let squeeze = point.y().to_radians().cos();
    let turn = 360.0 * ((a.x - point.x()) / 360.0).round();
    let (dx, dy) = ((b.x - a.x) * squeeze, b.y - a.y);
    let (px, py) = ((point.x() + turn - a.x) * squeeze, point.y() - a.y);
    let t = (px * dx + py * dy) / (dx * dx + dy * dy);
    if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::super::point_distance_m;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_foot_lies_where_it_says(
            p in (-3.0..3.0_f64, 40.0..42.0_f64), a in (-3.0..3.0_f64, 40.0..42.0_f64), b in (-3.0..3.0_f64, 40.0..42.0_f64),
            t in 0.0..=1.0_f64,
        ) {
            let (p, a, b) = (Point::from(p), Coord::from(a), Coord::from(b));
            let foot = foot_on_edge(p, a, b);
            let at = |fraction: f64| point_distance_m(p, (a + (b - a) * fraction).into());
            prop_assert!((0.0..=1.0).contains(&foot.fraction));
            prop_assert!((at(foot.fraction) - foot.metres).abs() < 1e-6, "{:?}", foot);
            prop_assert!(foot.metres <= at(t) + 1e-3, "{:?} but {} at {}", foot, at(t), t);
        }
    }
}
