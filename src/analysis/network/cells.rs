//! Cells by the nodes and edges that they hang on.

use super::costs::Costs;
use super::graph::IMPASSABLE;
use super::snap::Snap;

/// Snapped cells, made ready to be met by many searches over the same [`Costs`].
#[derive(Clone, Debug)]
pub struct Cells {
    snaps: Vec<Option<Snap>>,
    node_first: Vec<u32>,
    /// A cell and what it costs from the node, the cheapest first.
    hanging: Vec<(u32, u32)>,
    edge_first: Vec<u32>,
    on_edge: Vec<u32>,
}

impl Cells {
    /// `None` stands for a cell that could not be snapped; nothing reaches it.
    pub fn new(costs: &Costs, snaps: &[Option<Snap>]) -> Self {
        let snapped =
            || snaps.iter().enumerate().filter_map(|(cell, snap)| Some((cell as u32, snap.as_ref()?)));
        let mut by_node: Vec<(u32, u32, u32)> = Vec::new();
        let mut by_edge: Vec<(u32, u32)> = Vec::new();
        for (cell, snap) in snapped() {
            by_edge.push((snap.edge, cell));
            let ends = costs.arrive(snap).into_iter().filter(|(_, cost)| *cost != IMPASSABLE);
            by_node.extend(ends.map(|(node, cost)| (node, cost, cell)));
        }
        by_node.sort_unstable();
        by_edge.sort_unstable();
        Self {
            snaps: snaps.to_vec(),
            node_first: starts(costs.nodes(), by_node.iter().map(|entry| entry.0)),
            hanging: by_node.into_iter().map(|(_, cost, cell)| (cell, cost)).collect(),
            edge_first: starts(costs.edges(), by_edge.iter().map(|entry| entry.0)),
            on_edge: by_edge.into_iter().map(|entry| entry.1).collect(),
        }
    }

    /// How many cells there are, snapped or not.
    pub fn len(&self) -> usize {
        self.snaps.len()
    }

    pub fn is_empty(&self) -> bool {
        self.snaps.is_empty()
    }

    pub fn snap(&self, cell: u32) -> Option<&Snap> {
        self.snaps.get(cell as usize)?.as_ref()
    }

    pub(super) fn at_node(&self, node: u32) -> &[(u32, u32)] {
        &self.hanging[self.node_first[node as usize] as usize..self.node_first[node as usize + 1] as usize]
    }

    pub(super) fn on_edge(&self, edge: u32) -> &[u32] {
        &self.on_edge[self.edge_first[edge as usize] as usize..self.edge_first[edge as usize + 1] as usize]
    }
}

/// Where each of `count` keys begins in a sorted list, and one more.
fn starts(count: usize, keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut first = vec![0_u32; count + 1];
    for key in keys {
        first[key as usize + 1] += 1;
    }
    for key in 1..first.len() {
        first[key] += first[key - 1];
    }
    first
}
