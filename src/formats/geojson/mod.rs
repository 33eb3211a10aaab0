//! GeoJSON (RFC 7946) and GeoJSON text sequences.

mod collection;
mod feature;
pub mod geometry;
pub(super) mod read;
mod scan;
mod whole;
pub(super) mod write;

pub use feature::parse_feature;
pub use whole::parse_collection;
pub use write::write_feature;
