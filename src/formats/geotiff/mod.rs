//! GeoTIFF: one band of a georeferenced grid, such as people per cell or metres above the sea.
//!
//! A grid is no list of features, so it has a reader of its own: blocks (tiles or strips) come one
//! after another or by number, and memory holds one of them. Read only.

/// A part of a grid.
mod block;
/// Where the pixels of a grid lie.
mod georeference;
/// A whole small grid in memory, to be asked by place.
mod raster;
/// Streams the blocks of a grid.
mod read;
/// Values between the centres of pixels.
mod sample;

pub use block::Block;
pub use georeference::Georeference;
pub use raster::Raster;
pub use read::{GridReader, open};
pub use sample::{Sampled, sample};
