//! CQL2 JSON.

/// Dates, intervals, boxes and GeoJSON.
mod literal;
mod read;
mod write;

pub use read::read;
pub use write::write;
