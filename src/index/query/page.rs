//! A page of entities in id order, and how many there are in all.

use super::{Filter, wants};
use crate::index::entry::{Entry, Hangs};
use crate::index::layer::Layer;
use crate::index::place::{Place, Search};
use uuid::Uuid;

/// Which part of the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Only entities with a greater id: the cursor.
    pub after: Option<Uuid>,
    /// How many of those are skipped.
    pub offset: usize,
    pub limit: usize,
}

/// One page.
#[derive(Debug)]
pub struct Page<'a, F> {
    /// In id order.
    pub entries: Vec<&'a Entry<F>>,
    /// All that match, on whatever page; exact.
    pub matched: usize,
    /// Cursor of the next page in the direction of the question; `None` when nothing follows.
    pub next: Option<Uuid>,
}

impl<F: Hangs> Layer<F> {
    /// A page of the wanted entities at a place.
    ///
    /// Paging by cursor is stable: an entity that is there all the time comes up on exactly one
    /// page, whatever is written between two pages.
    pub fn page(&self, place: Place<'_>, filter: Filter<'_, F>, slice: Slice) -> Page<'_, F> {
        if let Place::On(_) = place {
            return page_of_few(self.select(place, filter), slice);
        }
        match Search::new(place) {
            Some(search) => self.page_of_search(&search, filter, slice),
            None => self.page_of_all(filter, slice, self.count(Place::Anywhere, filter)),
        }
    }

    /// A page of the wanted entities anywhere, of which there are `matched` as was found before: nothing behind the
    /// page is looked at.
    pub fn page_of_counted(&self, filter: Filter<'_, F>, slice: Slice, matched: usize) -> Page<'_, F> {
        self.page_of_all(filter, slice, matched)
    }

    /// The page that ends before `before`: at most `limit` entities, in id order; its `next` tells that more
    /// stand before them.
    pub fn page_before(
        &self,
        place: Place<'_>,
        filter: Filter<'_, F>,
        before: Uuid,
        limit: usize,
    ) -> Page<'_, F> {
        let matched;
        let mut rest: Vec<&Entry<F>> = if matches!(place, Place::Anywhere) {
            matched = self.count(place, filter);
            let wanted = self.iter_before(before).filter(|entry| wants(filter, entry));
            wanted.take(limit.saturating_add(1)).collect()
        } else {
            let mut all = self.select(place, filter);
            matched = all.len();
            all.truncate(all.partition_point(|entry| entry.id < before));
            all.into_iter().rev().take(limit.saturating_add(1)).collect()
        };
        let follows = rest.len() > limit;
        rest.truncate(limit);
        rest.reverse();
        let next = rest.first().filter(|_| follows).map(|entry| entry.id);
        Page { entries: rest, matched, next }
    }

    fn page_of_all(&self, filter: Filter<'_, F>, slice: Slice, matched: usize) -> Page<'_, F> {
        let rest = self.iter_after(slice.after);
        let wanted = slice.limit.saturating_add(1);
        let rest = match filter {
            // Skipped without a look at each.
            None => rest.skip(slice.offset).take(wanted).collect(),
            Some(_) => rest.filter(|entry| wants(filter, entry)).skip(slice.offset).take(wanted).collect(),
        };
        cut(rest, slice.limit, matched)
    }

    fn page_of_search(&self, search: &Search<'_>, filter: Filter<'_, F>, slice: Slice) -> Page<'_, F> {
        let mut matched = 0;
        let mut rest: Vec<(Uuid, &Entry<F>)> = Vec::new();
        self.search(search, filter, |entry| {
            matched += 1;
            if slice.after.is_none_or(|after| entry.id > after) {
                rest.push((entry.id, entry));
            }
        });
        let wanted = slice.offset.saturating_add(slice.limit).saturating_add(1);
        if wanted < rest.len() {
            // Sorting all that matched would cost more than finding them.
            rest.select_nth_unstable_by_key(wanted, |(id, _)| *id);
            rest.truncate(wanted);
        }
        rest.sort_unstable_by_key(|(id, _)| *id);
        let rest = rest.into_iter().skip(slice.offset);
        cut(rest.map(|(_, entry)| entry).collect(), slice.limit, matched)
    }
}

/// `all` that match, in id order.
fn page_of_few<F>(mut all: Vec<&Entry<F>>, slice: Slice) -> Page<'_, F> {
    let matched = all.len();
    all.retain(|entry| slice.after.is_none_or(|after| entry.id > after));
    let rest = all.into_iter().skip(slice.offset).take(slice.limit.saturating_add(1));
    cut(rest.collect(), slice.limit, matched)
}

/// `entries` has one more than `limit` when a page follows.
fn cut<F>(mut entries: Vec<&Entry<F>>, limit: usize, matched: usize) -> Page<'_, F> {
    let follows = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| follows).map(|entry| entry.id);
    Page { entries, matched, next }
}
