//! Large contents, read back: the streets of a network, the features of a layer, a frozen year.

use super::Registry;
use super::error::RegistryError;
use super::imported::Imported;
use super::world::World;
use super::year_end::{Figures, Grounds};
use crate::domain::id::BlobHash;
use crate::domain::network::Extract;
use crate::domain::year_end::YearEnd;
use crate::formats::{BlobError, Record, feature_blob, json_blob, network_blob};
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Networks that are kept in memory: the one of today and the one that is compared with it.
const NETWORKS: usize = 2;
/// Layers that are kept in memory.
const LAYERS: usize = 4;
/// Imported layers that are kept as collections.
const COLLECTIONS: usize = 32;
/// Frozen years whose figures are kept in memory: those of a plan and the one before.
const YEARS: usize = 12;
/// Frozen years whose sites are.
const GROUNDS: usize = 1;

/// What was read lately.
pub struct Contents {
    networks: Kept<Extract>,
    layers: Kept<Vec<Record>>,
    imported: Kept<Imported>,
    figures: Kept<Figures>,
    grounds: Kept<Grounds>,
}

impl Default for Contents {
    fn default() -> Self {
        Self {
            networks: Kept::new(NETWORKS),
            layers: Kept::new(LAYERS),
            imported: Kept::new(COLLECTIONS),
            figures: Kept::new(YEARS),
            grounds: Kept::new(GROUNDS),
        }
    }
}

impl Registry {
    /// The streets of the world's network (see [`World::network`]); `None` when it has none.
    ///
    /// # Errors
    /// The store fails, or the contents are missing or damaged.
    pub async fn extract(&self, world: &World) -> Result<Option<Arc<Extract>>, RegistryError> {
        let Some(network) = world.network() else { return Ok(None) };
        let (hash, kept) = (network.thing.blob, &self.contents.networks);
        self.contents_of(hash, kept, network_blob::read).await.map(Some)
    }

    /// The features of the world's layer with that name, geometries WGS 84 (lon, lat); `None` when it has
    /// no such layer.
    ///
    /// # Errors
    /// As [`Registry::extract`].
    pub async fn layer_features(
        &self,
        world: &World,
        name: &str,
    ) -> Result<Option<Arc<Vec<Record>>>, RegistryError> {
        let Some(layer) = world.layers.find(name) else { return Ok(None) };
        let (hash, kept) = (layer.thing.blob, &self.contents.layers);
        self.contents_of(hash, kept, feature_blob::read).await.map(Some)
    }

    /// Contents of an imported layer as a collection.
    ///
    /// # Errors
    /// As [`Registry::extract`].
    pub(super) async fn imported_contents(&self, hash: BlobHash) -> Result<Arc<Imported>, RegistryError> {
        let read = |bytes: &[u8]| feature_blob::read(bytes).map(|records| Imported::of(&records));
        self.contents_of(hash, &self.contents.imported, read).await
    }

    /// What a frozen year told.
    ///
    /// # Errors
    /// As [`Registry::extract`].
    pub(super) async fn frozen_figures(&self, one: &YearEnd) -> Result<Arc<Figures>, RegistryError> {
        self.contents_of(one.blob, &self.contents.figures, json_blob::read).await
    }

    /// What a frozen year was computed from.
    ///
    /// # Errors
    /// As [`Registry::extract`].
    pub(super) async fn frozen_grounds(&self, one: &YearEnd) -> Result<Arc<Grounds>, RegistryError> {
        self.contents_of(one.grounds, &self.contents.grounds, json_blob::read).await
    }

    /// Contents of a frozen year as the database has them, whatever memory keeps.
    ///
    /// # Errors
    /// As [`Registry::extract`].
    pub(super) async fn read_frozen<T: DeserializeOwned + Send + 'static>(
        &self,
        hash: BlobHash,
    ) -> Result<Arc<T>, RegistryError> {
        self.contents_of(hash, &Kept::new(0), json_blob::read).await
    }

    async fn contents_of<T: Send + 'static>(
        &self,
        hash: BlobHash,
        kept: &Kept<T>,
        read: fn(&[u8]) -> Result<T, BlobError>,
    ) -> Result<Arc<T>, RegistryError> {
        if let Some(found) = kept.find(hash) {
            return Ok(found);
        }
        // Whoever waited for the same finds it read.
        let _reading = kept.reading.lock().await;
        if let Some(found) = kept.find(hash) {
            return Ok(found);
        }
        let damaged = |why: String| RegistryError::Internal(format!("the contents {hash}: {why}"));
        let bytes = self.store.blob(&hash.0).await?.ok_or_else(|| damaged("missing".to_owned()))?;
        let contents = tokio::task::spawn_blocking(move || read(&bytes))
            .await
            .map_err(|error| damaged(error.to_string()))?
            .map_err(|error| damaged(error.to_string()))?;
        let contents = Arc::new(contents);
        kept.keep(hash, &contents);
        Ok(contents)
    }
}

/// Contents of one sort by their hash, the last used at the end.
struct Kept<T> {
    most: usize,
    all: Mutex<VecDeque<(BlobHash, Arc<T>)>>,
    /// One is read at a time: each takes much memory.
    reading: tokio::sync::Mutex<()>,
}

impl<T> Kept<T> {
    fn new(most: usize) -> Self {
        Self { most, all: Mutex::default(), reading: tokio::sync::Mutex::default() }
    }

    fn find(&self, hash: BlobHash) -> Option<Arc<T>> {
        let mut all = self.all();
        let found = all.iter().position(|(known, _)| *known == hash)?;
        let found = all.remove(found)?;
        let contents = Arc::clone(&found.1);
        all.push_back(found);
        Some(contents)
    }

    fn keep(&self, hash: BlobHash, contents: &Arc<T>) {
        let mut all = self.all();
        all.push_back((hash, Arc::clone(contents)));
        if all.len() > self.most {
            all.pop_front();
        }
    }

    fn all(&self) -> std::sync::MutexGuard<'_, VecDeque<(BlobHash, Arc<T>)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
