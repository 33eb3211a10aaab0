//! CQL2 text.

/// Geometries in a text.
mod geometry;
/// From tokens to a tree.
mod parser;
/// Values, calls and predicates: what has no operator.
mod primary;
mod read;
/// From characters to tokens.
mod tokens;
mod write;

pub use read::read;
pub use write::write;
