//! What a surface rests on; it stands beside every figure that is made from it.

use serde::Serialize;

/// How points came to carry people.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Method {
    /// Cells or points of a source, as they are.
    Cells,
    /// Figures of divisions spread evenly over their polygons.
    Even {
        /// Metres between points.
        spacing_m: f64,
    },
    /// Figures of divisions spread over where homes are.
    Dasymetric {
        /// Metres between points.
        spacing_m: f64,
    },
    /// Values of a raster.
    Grid,
}

/// Source, time and method of a surface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Basis {
    /// Such as "Helsinki population grid".
    pub name: String,
    /// Holds at 31 December of this year.
    pub year: i16,
    /// Which publication.
    pub vintage: String,
    /// Computed, not published.
    pub estimate: bool,
    pub demo: bool,
    #[serde(flatten)]
    pub method: Method,
}
