//! Nearest site for every node and every cell by one search.
//!
//! E. Dijkstra's method (1959) from all sites at once: each starts at both ends of its edge with what
//! the way there costs, and each node remembers whose wave came first.

use super::costs::{Cost, Costs};
use super::graph::IMPASSABLE;
use super::queue::Queue;
use super::snap::Snap;
use rayon::prelude::*;

/// A place where a site is entered. A site may have several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entrance {
    /// The caller's number of the site.
    pub site: u32,
    pub snap: Snap,
}

/// The nearest site and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub site: u32,
    pub cost: Cost,
}

/// The nearest site of every node.
#[derive(Clone, Debug)]
pub struct Nearest {
    cost: Vec<u32>,
    site: Vec<u32>,
    /// By edge, for cells that share an edge with a site.
    entrances: Vec<Entrance>,
}

/// Searches from all entrances at once. Of sites at equal cost the lowest number wins.
pub fn nearest(costs: &Costs, entrances: &[Entrance]) -> Nearest {
    let mut cost = vec![IMPASSABLE; costs.nodes()];
    let mut site = vec![u32::MAX; costs.nodes()];
    let mut queue = Queue::default();
    // A queue takes no cost below the last it gave, so the waves' beginnings go in first.
    for entrance in entrances {
        for (node, start) in costs.leave(&entrance.snap) {
            improve(&mut cost, &mut site, &mut queue, (node, start, entrance.site));
        }
    }
    while let Some((here, node)) = queue.pop() {
        if here != cost[node as usize] {
            continue;
        }
        let from = site[node as usize];
        for arc in costs.arcs(node) {
            improve(&mut cost, &mut site, &mut queue, (arc.target, here.saturating_add(arc.cost), from));
        }
    }
    let mut entrances = entrances.to_vec();
    entrances.sort_by_key(|entrance| (entrance.snap.edge, entrance.site));
    Nearest { cost, site, entrances }
}

/// No step is free, so a node's label is final before the node is passed on, and with equal costs
/// the lowest number comes through.
fn improve(cost: &mut [u32], site: &mut [u32], queue: &mut Queue, (node, new, from): (u32, u32, u32)) {
    let at = node as usize;
    if new < cost[at] {
        (cost[at], site[at]) = (new, from);
        queue.push(new, node);
    } else if new == cost[at] && new != IMPASSABLE && from < site[at] {
        site[at] = from;
    }
}

impl Nearest {
    /// The nearest site of a node; `None` where none is reached.
    pub fn node(&self, node: u32) -> Option<Reached> {
        let cost = *self.cost.get(node as usize)?;
        (cost != IMPASSABLE).then(|| Reached { site: self.site[node as usize], cost: Cost(cost) })
    }

    /// The nearest site of a snapped cell, with the ways between door and street at both ends.
    pub fn cell(&self, costs: &Costs, cell: &Snap) -> Option<Reached> {
        let by_ends = costs.arrive(cell).into_iter().filter_map(|(node, rest)| {
            let reached = self.node(node)?;
            Some((reached.cost.0.saturating_add(rest), reached.site))
        });
        let begin = self.entrances.partition_point(|entrance| entrance.snap.edge < cell.edge);
        let same_edge = self.entrances[begin..].iter().take_while(|entrance| entrance.snap.edge == cell.edge);
        let along = same_edge.map(|entrance| (costs.along(&entrance.snap, cell), entrance.site));
        let (cost, site) = by_ends.chain(along).min()?;
        (cost != IMPASSABLE).then_some(Reached { site, cost: Cost(cost) })
    }

    /// The nearest site of each cell, in parallel; `None` where none is reached or the cell is not
    /// snapped.
    pub fn cells(&self, costs: &Costs, cells: &[Option<Snap>]) -> Vec<Option<Reached>> {
        cells.par_iter().map(|cell| self.cell(costs, cell.as_ref()?)).collect()
    }
}
