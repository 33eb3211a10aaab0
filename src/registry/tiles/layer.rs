//! Tiles of imported layers.

use super::packed::{Made, PackedLayer};
use crate::domain::change::EntityKind;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use serde_json::{Map, json};
use std::sync::Arc;

impl Registry {
    /// The features of an imported layer under its own name, with the layer's document beside them.
    ///
    /// # Errors
    /// There is no such layer, the store fails, or the contents are missing or damaged.
    pub async fn layer_tiles(&self, world: &World, name: &str) -> Result<Arc<PackedLayer>, RegistryError> {
        let missing = || RegistryError::not_found(EntityKind::Layer, name);
        let layer = world.layers.find(name).ok_or_else(missing)?;
        let features = self.layer_features(world, name).await?.ok_or_else(missing)?;
        let beside = json!({"layer": layer.thing}).as_object().cloned().unwrap_or_else(Map::new);
        let made = Made::Layer(layer.thing.id, layer.version);
        self.packed.layer(made, &layer.thing.name, || Ok((features.as_ref().clone(), beside))).await
    }
}
