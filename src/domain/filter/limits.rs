//! How long, deep and wide a filter may be, so that reading and asking it stays cheap.

use super::error::{At, FilterError};

/// Bytes of a filter's text or JSON.
pub const MAX_BYTES: usize = 64 * 1024;

/// Levels of a filter's tree, and of brackets in its text.
pub const MAX_DEPTH: usize = 64;

/// Operators, operands and literals of a filter.
pub const MAX_NODES: usize = 5_000;

/// Vertices of all its geometry literals.
pub const MAX_VERTICES: usize = 10_000;

impl FilterError {
    /// The filter is longer than [`MAX_BYTES`].
    pub fn too_long(bytes: usize) -> Self {
        Self::new(
            &At::Whole,
            "filter_too_long",
            format!("过滤条件有 {bytes} 字节,最多 {MAX_BYTES} 字节"),
            format!("the filter has {bytes} bytes; at most {MAX_BYTES} are allowed"),
        )
    }

    /// It nests deeper than [`MAX_DEPTH`].
    pub fn too_deep(at: &At) -> Self {
        Self::new(
            at,
            "filter_too_deep",
            format!("过滤条件嵌套超过 {MAX_DEPTH} 层"),
            format!("the filter nests more than {MAX_DEPTH} levels deep"),
        )
    }

    /// It has more parts than [`MAX_NODES`].
    pub fn too_many_nodes(at: &At) -> Self {
        Self::new(
            at,
            "filter_too_large",
            format!("过滤条件的组成部分超过 {MAX_NODES} 个"),
            format!("the filter has more than {MAX_NODES} parts"),
        )
    }

    /// Its geometries have more vertices than [`MAX_VERTICES`].
    pub fn too_many_vertices(at: &At) -> Self {
        Self::new(
            at,
            "too_many_vertices",
            format!("过滤条件中几何的顶点超过 {MAX_VERTICES} 个"),
            format!("the filter's geometries have more than {MAX_VERTICES} vertices"),
        )
    }
}
