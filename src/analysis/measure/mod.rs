//! Lengths in metres and areas in square metres on the WGS 84 ellipsoid (Karney's method).
//!
//! Coordinates are degrees (lon, lat). Distances from a point stand in
//! [`crate::domain::geodesy`], where the index needs them too.

/// Area of polygons.
mod area;
/// Length of lines.
mod length;

pub use area::{area_cm2, area_m2};
pub use length::{edge_m, length_m, line_m};
