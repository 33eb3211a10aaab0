//! What is to be reached: a site's geometry, with a small number that the caller gives a meaning.

use super::error::ReachError;
use geo::CoordsIter;
use geo_types::Geometry;

/// A small number that the caller gives a meaning: the kind, the facility family, the access class.
pub type Class = u8;

/// One site.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// WGS 84 (lon, lat). A trail is reached along its length, a park at its edge or anywhere in
    /// it; where only its gates may be used, give those as points.
    pub geometry: Geometry<f64>,
    pub class: Class,
}

impl Target {
    pub fn new(geometry: Geometry<f64>, class: Class) -> Self {
        Self { geometry, class }
    }

    /// # Errors
    /// A coordinate that is no place on earth.
    pub(super) fn check(&self, index: usize) -> Result<(), ReachError> {
        let on_earth = |c: geo_types::Coord<f64>| c.x.abs() <= 180.0 && c.y.abs() <= 90.0;
        if self.geometry.coords_iter().all(on_earth) {
            Ok(())
        } else {
            Err(ReachError::TargetNotOnEarth { index })
        }
    }
}
