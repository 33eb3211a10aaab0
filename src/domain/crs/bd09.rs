//! BD-09, the datum of Baidu's maps: GCJ-02 turned and stretched a little once more.

use std::f64::consts::PI;

use super::gcj02;
use super::inverse::invert;

/// Wave number of the small ripple, per degree as the formula takes degrees for radians.
const RIPPLE: f64 = PI * 3000.0 / 180.0;

/// Constant offset (lon, lat), degrees.
const OFFSET: (f64, f64) = (0.0065, 0.006);

/// WGS 84 (lon, lat) in degrees to BD-09. Not finite at the poles.
pub(super) fn from_wgs84(lon: f64, lat: f64) -> (f64, f64) {
    let (lon, lat) = gcj02::from_wgs84(lon, lat);
    from_gcj02(lon, lat)
}

/// BD-09 (lon, lat) in degrees to WGS 84, to better than 0.1 mm; `None` near the poles.
pub(super) fn to_wgs84(lon: f64, lat: f64) -> Option<(f64, f64)> {
    let (lon, lat) = invert((lon, lat), from_gcj02)?;
    gcj02::to_wgs84(lon, lat)
}

fn from_gcj02(lon: f64, lat: f64) -> (f64, f64) {
    let radius = lon.hypot(lat) + 0.000_02 * (lat * RIPPLE).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * RIPPLE).cos();
    (radius * angle.cos() + OFFSET.0, radius * angle.sin() + OFFSET.1)
}
