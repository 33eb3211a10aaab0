//! Lists of features and single ones: the same for every collection and both of its addresses.
//!
//! A collection says where its entries are ([`Collection::layer`]) and which filters it knows
//! ([`Collection::filters`]); [`list()`] and [`one()`] do the rest.

/// From entries to the bytes of an answer.
mod assemble;
/// Clusters and their filters.
mod clusters;
/// Divisions and their filters.
mod divisions;
/// Equipment and its filters.
mod equipment;
/// A page of a collection.
mod list;
/// One feature.
mod one;
/// Records and their filters.
mod records;
/// Sites and their filters.
mod sites;
/// Filters: what a parameter asks of each entry.
mod wanted;
/// Answers to writes.
mod written;

use assemble::feature_of;
pub use clusters::Clusters;
pub use divisions::Divisions;
pub use equipment::Pieces;
pub use list::{Listing, list};
pub use one::{missing, one};
pub use records::{Institutions, Listed, Organisations};
pub use sites::{Sites, Trails};
pub use wanted::Tests;
pub use written::{changed, created, located, removed};

use super::error::ApiError;
use super::query::{Interval, Params};
use crate::index::{Day, Hangs, Layer, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;

/// The media type of features.
pub const GEOJSON: &str = "application/geo+json";

/// A collection of features.
pub trait Collection {
    type Facts: Hangs + 'static;
    /// Under `/ogc/collections/`.
    const ID: &'static str;
    /// How a single one is called in messages.
    const WHAT: Thing;

    fn layer(snapshot: &Snapshot) -> &Layer<Self::Facts>;

    /// Whether an entry of the layer is in the collection.
    fn holds(_: &Self::Facts) -> bool {
        true
    }

    /// Takes the parameters this collection filters by.
    ///
    /// # Errors
    /// A look-up failed for a reason that is not the user's.
    fn filters<'a>(
        params: &mut Params,
        world: &'a World,
        reference: &Reference,
    ) -> Result<Tests<'a, Self::Facts>, ApiError>;

    /// When the entity was there, as `datetime` asks for it: (first day, last day), `None` is open.
    fn time(facts: &Self::Facts) -> (Day, Day);

    /// Adds the condition of `datetime`.
    fn during(tests: &mut Tests<'_, Self::Facts>, wanted: Option<Interval>) {
        let Some(wanted) = wanted else { return };
        let (from, to) = (wanted.from.map(|day| Day::of(Some(day))), wanted.to.map(|day| Day::of(Some(day))));
        tests.push(move |entry| {
            let (first, last) = Self::time(&entry.facts);
            let before_its_end =
                last.days().zip(from.and_then(Day::days)).is_none_or(|(last, from)| from <= last);
            let after_its_start =
                first.days().zip(to.and_then(Day::days)).is_none_or(|(first, to)| first <= to);
            before_its_end && after_its_start
        });
    }
}
