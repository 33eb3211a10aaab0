//! Features of a layer as the database keeps them: GeoJSON, one feature a line, packed.

mod read;
mod write;

pub use read::read;
pub use write::Writer;

use super::packed::Sort;

const FEATURES: Sort = Sort { letters: *b"JTFT", version: 1, what: "features of a layer" };
