//! One kind of entity, as an immutable, log-structured spatial index.

use super::drawn::Sums;
use super::entry::{Entry, Hangs};
use super::run::Run;
use std::cmp::Reverse;
use std::sync::Arc;
use uuid::Uuid;

/// All current entities of one kind.
///
/// A layer is a stack of immutable runs, oldest first; a newer run shadows the older ones, by an
/// entry or by a tombstone. The first run is the base and holds nearly everything; the others are
/// the overlay. Changing a layer makes a new one that shares all runs but the newest, so a clone
/// is cheap and whoever holds a layer sees it unchanged for ever.
pub struct Layer<F> {
    /// Never empty: the base is always there.
    runs: Vec<Arc<Run<F>>>,
    /// What tiles of many entities are made of, as many as runs.
    sums: Vec<Arc<Sums>>,
    len: usize,
}

impl<F> Clone for Layer<F> {
    fn clone(&self) -> Self {
        Self { runs: self.runs.clone(), sums: self.sums.clone(), len: self.len }
    }
}

impl<F: Hangs> Default for Layer<F> {
    fn default() -> Self {
        Self::build(Vec::new())
    }
}

impl<F: Hangs> Layer<F> {
    /// A layer of one packed run. Order does not matter; of two entries with one id the higher
    /// version stays. O(n log n), to be called off the request threads.
    pub fn build(entries: Vec<Entry<F>>) -> Self {
        let entries = in_id_order(entries);
        let len = entries.len();
        Self { runs: vec![Arc::new(Run::new(entries, Vec::new()))], sums: vec![Arc::default()], len }
    }

    /// The entities that hang on this one, in id order; costs what they are, not what the layer is.
    pub fn hanging_on(&self, parent: Uuid) -> Vec<&Entry<F>> {
        let runs = self.runs.iter().enumerate();
        let mut found: Vec<&Entry<F>> = runs
            .flat_map(|(depth, run)| {
                run.hanging_on(parent).filter(move |entry| !self.is_shadowed(depth, entry.id))
            })
            .collect();
        found.sort_unstable_by_key(|entry| entry.id);
        found
    }
}

impl<F> Layer<F> {
    /// `like`: a layer whose sums are good for the runs that both begin with.
    pub(super) fn of_runs(runs: Vec<Arc<Run<F>>>, len: usize, like: &Layer<F>) -> Self {
        debug_assert!(!runs.is_empty());
        let shared = runs.iter().zip(&like.runs).take_while(|(mine, theirs)| Arc::ptr_eq(mine, theirs));
        let mut sums: Vec<Arc<Sums>> = shared.zip(&like.sums).map(|(_, sums)| Arc::clone(sums)).collect();
        sums.resize_with(runs.len(), Arc::default);
        Self { runs, sums, len }
    }

    /// What each run adds to sums, and takes away from those below it.
    pub(super) fn sums(&self) -> &[Arc<Sums>] {
        &self.sums
    }

    /// The base first, then the overlay, oldest first.
    pub(super) fn runs(&self) -> &[Arc<Run<F>>] {
        &self.runs
    }

    /// Number of entities, exact.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entity with this id.
    pub fn get(&self, id: Uuid) -> Option<&Entry<F>> {
        self.runs.iter().rev().find_map(|run| run.says(id))?
    }

    /// Whether a newer run than the one at `depth` says something about the id.
    pub(super) fn is_shadowed(&self, depth: usize, id: Uuid) -> bool {
        self.runs[depth + 1..].iter().any(|run| run.says(id).is_some())
    }

    /// Entries and tombstones above the base.
    pub fn overlay_size(&self) -> usize {
        self.runs[1..].iter().map(|run| run.size()).sum()
    }

    /// Bytes of memory of all runs, entries that are shadowed included, and of the sums that were made.
    pub fn bytes(&self) -> usize {
        self.runs.iter().map(|run| run.bytes()).sum::<usize>()
            + self.sums.iter().map(|sums| sums.bytes()).sum::<usize>()
    }
}

/// Sorted by id, of each only the highest version. Small keys are sorted and each entry is moved once:
/// entries are large.
fn in_id_order<F>(entries: Vec<Entry<F>>) -> Vec<Entry<F>> {
    let in_order = entries.is_sorted_by(|a, b| a.id < b.id);
    if in_order {
        return entries;
    }
    let mut keys: Vec<(Uuid, Reverse<u64>, usize)> =
        entries.iter().enumerate().map(|(at, entry)| (entry.id, Reverse(entry.version), at)).collect();
    keys.sort_unstable();
    keys.dedup_by_key(|(id, _, _)| *id);
    let mut entries: Vec<Option<Entry<F>>> = entries.into_iter().map(Some).collect();
    keys.into_iter().filter_map(|(_, _, at)| entries[at].take()).collect()
}
