//! All entities at a place.

use super::{Filter, wants};
use crate::domain::bbox::Bbox;
use crate::domain::region::Region;
use crate::index::entry::{Entry, Hangs};
use crate::index::envelope::{Envelope, Leaf};
use crate::index::layer::Layer;
use crate::index::place::{Place, Search};
use uuid::Uuid;

impl<F: Hangs> Layer<F> {
    /// All wanted entities at a place, in id order.
    pub fn select(&self, place: Place<'_>, filter: Filter<'_, F>) -> Vec<&Entry<F>> {
        if let Place::On(parents) = place {
            return self.hanging_on_any(parents).into_iter().filter(|entry| wants(filter, entry)).collect();
        }
        let Some(search) = Search::new(place) else {
            return self.iter().filter(|entry| wants(filter, entry)).collect();
        };
        let mut found = Vec::new();
        self.search(&search, filter, |entry| found.push(entry));
        found.sort_unstable_by_key(|entry| entry.id);
        found
    }

    /// Number of wanted entities at a place, exact.
    pub fn count(&self, place: Place<'_>, filter: Filter<'_, F>) -> usize {
        if let Place::On(_) = place {
            return self.select(place, filter).len();
        }
        let Some(search) = Search::new(place) else {
            return match filter {
                None => self.len(),
                Some(wanted) => self.iter().filter(|entry| wanted(entry)).count(),
            };
        };
        let mut count = 0;
        self.search(&search, filter, |_| count += 1);
        count
    }

    /// Entities whose geometry shares a point with the box, in id order.
    pub fn query_bbox(&self, bbox: Bbox, filter: Filter<'_, F>) -> Vec<&Entry<F>> {
        self.select(Place::Box(bbox), filter)
    }

    /// Entities whose geometry shares a point with the region, in id order.
    pub fn intersecting(&self, region: &Region, filter: Filter<'_, F>) -> Vec<&Entry<F>> {
        self.select(Place::Intersects(region), filter)
    }

    /// Entities whose whole geometry lies in the region, in id order.
    pub fn inside(&self, region: &Region, filter: Filter<'_, F>) -> Vec<&Entry<F>> {
        self.select(Place::Inside(region), filter)
    }

    fn hanging_on_any(&self, parents: &[Uuid]) -> Vec<&Entry<F>> {
        let mut found: Vec<_> = parents.iter().flat_map(|parent| self.hanging_on(*parent)).collect();
        found.sort_unstable_by_key(|entry| entry.id);
        found.dedup_by_key(|entry| entry.id);
        found
    }
}

impl<F> Layer<F> {
    /// Visits every wanted entity at a place once, in no order. Cheap tests come first.
    pub(in crate::index) fn search<'a>(
        &'a self,
        search: &Search<'_>,
        filter: Filter<'_, F>,
        mut visit: impl FnMut(&'a Entry<F>),
    ) {
        let boxes = search.envelopes();
        for (depth, run) in self.runs().iter().enumerate() {
            for (number, part) in boxes.iter().enumerate() {
                // What an earlier part has found too was visited then.
                let is_new = |leaf: &Leaf| !meets_any(&boxes[..number], leaf.envelope);
                for leaf in run.tree().locate_in_envelope_intersecting(part.to_aabb()) {
                    let entry = run.at(leaf.position);
                    if is_new(leaf)
                        && !self.is_shadowed(depth, entry.id)
                        && wants(filter, entry)
                        && search.holds(&entry.geometry, leaf.envelope)
                    {
                        visit(entry);
                    }
                }
            }
        }
    }
}

fn meets_any(boxes: &[Envelope], envelope: Envelope) -> bool {
    boxes.iter().any(|part| part.meets(envelope))
}
