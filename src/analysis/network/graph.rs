//! The network itself: nodes where streets branch, edges with their shape.

use super::report::Report;
use geo_types::{Coord, LineString};

/// The cost of what cannot be passed.
pub const IMPASSABLE: u32 = u32::MAX;

/// A street between two nodes without a branch between them; one speed in each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
    /// Geodesic millimetres along its shape.
    pub length_mm: u32,
    /// Milliseconds from `from` to `to`; [`IMPASSABLE`] against a one-way street.
    pub ahead_ms: u32,
    /// Milliseconds from `to` to `from`.
    pub back_ms: u32,
}

/// Streets of one mode as a graph.
///
/// Nodes are numbered along a curve that keeps neighbours together, edges by their first node.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) mode: String,
    pub(super) off_network_kmh: f64,
    pub(super) nodes: Vec<Coord<f64>>,
    pub(super) edges: Vec<Edge>,
    /// Where each edge's shape begins in `shape`, and one more.
    pub(super) shape_first: Vec<u32>,
    pub(super) shape: Vec<Coord<f64>>,
    /// Metres from the edge's start to each vertex of its shape.
    pub(super) along_m: Vec<f64>,
    /// Where each node's edges begin in `incident`, and one more.
    pub(super) incident_first: Vec<u32>,
    pub(super) incident: Vec<u32>,
    pub(super) component: Vec<u32>,
    pub(super) report: Report,
}

impl Network {
    /// The mode's id.
    pub fn mode(&self) -> &str {
        &self.mode
    }

    /// Speed between a door and the street, km/h.
    pub fn off_network_kmh(&self) -> f64 {
        self.off_network_kmh
    }

    /// Nodes, (lon, lat).
    pub fn nodes(&self) -> &[Coord<f64>] {
        &self.nodes
    }

    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// What became of the streets of the file.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Vertices of an edge's shape from `from` to `to`, both included.
    pub fn shape(&self, edge: u32) -> &[Coord<f64>] {
        &self.shape[self.shape_range(edge)]
    }

    /// Metres from the edge's start to each vertex of its shape.
    pub fn along_m(&self, edge: u32) -> &[f64] {
        &self.along_m[self.shape_range(edge)]
    }

    /// The edges that end at a node; a ring comes twice.
    pub fn incident(&self, node: u32) -> &[u32] {
        let (first, end) = (self.incident_first[node as usize], self.incident_first[node as usize + 1]);
        &self.incident[first as usize..end as usize]
    }

    /// The component of a node; 0 is the main one.
    pub fn component(&self, node: u32) -> u32 {
        self.component[node as usize]
    }

    /// Whether the edge belongs to the main component.
    pub fn is_main(&self, edge: u32) -> bool {
        self.component(self.edges[edge as usize].from) == 0
    }

    /// The part of an edge's shape between two fractions of its length.
    pub fn part(&self, edge: u32, from: f64, to: f64) -> LineString<f64> {
        let (shape, along) = (self.shape(edge), self.along_m(edge));
        let length = along.last().copied().unwrap_or(0.0);
        let (low, high) = (from.clamp(0.0, 1.0) * length, to.clamp(0.0, 1.0) * length);
        let inside = along.iter().zip(shape).filter(|(m, _)| **m > low && **m < high).map(|(_, c)| *c);
        let mut line = vec![place(shape, along, low)];
        line.extend(inside);
        line.push(place(shape, along, high));
        LineString(line)
    }

    fn shape_range(&self, edge: u32) -> std::ops::Range<usize> {
        self.shape_first[edge as usize] as usize..self.shape_first[edge as usize + 1] as usize
    }
}

/// The place at so many metres along a shape.
fn place(shape: &[Coord<f64>], along: &[f64], metres: f64) -> Coord<f64> {
    let next = along.partition_point(|m| *m <= metres).clamp(1, shape.len() - 1);
    let (a, b) = (shape[next - 1], shape[next]);
    let run = along[next] - along[next - 1];
    let share = if run > 0.0 { (metres - along[next - 1]) / run } else { 0.0 };
    a + (b - a) * share.clamp(0.0, 1.0)
}
