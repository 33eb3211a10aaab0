//! Walking and cycling over streets.
//!
//! [`build`](build::build) makes a [`Network`](graph::Network) for one mode; a
//! [`Snapper`](snap::Snapper) finds the place along a street nearest to a point;
//! [`Costs`](costs::Costs) are what searches run over: one cost for each direction of each edge, in
//! whole thousandths (millimetres or milliseconds), so that results are the same to the last digit
//! on every machine.
//!
//! Crossing streets meet only where they share a node, so bridges and tunnels need no rule.

/// What one site reaches within a budget, cell by cell; all sites in parallel.
pub mod bounded;
/// From mapped streets to a network.
pub mod build;
/// Cells by the nodes and edges that they hang on.
pub mod cells;
/// Parts that hang together.
mod components;
/// Nodes where nothing branches become vertices of one longer edge.
mod contract;
/// What a search pays: whole thousandths of a metre or of a second.
pub mod costs;
/// The network itself.
pub mod graph;
/// The streets reached within a budget, edges cut where it ends.
pub mod isochrone;
/// The surface around reached streets.
pub mod isochrone_area;
/// Nearest site for every node and every cell by one search.
pub mod nearest;
/// Whether and how fast a street's tags let a mode through.
mod passage;
/// A plane that touches the earth.
mod plane;
/// A monotone priority queue.
mod queue;
/// What became of the streets of a file.
pub mod report;
/// Kept streets cut into straight pieces.
mod segments;
/// The nearest place along an edge.
pub mod snap;
/// Places where a line or a surface is entered.
pub mod snap_geometry;
