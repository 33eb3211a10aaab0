//! OGC GeoPackage: one SQLite file of layers.

mod layer;
pub(super) mod read;
mod schema;
pub(super) mod write;
