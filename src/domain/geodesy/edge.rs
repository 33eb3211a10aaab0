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
    let longest = (b.x - a.x).abs().max((b.y - a.y).abs());
    let count = (longest / PIECE_DEG).ceil().clamp(1.0, 1_000.0) as u32;
    let at = move |i: u32| {
        if i == count { b } else { a + (b - a) * (f64::from(i) / f64::from(count)) }
    };
    (0..count).map(move |i| (at(i), at(i + 1)))
}

/// Geodesic metres from `point` to the nearest place of one piece of an edge.
///
/// Solves for the foot, where the geodesic meets the piece at a right angle: Newton's steps
/// along the piece, kept inside a bracket that the sign of the slope shrinks.
pub(super) fn nearest_on_piece_m(point: Point<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    if a == b {
        return look(point, a).0;
    }
    let (at_start, at_end) = (look(point, a).0, look(point, b).0);
    let mut best = at_start.min(at_end);
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut t = planar_foot(point, a, b);
    for _ in 0..MAX_STEPS {
        let here = a + (b - a) * t;
        let (metres, bearing) = look(point, here);
        best = best.min(metres);
        let (speed, heading) = pace(here, b - a);
        if speed == 0.0 {
            break;
        }
        // Metres still to go along the piece if the earth were flat.
        let ahead = metres * (bearing - heading).to_radians().cos();
        if ahead > 0.0 {
            low = t
        } else {
            high = t
        }
        let newton = t + ahead / speed;
        let next = if newton > low && newton < high {
            newton
        } else if newton <= low && low == 0.0 {
            0.0
        } else if newton >= high && high == 1.0 {
            1.0
        } else {
            f64::midpoint(low, high)
        };
        if (next - t).abs() * speed < STEP_M || (high - low) * speed < STEP_M {
            break;
        }
        t = next;
    }
    best
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
