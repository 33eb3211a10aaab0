//! GeoTIFF: one band of a georeferenced grid, such as people per cell or metres above the sea.
//!
//! A grid is no list of features, so it has a reader of its own: blocks (tiles or strips) come one
//! after another, and memory holds one of them. Read only.

/// Where the pixels of a grid lie.
mod georeference;
/// A whole small grid in memory, to be asked by place.
mod raster;
/// Streams the blocks of a grid.
mod read;

pub use georeference::Georeference;
pub use raster::Raster;
pub use read::{Block, GridReader, open};
