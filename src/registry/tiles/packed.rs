//! Layers that were packed lately: packing reads the whole answer, a tile a small part of it.

use crate::domain::id::{LayerId, Seq};
use crate::formats::{Record, RecordError};
use crate::index::TileLayer;
use crate::registry::error::RegistryError;
use crate::registry::study::Key;
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Layers kept in memory, and how much they may weigh together, bytes. One alone may weigh more.
const KEPT: usize = 64;
const KEPT_BYTES: usize = 384 << 20;

/// What a packed layer was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Made {
    Answer(Key),
    /// An imported layer at a version of its document.
    Layer(LayerId, Seq),
}

/// A layer, and what stood beside its features: date, method, people, flags.
pub struct PackedLayer {
    pub features: TileLayer,
    pub beside: Map<String, Value>,
}

/// See the module.
#[derive(Default)]
pub struct Packed {
    all: Mutex<VecDeque<(Made, Arc<PackedLayer>)>>,
    /// One is packed at a time: each takes much memory.
    packing: tokio::sync::Mutex<()>,
}

impl Packed {
    /// The layer that was made of this, or packs what `read` gives.
    ///
    /// # Errors
    /// What is packed can not be read: it is our own, so that is a defect.
    pub(super) async fn layer(
        &self,
        made: Made,
        name: &str,
        read: impl FnOnce() -> Result<(Vec<Record>, Map<String, Value>), RecordError>,
    ) -> Result<Arc<PackedLayer>, RegistryError> {
        if let Some(found) = self.find(&made) {
            return Ok(found);
        }
        // Whoever waited for the same finds it packed.
        let _packing = self.packing.lock().await;
        if let Some(found) = self.find(&made) {
            return Ok(found);
        }
        let packed = tokio::task::block_in_place(|| {
            let (records, beside) = read()?;
            Ok(PackedLayer { features: TileLayer::new(name, records), beside })
        });
        let packed =
            Arc::new(packed.map_err(|error: RecordError| RegistryError::Internal(error.to_string()))?);
        self.keep(made, &packed);
        Ok(packed)
    }

    fn find(&self, made: &Made) -> Option<Arc<PackedLayer>> {
        let mut all = self.all();
        let found = all.iter().position(|(known, _)| known == made)?;
        let found = all.remove(found)?;
        let layer = Arc::clone(&found.1);
        all.push_back(found);
        Some(layer)
    }

    fn keep(&self, made: Made, layer: &Arc<PackedLayer>) {
        let mut all = self.all();
        all.push_back((made, Arc::clone(layer)));
        let bytes = |all: &VecDeque<(Made, Arc<PackedLayer>)>| {
            all.iter().map(|(_, layer)| layer.features.bytes()).sum::<usize>()
        };
        while all.len() > KEPT || (all.len() > 1 && bytes(&all) > KEPT_BYTES) {
            all.pop_front();
        }
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<(Made, Arc<PackedLayer>)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
