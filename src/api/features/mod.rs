//! Lists of features and single ones: the same for every collection and both of its addresses.
//!
//! A collection says where its entries are ([`Collection::layer`]) and which filters it knows
//! ([`Collection::filters`]); [`list()`] and [`one()`] do the rest.

/// Collections by their names.
mod any;
/// From entries to the bytes of an answer.
mod assemble;
/// Clusters and their filters.
mod clusters;
/// What is asked of features beside their place.
mod conditions;
/// How many matched.
mod counts;
/// Divisions and their filters.
mod divisions;
/// Equipment and its filters.
mod equipment;
/// What members features have.
pub mod fields;
/// A page of a collection, found.
mod found;
/// The features of an imported layer.
mod imported;
/// A page of a collection as GeoJSON.
mod list;
/// One feature.
mod one;
/// Lists in another order than that of ids.
mod order;
/// Members as values.
mod property;
/// Records and their filters.
mod records;
/// How features are told.
mod shaping;
/// Sites and their filters.
mod sites;
/// Parts of the sites as collections.
mod view;
/// Filters: what a parameter asks of each entry.
mod wanted;
/// Answers to writes.
mod written;

pub(crate) use any::with;
pub use any::{Any, layer_id};
use assemble::feature_of;
pub use assemble::{Frame, Link};
pub use clusters::Clusters;
pub use conditions::{Conditions, conditions};
pub use counts::{Counts, Question};
pub use divisions::Divisions;
pub use equipment::Pieces;
pub use found::{Found, Listing, found, select};
pub use imported::Imported;
pub use list::list;
pub use one::{missing, one};
pub use order::Order;
pub use property::Quick;
pub use records::{Institutions, Listed, Organisations};
pub use shaping::Shaping;
pub use sites::Sites;
pub use view::Part;
pub use wanted::Tests;
pub use written::{changed, created, located, removed};

use self::fields::Field;
use super::error::ApiError;
use super::query::{Interval, Params};
use crate::domain::id::Seq;
use crate::domain::kind::Catalogue;
use crate::index::{Day, Entry, Hangs, Layer, Snapshot, Summed};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use uuid::Uuid;

/// The media type of features.
pub const GEOJSON: &str = "application/geo+json";

/// A collection of features.
pub trait Collection: Send + Sync {
    type Facts: Hangs + Summed + Send + Sync + 'static;

    /// Under `/ogc/collections/`.
    fn id(&self) -> &str;

    /// How a single one is called in messages.
    fn what(&self) -> Thing;

    /// Chinese and English.
    fn title(&self) -> (String, String);

    /// Chinese and English: what is in it, and what to heed.
    fn description(&self) -> (String, String);

    /// The entries, of which a part may be in the collection.
    fn layer<'a>(&'a self, snapshot: &'a Snapshot) -> &'a Layer<Self::Facts>;

    /// Whether the layer has entries that are not in the collection.
    fn is_part(&self) -> bool {
        false
    }

    /// Whether an entry of the layer is in the collection.
    fn holds(&self, _: &Entry<Self::Facts>) -> bool {
        true
    }

    /// Its sort of geometry, as schemas name it (OGC API Features, part 5).
    fn geometry_format(&self) -> &'static str {
        "geometry-any"
    }

    /// The id by which the index knows the feature that an address calls so.
    fn key(&self, id: &str) -> Option<Uuid> {
        id.parse().ok()
    }

    /// Number of a feature's newest change.
    fn version(&self, entry: &Entry<Self::Facts>) -> Seq {
        Seq(entry.version)
    }

    /// Takes the parameters this collection filters by. Of a part of a layer, the first test is to be in it.
    ///
    /// # Errors
    /// A look-up failed for a reason that is not the user's.
    fn filters<'a>(
        &self,
        params: &mut Params,
        world: &'a World,
        reference: &Reference,
    ) -> Result<Tests<'a, Self::Facts>, ApiError>;

    /// When the entity was there, as `datetime` asks for it: (first day, last day), `None` is open.
    fn time(&self, facts: &Self::Facts) -> (Day, Day);

    /// How a member is read from facts instead of from the encoded feature; `None`: only from that.
    fn quick(&self, _: &str) -> Option<Quick<Self::Facts>> {
        None
    }

    /// Members of its features' properties.
    fn fields(&self, catalogue: &Catalogue) -> Vec<Field>;

    /// The entry that an address calls so, if it is in the collection.
    fn find<'a>(&'a self, snapshot: &'a Snapshot, id: &str) -> Option<&'a Entry<Self::Facts>> {
        let entry = self.layer(snapshot).get(self.key(id)?)?;
        self.holds(entry).then_some(entry)
    }

    /// Adds the condition of `datetime`.
    fn during<'a>(&'a self, tests: &mut Tests<'a, Self::Facts>, wanted: Option<Interval>) {
        let Some(wanted) = wanted else { return };
        let (from, to) = (wanted.from.map(|day| Day::of(Some(day))), wanted.to.map(|day| Day::of(Some(day))));
        tests.push(move |entry| {
            let (first, last) = self.time(&entry.facts);
            let before_its_end =
                last.days().zip(from.and_then(Day::days)).is_none_or(|(last, from)| from <= last);
            let after_its_start =
                first.days().zip(to.and_then(Day::days)).is_none_or(|(first, to)| first <= to);
            before_its_end && after_its_start
        });
    }
}
