//! What every read is answered from: one consistent state of the registry, swapped, never locked.

use super::facts::{ClusterFacts, DivisionFacts, EquipmentFacts, SiteFacts};
use super::layer::Layer;
use crate::domain::id::Seq;
use arc_swap::ArcSwap;
use std::sync::Arc;
use uuid::Uuid;

/// All current entities as of one number of the log. Cloning shares everything.
#[derive(Clone, Default)]
pub struct Snapshot {
    /// Newest change this snapshot has.
    pub seq: Seq,
    /// Random id of the database it was read from.
    pub database: Uuid,
    pub sites: Layer<SiteFacts>,
    pub equipment: Layer<EquipmentFacts>,
    pub divisions: Layer<DivisionFacts>,
    pub clusters: Layer<ClusterFacts>,
}

impl Snapshot {
    /// Bytes of memory of all layers.
    pub fn bytes(&self) -> usize {
        self.sites.bytes() + self.equipment.bytes() + self.divisions.bytes() + self.clusters.bytes()
    }
}

/// The snapshot that is current. Readers take it once and are consistent to their end; the one
/// feeder publishes the next. Neither waits for the other.
#[derive(Default)]
pub struct Live {
    current: ArcSwap<Snapshot>,
}

impl Live {
    pub fn new(snapshot: Snapshot) -> Self {
        Self { current: ArcSwap::from_pointee(snapshot) }
    }

    /// The current snapshot: take it once for each request.
    pub fn load(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Makes `snapshot` the current one. To be called by the feeder alone.
    pub fn publish(&self, snapshot: Snapshot) {
        self.current.store(Arc::new(snapshot));
    }
}
