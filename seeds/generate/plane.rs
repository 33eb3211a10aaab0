//! A local plane around the district: metres east and north, good to about 0.1 % over 40 km. Only for drawing.

use geo::Coord;

const LON0: f64 = 123.58;
const LAT0: f64 = 41.78;
/// Metres in one degree of longitude and of latitude on the WGS 84 ellipsoid at `LAT0`.
const EAST: f64 = 83_135.0;
const NORTH: f64 = 111_068.0;

/// From (lon, lat) in degrees to (east, north) in metres.
pub fn to_metres(at: Coord<f64>) -> Coord<f64> {
    Coord { x: (at.x - LON0) * EAST, y: (at.y - LAT0) * NORTH }
}

/// From (east, north) in metres to (lon, lat) in degrees.
pub fn to_degrees(at: Coord<f64>) -> Coord<f64> {
    Coord { x: LON0 + at.x / EAST, y: LAT0 + at.y / NORTH }
}

/// A coordinate to 6 decimals, as it is written.
pub fn rounded(at: Coord<f64>) -> Coord<f64> {
    Coord { x: (at.x * 1e6).round() / 1e6, y: (at.y * 1e6).round() / 1e6 }
}
