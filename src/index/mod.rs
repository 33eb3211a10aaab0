//! The in-memory snapshot from which every read is answered: an immutable, log-structured spatial
//! index of encoded features. It is fed by the registry and knows no SQL.
//!
//! - [`Layer`]: all entities of one kind; [`Layer::apply`] makes the next state, sharing the rest.
//! - [`Snapshot`]: the layers at one number of the log; [`Live`]: the one that is current.
//! - [`Place`], [`Filter`]: what a question is about; `Layer::{select, count, page, within, nearest}`
//!   answer it.
//! - [`TileLayer`]: features of an answer or an imported layer, packed for vector tiles.
//! - `Layer::draw`: what a vector tile shows of a layer, as features or as sums.
//! - [`encode`]: the public GeoJSON of each kind of entity.

/// Applying changes: a small new run on top, merged with its neighbours of similar size.
mod apply;
/// Compaction: one packed run instead of a base and its overlay.
mod compact;
/// Layers drawn as tiles.
mod drawn;
/// The public GeoJSON Feature of each kind of entity.
pub mod encode;
/// One entity as the index holds it.
mod entry;
/// Boxes in single precision, widened outward.
mod envelope;
/// The box of a whole layer.
mod extent;
/// What filters and counts look at.
mod facts;
/// An encoded feature, read without building a tree.
pub mod feature;
/// All entities in id order.
mod iterate;
/// One kind of entity, as a stack of runs.
mod layer;
/// Where to look.
mod place;
/// A small filter that says of most ids that a run does not mention them.
mod presence;
/// Questions to a layer.
mod query;
/// Records of all kinds.
mod records;
/// An immutable run: entries sorted by id, and a tree over their boxes.
mod run;
/// One consistent state of the registry, and the swap that makes the next one current.
mod snapshot;
/// Features packed for tiles.
mod tiled;

pub use crate::domain::region::Region;
pub use drawn::{CELLS, Drawing, Measured, Summed, feature_number};
pub use entry::{Entry, Hangs, Shape};
pub use facts::{ClusterFacts, Day, DivisionFacts, EquipmentFacts, ImportedFacts, RecordFacts, SiteFacts};
pub use layer::Layer;
pub use place::{Place, touches};
pub use query::{Filter, Near, Page, Slice};
pub(crate) use records::by_kind;
pub use records::{Recorded, Records};
pub use snapshot::{Live, Snapshot};
pub use tiled::{Column, Sort, TileLayer};
