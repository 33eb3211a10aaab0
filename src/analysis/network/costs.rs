//! What a search pays: whole thousandths of a metre or of a second.

use super::graph::{IMPASSABLE, Network};
use super::snap::Snap;
use serde::{Deserialize, Serialize};

/// What is counted along the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Costs are millimetres.
    Metres,
    /// Costs are milliseconds.
    Seconds,
}

/// Which way people go; it matters where streets are one-way or slopes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From their homes to the sites.
    ToSites,
    /// From the sites to their homes.
    FromSites,
}

/// A cost: whole millimetres or milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cost(pub u32);

impl Cost {
    /// From metres or seconds; `None` for NaN, a negative number, or more than fits (4,294 km, 49 days).
    pub fn of(units: f64) -> Option<Self> {
        let rounded = (units * 1000.0).round();
        (rounded >= 0.0 && rounded < f64::from(IMPASSABLE)).then_some(Self(rounded as u32))
    }

    /// Metres or seconds.
    pub fn units(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// The network as a search from sites runs over it: in `Direction::ToSites` against the travel.
///
/// An arc's target and cost lie side by side. Kept apart from [`Network`], which holds the shapes.
#[derive(Clone, Debug)]
pub struct Costs {
    measure: Measure,
    direction: Direction,
    first: Vec<u32>,
    arcs: Vec<Arc>,
    edges: Vec<EdgeCost>,
    off_per_m: f64,
}

/// One step of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    pub target: u32,
    pub cost: u32,
}

/// An edge as the search sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EdgeCost {
    pub from: u32,
    pub to: u32,
    pub ahead: u32,
    pub back: u32,
}

impl Costs {
    pub fn new(network: &Network, measure: Measure, direction: Direction) -> Self {
        let edges: Vec<EdgeCost> = network
            .edges()
            .iter()
            .map(|edge| {
                let of = |ms: u32| match measure {
                    Measure::Metres if ms != IMPASSABLE => edge.length_mm,
                    _ => ms,
                };
                let (ahead, back) = match direction {
                    Direction::FromSites => (of(edge.ahead_ms), of(edge.back_ms)),
                    Direction::ToSites => (of(edge.back_ms), of(edge.ahead_ms)),
                };
                EdgeCost { from: edge.from, to: edge.to, ahead, back }
            })
            .collect();
        let (first, arcs) = arcs(network.nodes().len(), &edges);
        let off_per_m = match measure {
            Measure::Metres => 1000.0,
            Measure::Seconds => 1000.0 / (network.off_network_kmh() / 3.6),
        };
        Self { measure, direction, first, arcs, edges, off_per_m }
    }

    pub fn measure(&self) -> Measure {
        self.measure
    }

    pub fn direction(&self) -> Direction {
        self.direction
    }

    pub fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    pub(super) fn arcs(&self, node: u32) -> &[Arc] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    pub(super) fn edge(&self, edge: u32) -> EdgeCost {
        self.edges[edge as usize]
    }

    pub(super) fn edges(&self) -> usize {
        self.edges.len()
    }

    /// From the place itself to the street.
    pub fn off_network(&self, snap: &Snap) -> Cost {
        Cost((snap.off_m * self.off_per_m).round().min(f64::from(IMPASSABLE - 1)) as u32)
    }

    /// From a snapped site to both ends of its edge, with the way to the street.
    pub(super) fn leave(&self, snap: &Snap) -> [(u32, u32); 2] {
        let edge = self.edge(snap.edge);
        self.ends(snap, edge.back, edge.ahead)
    }

    /// From both ends of its edge to a snapped cell, with the way from the street.
    pub(super) fn arrive(&self, snap: &Snap) -> [(u32, u32); 2] {
        let edge = self.edge(snap.edge);
        self.ends(snap, edge.ahead, edge.back)
    }

    /// What lies between a place and both ends of its edge, given what the whole edge costs on the
    /// `from` side and on the `to` side of the place. At an end itself no street has to be passed.
    fn ends(&self, snap: &Snap, from_side: u32, to_side: u32) -> [(u32, u32); 2] {
        let edge = self.edge(snap.edge);
        let off = self.off_network(snap).0;
        let from = if snap.fraction == 0.0 { 0 } else { share(from_side, snap.fraction) };
        let to = match to_side {
            _ if snap.fraction == 1.0 => 0,
            IMPASSABLE => IMPASSABLE,
            whole => whole - share(whole, snap.fraction),
        };
        [(edge.from, from.saturating_add(off)), (edge.to, to.saturating_add(off))]
    }

    /// From a site to a cell on the same edge without leaving it; [`IMPASSABLE`] against a one-way
    /// street.
    pub(super) fn along(&self, site: &Snap, cell: &Snap) -> u32 {
        let edge = self.edge(site.edge);
        let whole = if cell.fraction >= site.fraction { edge.ahead } else { edge.back };
        let way = match whole {
            _ if cell.fraction == site.fraction => 0,
            IMPASSABLE => IMPASSABLE,
            _ => share(whole, site.fraction).abs_diff(share(whole, cell.fraction)),
        };
        way.saturating_add(self.off_network(site).0).saturating_add(self.off_network(cell).0)
    }
}

/// The part of a cost that lies before a fraction of the edge.
fn share(cost: u32, fraction: f64) -> u32 {
    if cost == IMPASSABLE { IMPASSABLE } else { (f64::from(cost) * fraction).round() as u32 }
}

fn arcs(nodes: usize, edges: &[EdgeCost]) -> (Vec<u32>, Vec<Arc>) {
    let mut all: Vec<(u32, Arc)> = Vec::with_capacity(edges.len() * 2);
    for edge in edges.iter().filter(|edge| edge.from != edge.to) {
        let both = [(edge.from, edge.to, edge.ahead), (edge.to, edge.from, edge.back)];
        let open = both.into_iter().filter(|(_, _, cost)| *cost != IMPASSABLE);
        all.extend(open.map(|(from, target, cost)| (from, Arc { target, cost })));
    }
    let mut first = vec![0_u32; nodes + 1];
    for (from, _) in &all {
        first[*from as usize + 1] += 1;
    }
    for node in 1..first.len() {
        first[node] += first[node - 1];
    }
    let mut next = first.clone();
    let mut arcs = vec![Arc { target: 0, cost: 0 }; all.len()];
    for (from, arc) in all {
        let slot = &mut next[from as usize];
        arcs[*slot as usize] = arc;
        *slot += 1;
    }
    (first, arcs)
}
