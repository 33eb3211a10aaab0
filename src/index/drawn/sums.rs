//! Sums of a layer, run by run: what a run adds, and what it takes away from the runs below by shadowing
//! them. Each is made when a tile first needs it and kept as long as the run, so that after a write only
//! what the write brought is added up.

use super::Summed;
use super::grid::Grid;
use super::ordered::Ordered;
use crate::index::entry::Entry;
use crate::index::layer::Layer;
use std::sync::OnceLock;

/// Of one run on top of the runs below it, for each set of tiles.
#[derive(Default)]
pub(in crate::index) struct Sums([OnceLock<Shift>; 2]);

struct Shift {
    added: Ordered,
    taken: Ordered,
}

impl Sums {
    /// Bytes of what has been made.
    pub fn bytes(&self) -> usize {
        let made = self.0.iter().filter_map(OnceLock::get);
        made.map(|shift| shift.added.bytes() + shift.taken.bytes()).sum()
    }
}

impl<F: Summed> Layer<F> {
    /// Sums whose total, each so many times, is the layer's.
    pub(super) fn sums_of(&self, grid: Grid) -> Vec<(&Ordered, i64)> {
        let mut sources = Vec::with_capacity(2 * self.runs().len());
        for (depth, sums) in self.sums().iter().enumerate() {
            let shift = sums.0[grid.number()].get_or_init(|| self.shift(depth, grid));
            sources.extend([(&shift.added, 1), (&shift.taken, -1)]);
        }
        sources
    }

    fn shift(&self, depth: usize, grid: Grid) -> Shift {
        let (run, below) = (&self.runs()[depth], &self.runs()[..depth]);
        let ids = run.entries().iter().map(|entry| entry.id).chain(run.tombstones().iter().copied());
        let shadowed = |id| -> Option<&Entry<F>> { below.iter().rev().find_map(|older| older.says(id))? };
        let taken: Vec<&Entry<F>> =
            if below.is_empty() { Vec::new() } else { ids.filter_map(shadowed).collect() };
        Shift { added: Ordered::of(run.entries().iter(), grid), taken: Ordered::of(taken.into_iter(), grid) }
    }
}
