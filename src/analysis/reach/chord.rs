//! Straight lines through the earth: the fast measure below every search by distance.
//!
//! A place on the ellipsoid becomes three earth-centred coordinates, and two places are compared
//! by the straight line (chord) between them. Two facts make that exact:
//!
//! - the chord is never longer than the geodesic, the shortest way on the surface;
//! - the geodesic is never longer than the arc of a circle with the same chord and the smallest
//!   radius of curvature the ellipsoid has, R = a (1 - e²). A geodesic bends in space only as the
//!   surface does, so at most by 1/R, and of two curves of one length the one that bends less has
//!   the longer chord (A. Schur, "Über die Schwarzsche Extremaleigenschaft des Kreises", 1921).
//!
//! At 1 km the two differ by a micrometre, at 10 km by a millimetre. So whichever of two sites has
//! the shorter chord is nearer unless they tie within that, and ties are left to Karney's method.
//! Nothing here knows meridians or poles, so the antimeridian is no special case.

use crate::domain::geodesy::{ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M};

/// A place on the ellipsoid: earth-centred metres (x to 0° E, y to 90° E, z to the north pole).
pub type Place = [f64; 3];

/// Up to this chord, metres, [`short_metres`] is within [`TOLERANCE_M`] of the geodesic.
pub const SHORT_M: f64 = 30_000.0;

/// How far, metres, a distance that is not Karney's own may be off it.
pub const TOLERANCE_M: f64 = 1e-3;

/// What rounding can do to a chord, metres, with much to spare.
const ROUNDING_M: f64 = 1e-6;

/// Smallest radius of curvature of WGS 84: the meridian's at the equator.
const SMALLEST_RADIUS_M: f64 = EQUATORIAL_RADIUS_M * (1.0 - ECCENTRICITY_SQUARED);

/// Largest radius of curvature of WGS 84, at the poles: a / sqrt(1 - e²), rounded up.
pub(super) const LARGEST_RADIUS_M: f64 = 6_399_594.0;

/// A radius between the two, for the short formula.
const MIDDLE_RADIUS_M: f64 = 6_367_400.0;

/// The place at (lon, lat) in degrees.
pub fn place(lon: f64, lat: f64) -> Place {
    let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
    let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
    let radius = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
    [radius * cos_lat * cos_lon, radius * cos_lat * sin_lon, radius * (1.0 - ECCENTRICITY_SQUARED) * sin_lat]
}

/// Square of the straight line between two places, square metres.
pub fn chord_squared(a: Place, b: Place) -> f64 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    x * x + y * y + z * z
}

/// Geodesic metres of a chord of at most [`SHORT_M`], within [`TOLERANCE_M`] whatever the latitude
/// and the direction (in fact within 0.3 mm at 30 km, and a thousandth of a millimetre at 4 km).
pub fn short_metres(chord: f64) -> f64 {
    // 2 R asin(c / 2R) as a series; the next term is below a micrometre.
    let ratio = chord / MIDDLE_RADIUS_M;
    chord * (1.0 + ratio * ratio / 24.0)
}

/// Metres that the geodesic of a chord is surely not longer than, rounding included.
pub fn longest_metres(chord: f64) -> f64 {
    let sine = chord / (2.0 * SMALLEST_RADIUS_M);
    let arc = if sine >= 1.0 {
        // Half round the earth; no two places are farther apart.
        std::f64::consts::PI * EQUATORIAL_RADIUS_M
    } else {
        2.0 * SMALLEST_RADIUS_M * sine.asin()
    };
    arc + ROUNDING_M
}

/// The chord that every place within `metres` (geodesic) surely has at most, squared.
pub fn chord_squared_within(metres: f64) -> f64 {
    let longest = metres + ROUNDING_M;
    longest * longest
}

#[cfg(test)]
mod tests {
    use geo::{Destination, Geodesic};
    use geo_types::Point;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::geodesy::point_distance_m;

    fn chord(a: Point<f64>, b: Point<f64>) -> f64 {
        chord_squared(place(a.x(), a.y()), place(b.x(), b.y())).sqrt()
    }

    #[test]
    fn both_signs_of_180_and_every_longitude_at_a_pole_are_one_place() {
        assert!(chord(Point::new(180.0, 12.0), Point::new(-180.0, 12.0)) < 1e-6);
        assert!(chord(Point::new(10.0, 90.0), Point::new(-70.0, 90.0)) < 1e-6);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn short_metres_are_within_a_millimetre_of_karney(
            lon in -180.0..180.0f64, lat in -90.0..90.0f64, bearing in 0.0..360.0f64, metres in 0.0..SHORT_M) {
            let from = Point::new(lon, lat);
            let to = Geodesic.destination(from, bearing, metres);
            let truth = point_distance_m(from, to);
            let found = short_metres(chord(from, to));
            prop_assert!((found - truth).abs() < 0.3e-3 + 1e-7, "{found} against {truth}");
        }

        #[test]
        fn near_ones_are_within_a_thousandth_of_that(
            lon in -180.0..180.0f64, lat in -90.0..90.0f64, bearing in 0.0..360.0f64, metres in 0.0..4_000.0f64) {
            let from = Point::new(lon, lat);
            let to = Geodesic.destination(from, bearing, metres);
            prop_assert!((short_metres(chord(from, to)) - point_distance_m(from, to)).abs() < 1.2e-6);
        }

        #[test]
        fn the_geodesic_lies_between_its_bounds(
            a in (-180.0..180.0f64, -90.0..90.0f64), b in (-180.0..180.0f64, -90.0..90.0f64), near in 0.0..1.0f64) {
            let from = Point::from(a);
            // Any distance from some millimetres to half round the earth.
            let scale = near.powi(8);
            let to = Point::new(a.0 + (b.0 - a.0) * scale, a.1 + (b.1 - a.1) * scale);
            let (c, truth) = (chord(from, to), point_distance_m(from, to));
            prop_assert!(c <= truth + ROUNDING_M, "{c} {truth}");
            prop_assert!(truth <= longest_metres(c), "{truth} {}", longest_metres(c));
        }
    }
}
