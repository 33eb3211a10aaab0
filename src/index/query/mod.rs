//! Questions to a layer. Every answer is exact: the trees only find candidates.

/// The k entities nearest to a point.
mod nearest;
/// A page of entities in id order, and how many there are in all.
mod page;
/// All entities at a place.
mod select;
/// All entities within a distance, nearest first.
mod within;

pub use page::{Page, Slice};

use super::entry::Entry;

/// Which entities are wanted; `None` wants all and makes counting them free.
pub type Filter<'a, F> = Option<&'a dyn Fn(&Entry<F>) -> bool>;

/// An entity and its distance from the point in question.
#[derive(Clone, Debug, PartialEq)]
pub struct Near<'a, F> {
    pub entry: &'a Entry<F>,
    /// Geodesic metres to the nearest place of its geometry, 0 inside a polygon.
    pub metres: f64,
}

impl<F> Near<'_, F> {
    /// Nearest first; equally near ones by id.
    fn order(a: &Self, b: &Self) -> std::cmp::Ordering {
        let by_distance = a.metres.total_cmp(&b.metres);
        by_distance.then_with(|| a.entry.id.cmp(&b.entry.id))
    }
}

fn wants<F>(filter: Filter<'_, F>, entry: &Entry<F>) -> bool {
    filter.is_none_or(|wanted| wanted(entry))
}
