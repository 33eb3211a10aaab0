//! Mapbox Vector Tiles 2.1, written from geometries in degrees WGS 84 (lon, lat).
//!
//! What is written is what the specification calls valid: coordinates are whole, exterior rings have a
//! positive area with y to the south, interior rings a negative one, no ring crosses or repeats itself,
//! and whatever is too small to be a line or an area at the tile's resolution is left out.

/// Lines and rings cut at a tile's edge.
mod clip;
/// Geometries as a tile's commands.
mod command;
/// Areas that are valid on whole coordinates.
mod polygon;
/// Names and values that features share.
mod tags;
/// Rings that touch themselves, taken apart.
mod touching;
/// Protocol Buffers, written.
mod wire;
mod write;

pub use tags::Attribute;
pub use write::{BUFFER, EXTENT, LayerWriter, TileWriter};
