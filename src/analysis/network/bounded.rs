//! What one site reaches within a budget, cell by cell; all sites in parallel.

use super::cells::Cells;
use super::costs::{Cost, Costs};
use super::graph::IMPASSABLE;
use super::queue::Queue;
use super::snap::Snap;
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A cell and what it costs from the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellCost {
    pub cell: u32,
    pub cost: Cost,
}

/// The caller broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search was cancelled")]
pub struct Cancelled;

/// Told how many sites are done, of how many; may break off. Called from several threads.
pub type Watch<'a> = &'a (dyn Fn(usize, usize) -> ControlFlow<()> + Sync);

/// Memory of a search that is used again: what a search does not touch costs it nothing.
#[derive(Clone, Debug)]
pub struct Workspace {
    cost: Vec<u32>,
    touched: Vec<u32>,
    queue: Queue,
    cell_cost: Vec<u32>,
    touched_cells: Vec<u32>,
}

impl Workspace {
    pub fn new(costs: &Costs, cells: &Cells) -> Self {
        Self::sized(costs.nodes(), cells.len())
    }

    pub(super) fn sized(nodes: usize, cells: usize) -> Self {
        Self {
            cost: vec![IMPASSABLE; nodes],
            touched: Vec::new(),
            queue: Queue::default(),
            cell_cost: vec![IMPASSABLE; cells],
            touched_cells: Vec::new(),
        }
    }

    /// Nodes within the budget and their costs, in no order, until the next search.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (u32, u32)> {
        self.touched.iter().map(|node| (*node, self.cost[*node as usize]))
    }

    /// Dijkstra's search over nodes up to `budget`.
    pub(super) fn search(&mut self, costs: &Costs, entrances: &[Snap], budget: Cost) {
        self.clear();
        for snap in entrances {
            for (node, start) in costs.leave(snap) {
                self.improve(node, start, budget);
            }
        }
        while let Some((here, node)) = self.queue.pop() {
            if here == self.cost[node as usize] {
                for arc in costs.arcs(node) {
                    self.improve(arc.target, here.saturating_add(arc.cost), budget);
                }
            }
        }
    }

    fn clear(&mut self) {
        for node in self.touched.drain(..) {
            self.cost[node as usize] = IMPASSABLE;
        }
        self.queue.clear();
    }

    fn improve(&mut self, node: u32, cost: u32, budget: Cost) {
        let known = &mut self.cost[node as usize];
        if cost < *known && cost <= budget.0 {
            if *known == IMPASSABLE {
                self.touched.push(node);
            }
            *known = cost;
            self.queue.push(cost, node);
        }
    }

    fn improve_cell(&mut self, cell: u32, cost: u32, budget: Cost) {
        let known = &mut self.cell_cost[cell as usize];
        if cost < *known && cost <= budget.0 {
            if *known == IMPASSABLE {
                self.touched_cells.push(cell);
            }
            *known = cost;
        }
    }
}

/// The cells that one site (given by its entrances) reaches within `budget`, by ascending cell.
pub fn reach(
    costs: &Costs,
    cells: &Cells,
    entrances: &[Snap],
    budget: Cost,
    space: &mut Workspace,
) -> Vec<CellCost> {
    space.search(costs, entrances, budget);
    for position in 0..space.touched.len() {
        let node = space.touched[position];
        let here = space.cost[node as usize];
        for (cell, rest) in cells.at_node(node) {
            let cost = here.saturating_add(*rest);
            if cost > budget.0 {
                // The others hang farther off.
                break;
            }
            space.improve_cell(*cell, cost, budget);
        }
    }
    for entrance in entrances {
        for cell in cells.on_edge(entrance.edge) {
            if let Some(snap) = cells.snap(*cell) {
                space.improve_cell(*cell, costs.along(entrance, snap), budget);
            }
        }
    }
    space.touched_cells.sort_unstable();
    let mut found = Vec::with_capacity(space.touched_cells.len());
    for cell in space.touched_cells.drain(..) {
        let cost = std::mem::replace(&mut space.cell_cost[cell as usize], IMPASSABLE);
        found.push(CellCost { cell, cost: Cost(cost) });
    }
    found
}

/// [`reach`] for many sites in parallel; `take` turns each site's cells into what is kept of them, so
/// that memory holds no more than the caller wants.
///
/// # Errors
/// [`Cancelled`] when `watch` broke off.
pub fn reach_each<T: Send>(
    costs: &Costs,
    cells: &Cells,
    sites: &[Vec<Snap>],
    budget: Cost,
    watch: Watch<'_>,
    take: impl Fn(usize, &[CellCost]) -> T + Sync,
) -> Result<Vec<T>, Cancelled> {
    let done = AtomicUsize::new(0);
    sites
        .par_iter()
        .enumerate()
        .map_init(
            || Workspace::new(costs, cells),
            |space, (site, entrances)| {
                let kept = take(site, &reach(costs, cells, entrances, budget, space));
                let count = done.fetch_add(1, Ordering::Relaxed) + 1;
                if watch(count, sites.len()).is_break() { Err(Cancelled) } else { Ok(kept) }
            },
        )
        .collect()
}
