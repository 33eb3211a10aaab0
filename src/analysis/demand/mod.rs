//! Population surfaces: where people live, as points that carry people.
//!
//! Every analysis of reach asks a [`Surface`], whatever it was made from: cells of a census grid,
//! divisions' figures spread over their polygons, or a raster. People are whole thousandths of a
//! person, so that sums are exact and a spread figure stays the figure.

/// People by age group, where the source tells.
mod ages;
/// What a surface rests on: source, year, vintage, method.
mod basis;
/// Neighbouring points put together.
mod blocks;
/// Parts of a whole that are handed on until they make one.
mod carry;
/// From the cells or points of a population grid.
mod cells;
/// Why something is no surface.
mod error;
/// The shape of the ground that a point stands for.
mod footprint;
/// From a raster, value by value.
mod grid;
/// Numbers of people in thousandths.
mod people;
/// How far apart the points of a grid are.
mod spacing;
/// From divisions' figures, spread evenly or by where homes are.
mod spread;
/// The surface itself.
mod surface;

pub use ages::Ages;
pub use basis::{Basis, Method};
pub use blocks::{Block, blocks};
pub use carry::Carry;
pub use cells::from_cells;
pub use error::DemandError;
pub use footprint::Footprint;
pub use grid::GridBuilder;
pub use people::People;
pub use spacing::guess_footprint;
pub use spread::{Figure, Homes, Spread, spread};
pub use surface::{MOST_POINTS, Surface};

#[cfg(test)]
pub(in crate::analysis) mod tests;
