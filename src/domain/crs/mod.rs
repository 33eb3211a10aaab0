//! Coordinate reference systems and datums: what a data set's numbers mean, and the way from
//! there to the one system that the registry stores, WGS 84 in degrees.
//!
//! The datum is a property of a *data set*, declared by whoever brings it. Coordinates are
//! converted once, at the edge, and unconditionally: no mask decides point by point.
//! Axis order is always x = longitude or easting, y = latitude or northing, whatever the
//! authority's own order is.

/// BD-09, the datum of Baidu's maps.
mod bd09;
/// Why a coordinate or a system was refused, in two languages.
mod error;
/// GCJ-02, the datum of AMap, Tencent and WeChat.
mod gcj02;
/// Undoing a shift that has only a forward formula.
mod inverse;
/// The name of a system, as a user types it.
mod name;
/// What the text of a .prj file means.
mod prj;
/// Any system of the EPSG register or of a .prj text.
mod projected;
/// What registers say of a system: URI, text, order of axes.
mod register;
/// Looking at a whole batch: is what was declared likely?
mod suspicion;
/// From a system to WGS 84 and back.
mod transform;
/// Spherical ("web") Mercator.
mod web_mercator;
/// The brackets, strings and numbers of WKT 1, as a tree.
mod wkt;

pub use error::CrsError;
pub use name::Crs;
pub use suspicion::{Suspicion, suspicions, suspicions_in_box};
pub use transform::Transform;

/// Refuses what is no place on earth: NaN, infinity, beyond ±180° or ±90°.
///
/// # Errors
/// [`CrsError::NotFinite`] or [`CrsError::OutOfRange`].
pub fn check_lon_lat(lon: f64, lat: f64) -> Result<(), CrsError> {
    if !lon.is_finite() || !lat.is_finite() {
        return Err(CrsError::NotFinite { x: lon, y: lat });
    }
    if lon.abs() > 180.0 || lat.abs() > 90.0 {
        return Err(CrsError::OutOfRange { x: lon, y: lat });
    }
    Ok(())
}
