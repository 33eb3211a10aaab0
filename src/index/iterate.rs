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

    /// Passes over many at a time where one run alone has the next ids: a deep offset costs as much as there is
    /// in the smaller runs, not as many as are skipped.
    fn nth(&mut self, mut count: usize) -> Option<Self::Item> {
        while count > 0 {
            let alone = self.alone().min(count);
            if alone > 1 {
                let least = self.least()?;
                self.heads[least].entries = &self.heads[least].entries[alone..];
                count -= alone;
            } else {
                self.next()?;
                count -= 1;
            }
        }
        self.next()
    }
}

impl<F> Merge<'_, F> {
    /// Position of the head with the least id.
    fn least(&self) -> Option<usize> {
        let ids = self.heads.iter().map(Head::next_id).enumerate();
        ids.filter_map(|(at, id)| Some((id?, at))).min().map(|(_, at)| at)
    }

    /// How many entries of that head come before anything that another one says, or that it deletes itself.
    fn alone(&self) -> usize {
        let Some(least) = self.least() else { return 0 };
        let head = &self.heads[least];
        let others = self.heads.iter().enumerate().filter(|(at, _)| *at != least);
        let end =
            others.filter_map(|(_, other)| other.next_id()).chain(head.tombstones.first().copied()).min();
        let Some(end) = end else { return head.entries.len() };
        // The end is mostly near: from there it is looked for in steps that double.
        let mut reach = 1;
        while head.entries.get(reach - 1).is_some_and(|entry| entry.id < end) {
            reach *= 2;
        }
        head.entries[..reach.min(head.entries.len())].partition_point(|entry| entry.id < end)
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
