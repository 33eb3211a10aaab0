//! A geometry as GeoJSON text and back: the hot path of the index, the API and both codecs.

mod read;
mod write;

pub use read::{GeometryError, GeometryRules, read};
pub use write::{write, write_number, write_position};
