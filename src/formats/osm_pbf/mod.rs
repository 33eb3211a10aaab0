//! OpenStreetMap extracts (`.osm.pbf`): nodes and ways for the street network.
//!
//! Read only, by the format's public description (the OpenStreetMap wiki, "PBF Format"): a file is a
//! row of blobs, each a zlib stream of Protocol Buffers. Relations are skipped.

mod blob;
mod block;
mod error;
mod read;
mod wire;

pub use read::read;
