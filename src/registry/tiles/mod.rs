//! Vector tiles of answers and of imported layers.

/// Tiles of imported layers.
mod layer;
/// Layers that were packed lately.
mod packed;
/// Tiles of analyses.
mod study;

pub use packed::{Packed, PackedLayer};
pub use study::{StudyTiles, TileQuestion, TiledStudy};

use crate::domain::tile::Tile;
use crate::formats::mvt::TileWriter;
use std::sync::Arc;

/// A tile of layers, in their order; no bytes when it shows nothing.
pub fn write_tile(tile: Tile, layers: &[Arc<PackedLayer>]) -> Vec<u8> {
    let mut writer = TileWriter::new(tile);
    for layer in layers {
        layer.features.write(tile, &mut writer);
    }
    writer.finish()
}
