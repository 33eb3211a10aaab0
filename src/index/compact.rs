//! Compaction: one packed run instead of a base and its overlay, made off the request threads.

use super::entry::Hangs;
use super::layer::Layer;
use std::sync::Arc;

/// An overlay up to this size is never worth a new base.
const SMALL_OVERLAY: usize = 1_024;

/// The overlay is worth compacting when it is more than a twentieth of the base.
const BASE_PER_OVERLAY: usize = 20;

impl<F: Clone + Hangs> Layer<F> {
    /// Whether the overlay has grown above 5 % of the base (and above a thousand changes).
    pub fn needs_compaction(&self) -> bool {
        let overlay = self.overlay_size();
        overlay > SMALL_OVERLAY && overlay * BASE_PER_OVERLAY > self.runs()[0].size()
    }

    /// The same entities in one packed run. O(n log n): call it on a thread of its own, then put
    /// what changed meanwhile on top with [`Layer::onto`].
    #[must_use]
    pub fn compact(&self) -> Layer<F> {
        Layer::build(self.iter().cloned().collect())
    }

    /// This layer on a compacted base: `compacted` must be what [`Layer::compact`] made of
    /// `older`, a former state of this layer. Costs a few pointers: the changes since `older`
    /// are the runs it does not have, and those are put on the new base as they are.
    ///
    /// `None` when this layer does not descend from `older` (it was rebuilt meanwhile): the
    /// compacted layer is then to be thrown away.
    pub fn onto(&self, older: &Layer<F>, compacted: &Layer<F>) -> Option<Layer<F>> {
        let shared = self
            .runs()
            .iter()
            .zip(older.runs())
            .take_while(|(mine, theirs)| Arc::ptr_eq(mine, theirs))
            .count();
        if shared == 0 {
            return None;
        }
        // A run that is not shared may repeat entries of `older` that it was merged with: those
        // are the same or newer than the compacted ones, so shadowing them changes nothing.
        let runs = compacted.runs()[..1].iter().chain(&self.runs()[shared..]).cloned().collect();
        // What the other runs take away is told by what lies below them now.
        Some(Layer::of_runs(runs, self.len(), compacted))
    }
}
