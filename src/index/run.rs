//! An immutable run: entries sorted by id, a tree over their boxes, and the ids it deletes.

use super::entry::{Entry, Hangs};
use super::envelope::{Envelope, Leaf};
use super::presence::Presence;
use rstar::{RStarInsertionStrategy, RTree, RTreeParams};
use uuid::Uuid;

/// Wide nodes: fewer parents to hold in memory and to visit.
pub(super) struct NodeSize;

impl RTreeParams for NodeSize {
    const MIN_SIZE: usize = 6;
    const MAX_SIZE: usize = 16;
    const REINSERTION_COUNT: usize = 5;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

/// Entries that were written together, or merged; shadowed by every newer run of its layer.
pub struct Run<F> {
    entries: Box<[Entry<F>]>,
    tree: RTree<Leaf, NodeSize>,
    /// Positions of the entries that hang on another one, ordered by that one's id.
    hanging: Box<[u32]>,
    /// Ids that this run deletes from older runs, sorted; none of them is in `entries`.
    tombstones: Box<[Uuid]>,
    presence: Presence,
    /// Bytes of entries, features and geometries; counted once, because a run never changes.
    entry_bytes: usize,
}

impl<F: Hangs> Run<F> {
    /// From entries and tombstones, each sorted by id, no id twice.
    ///
    /// # Panics
    /// With more than 2³² entries.
    pub(super) fn new(entries: Vec<Entry<F>>, tombstones: Vec<Uuid>) -> Self {
        debug_assert!(entries.is_sorted_by(|a, b| a.id < b.id));
        debug_assert!(tombstones.is_sorted_by(|a, b| a < b));
        let leaves = entries
            .iter()
            .zip(0_u32..)
            .filter_map(|(entry, position)| {
                let envelope = Envelope::of(&entry.geometry)?;
                Some(Leaf { envelope, position })
            })
            .collect();
        assert!(u32::try_from(entries.len()).is_ok(), "a run holds at most 2^32 entries");
        let mut hanging: Vec<u32> = entries
            .iter()
            .zip(0_u32..)
            .filter_map(|(entry, position)| entry.facts.parent().map(|_| position))
            .collect();
        hanging.sort_by_key(|position| entries[*position as usize].facts.parent());
        let ids = entries.iter().map(|entry| entry.id);
        Self {
            presence: Presence::of(ids.chain(tombstones.iter().copied()), entries.len() + tombstones.len()),
            entry_bytes: entries.iter().map(Entry::bytes).sum(),
            tree: RTree::bulk_load_with_params(leaves),
            hanging: hanging.into_boxed_slice(),
            entries: entries.into_boxed_slice(),
            tombstones: tombstones.into_boxed_slice(),
        }
    }

    /// Entries that hang on `parent`, in id order.
    pub(super) fn hanging_on(&self, parent: Uuid) -> impl Iterator<Item = &Entry<F>> {
        let of = |position: &u32| self.at(*position).facts.parent();
        let first = self.hanging.partition_point(|position| of(position) < Some(parent));
        let those = self.hanging[first..].iter().take_while(move |position| of(position) == Some(parent));
        those.map(|position| self.at(*position))
    }
}

impl<F> Run<F> {
    /// Entries in id order.
    pub fn entries(&self) -> &[Entry<F>] {
        &self.entries
    }

    pub(super) fn tombstones(&self) -> &[Uuid] {
        &self.tombstones
    }

    pub(super) fn tree(&self) -> &RTree<Leaf, NodeSize> {
        &self.tree
    }

    pub(super) fn at(&self, position: u32) -> &Entry<F> {
        &self.entries[position as usize]
    }

    /// Entries and tombstones.
    pub(super) fn size(&self) -> usize {
        self.entries.len() + self.tombstones.len()
    }

    /// What this run says about an id: nothing, deleted, or the entry.
    pub(super) fn says(&self, id: Uuid) -> Option<Option<&Entry<F>>> {
        if !self.presence.may_hold(id) {
            return None;
        }
        match self.entries.binary_search_by_key(&id, |entry| entry.id) {
            Ok(position) => Some(Some(&self.entries[position])),
            Err(_) => self.tombstones.binary_search(&id).ok().map(|_| None),
        }
    }

    /// Bytes of memory, the tree's estimated from rstar's node size.
    pub fn bytes(&self) -> usize {
        let nodes = self.tree.size() + self.tree.size().div_ceil(NodeSize::MAX_SIZE) * 5 / 4;
        self.entry_bytes
            + nodes * size_of::<rstar::RTreeNode<Leaf>>()
            + self.hanging.len() * size_of::<u32>()
            + self.tombstones.len() * size_of::<Uuid>()
            + self.presence.bytes()
    }
}
