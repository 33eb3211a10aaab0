//! An imported layer out of the registry, with all columns that it came with.

use super::{Request, open};
use crate::domain::change::EntityKind;
use crate::formats::{Column, ColumnKind, Record, Value};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use std::borrow::Cow;
use std::sync::Arc;

/// The column of a table under which features keep their own key.
const ID: &str = "id";

impl Registry {
    /// Writes the features of a layer; tells how many.
    pub(super) async fn export_layer(&self, request: &Request<'_>) -> Result<u64, RegistryError> {
        let world = self.world_at(request.as_of, request.known_at).await?;
        let name = request
            .name
            .ok_or_else(|| RegistryError::refused("请用 --name 指定图层", "say which layer with --name"))?;
        let features = self.layer_features(&world, name).await?;
        let features = features.ok_or_else(|| RegistryError::not_found(EntityKind::Layer, name))?;
        tokio::task::block_in_place(|| write(&features, request))
    }
}

fn write(features: &[Record], request: &Request<'_>) -> Result<u64, RegistryError> {
    let mut columns = Column::of_records(features);
    // A table has no other place for the features' own keys.
    let keyed = features.iter().any(|feature| feature.id.is_some());
    let keyed = keyed && !columns.iter().any(|column| column.name.eq_ignore_ascii_case(ID));
    if keyed {
        columns.insert(0, Column::new(ID, ColumnKind::Text));
    }
    let (mut writer, transform) = open(request, columns)?;
    for feature in features {
        let mut feature = Cow::Borrowed(feature);
        if !request.crs.is_stored() {
            let geometry = feature.geometry.as_ref();
            let geometry = geometry.map(|geometry| transform.geometry_from_wgs84(geometry)).transpose();
            feature.to_mut().geometry = geometry.map_err(|error| {
                let row = feature.row;
                RegistryError::refused(
                    format!("第 {row} 个要素：{}", error.message_zh()),
                    format!("feature {row}: {}", error.message_en()),
                )
            })?;
        }
        if let Some(id) = feature.id.clone().filter(|_| keyed && request.is_table()) {
            feature.to_mut().fields.insert(0, (Arc::from(ID), Value::Text(id)));
        }
        writer.write(&feature)?;
    }
    writer.finish()?;
    Ok(features.len() as u64)
}
