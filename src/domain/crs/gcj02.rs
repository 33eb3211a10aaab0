//! GCJ-02, the datum of AMap, Tencent and WeChat: WGS 84 moved by a smooth, position-dependent
//! offset of some hundred metres. In Hunnan about 490 m east and 248 m north.
//!
//! Applied everywhere, without the region mask of some tools: near the mask's edge a mask loses
//! over a kilometre, and a data set that was declared as GCJ-02 is in it wholly.

use std::f64::consts::PI;

use super::inverse::invert;

/// The offset is defined on the Krasovsky ellipsoid of 1940: equatorial radius, metres,
const RADIUS_M: f64 = 6_378_245.0;
/// and first eccentricity squared.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;

/// Where the offset's polynomial has its origin, degrees.
const ORIGIN: (f64, f64) = (105.0, 35.0);

/// WGS 84 (lon, lat) in degrees to GCJ-02. Not finite at the poles.
pub(super) fn from_wgs84(lon: f64, lat: f64) -> (f64, f64) {
    let (x, y) = (lon - ORIGIN.0, lat - ORIGIN.1);
    let (east_m, north_m) = (east_offset_m(x, y), north_offset_m(x, y));
    let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
    let w2 = 1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat;
    let prime_vertical = RADIUS_M / w2.sqrt();
    let meridian = RADIUS_M * (1.0 - ECCENTRICITY_SQUARED) / (w2 * w2.sqrt());
    (lon + (east_m / (prime_vertical * cos_lat)).to_degrees(), lat + (north_m / meridian).to_degrees())
}

/// GCJ-02 (lon, lat) in degrees to WGS 84, to better than 0.1 mm; `None` near the poles.
pub(super) fn to_wgs84(lon: f64, lat: f64) -> Option<(f64, f64)> {
    invert((lon, lat), from_wgs84)
}

fn east_offset_m(x: f64, y: f64) -> f64 {
    let polynomial = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    polynomial + fine_wave(x) + wave(x, [(20.0, 1.0), (40.0, 3.0)]) + wave(x, [(150.0, 12.0), (300.0, 30.0)])
}

fn north_offset_m(x: f64, y: f64) -> f64 {
    let polynomial = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    polynomial + fine_wave(x) + wave(y, [(20.0, 1.0), (40.0, 3.0)]) + wave(y, [(160.0, 12.0), (320.0, 30.0)])
}

/// The two short waves along x that both components share, metres.
fn fine_wave(x: f64) -> f64 {
    (20.0 * (6.0 * PI * x).sin() + 20.0 * (2.0 * PI * x).sin()) * 2.0 / 3.0
}

/// Two sines of amplitude (metres) and period divisor, weighted by two thirds.
fn wave(v: f64, sines: [(f64, f64); 2]) -> f64 {
    sines.iter().map(|(amplitude, divisor)| amplitude * (PI * v / divisor).sin()).sum::<f64>() * 2.0 / 3.0
}
