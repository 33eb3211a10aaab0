//! What every read is answered from: one consistent state of the registry, swapped, never locked.

use super::facts::{ClusterFacts, DivisionFacts, EquipmentFacts, SiteFacts};
use super::layer::Layer;
use super::records::Records;
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
    pub records: Records,
}

impl Snapshot {
    /// How many entities there are, divisions left out.
    pub fn count(&self) -> usize {
        self.sites.len() + self.equipment.len() + self.clusters.len() + self.records.count()
    }

    /// Bytes of memory of all layers.
    pub fn bytes(&self) -> usize {
        self.sites.bytes()
            + self.equipment.bytes()
            + self.divisions.bytes()
            + self.clusters.bytes()
            + self.records.bytes()
    }
}

/// The state that is current. Readers take it once and are consistent to their end; the one feeder
/// publishes the next. Neither waits for the other.
#[derive(Default)]
pub struct Live<T> {
    current: ArcSwap<T>,
}

impl<T> Live<T> {
    pub fn new(state: T) -> Self {
        Self { current: ArcSwap::from_pointee(state) }
    }

    /// The current state: take it once for each request.
    pub fn load(&self) -> Arc<T> {
        self.current.load_full()
    }

    /// Makes `state` the current one. To be called by the feeder alone.
    pub fn publish(&self, state: T) {
        self.current.store(Arc::new(state));
    }

    /// Replaces the current state by one derived from it; tried again when another one was
    /// published meanwhile, so nothing that was published is lost.
    pub fn amend(&self, derive: impl Fn(&T) -> T) {
        self.current.rcu(|now| derive(now));
    }
}
