//! A plane that touches the earth.

use crate::domain::geodesy::{ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M, meridian_radius_m};
use geo_types::Coord;

/// A plane that touches the ellipsoid at its origin, metres east and north. Lengths near the origin
/// are true; at 0.02 degrees from it to one part in a thousand, below 69 degrees of latitude.
#[derive(Clone, Copy)]
pub(super) struct Plane {
    pub origin: Coord<f64>,
    /// Metres a degree, eastwards and northwards.
    scale: Coord<f64>,
}

impl Plane {
    pub fn at(origin: Coord<f64>) -> Self {
        let (sin_lat, cos_lat) = origin.y.to_radians().sin_cos();
        let across = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
        let degree = 1.0_f64.to_radians();
        // A pole has no east; nobody walks there.
        let east = (across * cos_lat * degree).max(1.0);
        Self { origin, scale: Coord { x: east, y: meridian_radius_m(origin.y) * degree } }
    }

    pub fn to(&self, place: Coord<f64>) -> Coord<f64> {
        Coord { x: (place.x - self.origin.x) * self.scale.x, y: (place.y - self.origin.y) * self.scale.y }
    }

    pub fn from(&self, flat: Coord<f64>) -> Coord<f64> {
        Coord { x: flat.x / self.scale.x + self.origin.x, y: flat.y / self.scale.y + self.origin.y }
    }
}
