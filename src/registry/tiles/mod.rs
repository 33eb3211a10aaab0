//! Vector tiles of collections, of answers and of imported layers.

/// Tiles of collections that were made lately.
mod cache;
/// Codings of a tile's bytes.
mod coding;
/// Tiles of imported layers.
mod layer;
/// Layers that were packed lately.
mod packed;
/// Tiles of analyses.
mod study;
/// What tiles of collections tell.
mod told;

pub use cache::{Cache, Key, MadeTile};
pub use coding::Coding;
pub use packed::{Packed, PackedLayer};
pub use study::{StudyTiles, TileQuestion, TiledStudy};
pub use told::{is_told, kinds_of_equipment, kinds_of_sites, most_features};

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
