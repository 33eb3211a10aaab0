//! Spherical ("web") Mercator, EPSG:3857: WGS 84 degrees drawn as if on a sphere.
//!
//! For display only: at 41.75° N it shows an area 1.8 times too large.

const RADIUS_M: f64 = 6_378_137.0;

/// Half the width of the square world, metres, with a centimetre for rounding.
const HALF_WORLD_M: f64 = RADIUS_M * std::f64::consts::PI + 0.01;

/// WGS 84 (lon, lat) in degrees to metres. `None` at the poles, which have no place in it.
pub(super) fn from_wgs84(lon: f64, lat: f64) -> Option<(f64, f64)> {
    let y = RADIUS_M * lat.to_radians().tan().asinh();
    (lat.abs() < 90.0 && y.is_finite()).then(|| (RADIUS_M * lon.to_radians(), y))
}

/// Metres to WGS 84 (lon, lat) in degrees. `None` east or west of the antimeridian.
pub(super) fn to_wgs84(x: f64, y: f64) -> Option<(f64, f64)> {
    let lon = (x / RADIUS_M).to_degrees().clamp(-180.0, 180.0);
    (x.abs() <= HALF_WORLD_M).then(|| (lon, (y / RADIUS_M).sinh().atan().to_degrees()))
}
