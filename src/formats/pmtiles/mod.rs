//! PMTiles 3: all tiles of a map in one file that is read in ranges, from a plain file server too.
//! Written only; reading it is the work of whoever shows the map.

mod directory;
mod order;
mod write;

pub use order::{position, tile_id};
pub use write::{Summary, Writer};

use serde_json::{Map, Value};

/// What the tiles are, told in the file's header and metadata.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// What one tile is.
    pub kind: TileKind,
    /// How each tile's bytes are compressed, as they are handed over.
    pub compression: Compression,
    /// Zooms of the lowest and highest tile.
    pub zooms: (u8, u8),
    /// West, south, east, north in degrees; west above east crosses 180 degrees.
    pub bounds: [f64; 4],
    /// Where a map begins: longitude and latitude in degrees, and the zoom.
    pub center: (f64, f64, u8),
    /// `name`, `attribution`, and of vector tiles `vector_layers`, as TileJSON has them.
    pub metadata: Map<String, Value>,
}

/// What one tile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Mapbox vector tiles.
    Mvt,
    /// Pictures.
    Png,
}

impl TileKind {
    const fn code(self) -> u8 {
        match self {
            Self::Mvt => 1,
            Self::Png => 2,
        }
    }
}

/// How bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// As they are.
    None,
    /// What every reader understands.
    Gzip,
    /// Smaller; not every reader has it.
    Brotli,
    /// Faster; not every reader has it.
    Zstd,
}

impl Compression {
    const fn code(self) -> u8 {
        match self {
            Self::None => 1,
            Self::Gzip => 2,
            Self::Brotli => 3,
            Self::Zstd => 4,
        }
    }
}
