//! All entities in id order: a merge of the runs, the newest shadowing the older ones.

use super::entry::Entry;
use super::layer::Layer;
use uuid::Uuid;

impl<F> Layer<F> {
    /// All entities in id order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry<F>> {
        self.iter_after(None)
    }

    /// The entities whose id is greater than `after`, in id order. O(log n) to start.
    pub fn iter_after(&self, after: Option<Uuid>) -> impl Iterator<Item = &Entry<F>> {
        Merge {
            heads: self
                .runs()
                .iter()
                .map(|run| {
                    let past = |id: &Uuid| after.is_some_and(|after| *id <= after);
                    let entries = run.entries();
                    let tombstones = run.tombstones();
                    Head {
                        entries: &entries[entries.partition_point(|e| past(&e.id))..],
                        tombstones: &tombstones[tombstones.partition_point(past)..],
                    }
                })
                .collect(),
        }
    }
}

/// What is left of one run.
struct Head<'a, F> {
    entries: &'a [Entry<F>],
    tombstones: &'a [Uuid],
}

impl<'a, F> Head<'a, F> {
    fn next_id(&self) -> Option<Uuid> {
        match (self.entries.first(), self.tombstones.first()) {
            (Some(entry), Some(tombstone)) => Some(entry.id.min(*tombstone)),
            (Some(entry), None) => Some(entry.id),
            (None, tombstone) => tombstone.copied(),
        }
    }

    /// Moves past `id`, which is the next one; `None` if it is a tombstone.
    fn take(&mut self, id: Uuid) -> Option<&'a Entry<F>> {
        match self.entries.split_first() {
            Some((entry, rest)) if entry.id == id => {
                self.entries = rest;
                Some(entry)
            }
            _ => {
                self.tombstones = &self.tombstones[1..];
                None
            }
        }
    }
}

struct Merge<'a, F> {
    /// Oldest first. There are few runs, so the least id is found by looking at all of them.
    heads: Vec<Head<'a, F>>,
}

impl<'a, F> Iterator for Merge<'a, F> {
    type Item = &'a Entry<F>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let id = self.heads.iter().filter_map(Head::next_id).min()?;
            let mut said = None;
            for head in &mut self.heads {
                if head.next_id() == Some(id) {
                    said = head.take(id);
                }
            }
            if said.is_some() {
                return said;
            }
        }
    }
}

impl<F> Layer<F> {
    /// The entities whose id is less than `before`, the greatest id first. O(log n) to start.
    pub fn iter_before(&self, before: Uuid) -> impl Iterator<Item = &Entry<F>> {
        let tails = self.runs().iter().map(|run| {
            let entries = run.entries();
            let tombstones = run.tombstones();
            Tail {
                entries: &entries[..entries.partition_point(|entry| entry.id < before)],
                tombstones: &tombstones[..tombstones.partition_point(|id| *id < before)],
            }
        });
        MergeBack { tails: tails.collect() }
    }
}

/// What is left of one run, from the other end.
struct Tail<'a, F> {
    entries: &'a [Entry<F>],
    tombstones: &'a [Uuid],
}

impl<'a, F> Tail<'a, F> {
    fn next_id(&self) -> Option<Uuid> {
        self.entries.last().map(|entry| entry.id).max(self.tombstones.last().copied())
    }

    /// Moves past `id`, which is the next one; `None` if it is a tombstone.
    fn take(&mut self, id: Uuid) -> Option<&'a Entry<F>> {
        match self.entries.split_last() {
            Some((entry, rest)) if entry.id == id => {
                self.entries = rest;
                Some(entry)
            }
            _ => {
                self.tombstones = self.tombstones.split_last().map_or(&[], |(_, rest)| rest);
                None
            }
        }
    }
}

/// As [`Merge`], backwards.
struct MergeBack<'a, F> {
    tails: Vec<Tail<'a, F>>,
}

impl<'a, F> Iterator for MergeBack<'a, F> {
    type Item = &'a Entry<F>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let id = self.tails.iter().filter_map(Tail::next_id).max()?;
            let mut said = None;
            for tail in &mut self.tails {
                if tail.next_id() == Some(id) {
                    said = tail.take(id);
                }
            }
            if said.is_some() {
                return said;
            }
        }
    }
}
