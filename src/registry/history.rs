//! All changes of one thing, and pages of the log.

use super::Registry;
use super::error::{RegistryError, Thing};
use crate::domain::change::{Change, EntityKind, EntityRef};
use crate::domain::id::Seq;
use crate::domain::time::Micros;
use crate::index::{Entry, Layer, by_kind};
use crate::storage::Stored;
use serde_json::{Value, json};

/// Members that are personal or only of technical use, never shown.
const PRIVATE: [&str; 1] = ["raw"];

impl Registry {
    /// Changes of one entity in the order they were recorded; empty when there was none.
    ///
    /// # Errors
    /// The store fails.
    pub async fn history(&self, entity: EntityRef) -> Result<Vec<Change>, RegistryError> {
        Ok(self.store.history(entity).await?)
    }

    /// What a text names: an id of anything that ever was, or the external id, QR code or name of
    /// something that stands.
    ///
    /// # Errors
    /// It names nothing, or several things: the answer lists their ids.
    pub async fn find_entity(&self, text: &str) -> Result<EntityRef, RegistryError> {
        if let Ok(id) = uuid::Uuid::parse_str(text) {
            for kind in EntityKind::ALL {
                let entity = EntityRef { kind, id };
                if !self.store.history(entity).await?.is_empty() {
                    return Ok(entity);
                }
            }
        }
        let world = self.world();
        let snapshot = &world.snapshot;
        let mut found = named(EntityKind::Site, &snapshot.sites, text);
        found.extend(named(EntityKind::Equipment, &snapshot.equipment, text));
        found.extend(named(EntityKind::Division, &snapshot.divisions, text));
        found.extend(named(EntityKind::Cluster, &snapshot.clusters, text));
        for kind in EntityKind::RECORDS {
            found.extend(
                by_kind!(kind, T => named(kind, world.records().of::<T>(), text)).unwrap_or_default(),
            );
        }
        let called = [
            (EntityKind::Layer, world.layers.find(text).map(|layer| layer.thing.id.0)),
            (EntityKind::Network, world.networks.find(text).map(|network| network.thing.id.0)),
            (EntityKind::Scenario, world.scenarios.find(text).map(|scenario| scenario.thing.id.0)),
            (EntityKind::YearEnd, self.year_end_called(text)),
        ];
        found.extend(called.into_iter().filter_map(|(kind, id)| Some(EntityRef { kind, id: id? })));
        match found[..] {
            [only] => Ok(only),
            [] => Err(RegistryError::NotFound { what: Thing::Anything, id: text.to_owned() }),
            _ => {
                let ids: Vec<String> =
                    found.iter().map(|entity| format!("{} {}", entity.kind, entity.id)).collect();
                let ids = ids.join(", ");
                Err(RegistryError::refused(
                    format!("“{text}”对应多个对象，请写其中一个编号：{ids}"),
                    format!("`{text}` names several things; write the id of one: {ids}"),
                ))
            }
        }
    }

    /// When the first change was recorded; `None`: nothing was yet.
    ///
    /// # Errors
    /// The store fails.
    pub async fn first_recorded(&self) -> Result<Option<Micros>, RegistryError> {
        Ok(self.store.changes(Seq(0), 1).await?.first().map(|change| change.recorded_at))
    }

    /// The log after a number, oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub async fn changes(&self, since: Seq, limit: u32) -> Result<Vec<Change>, RegistryError> {
        Ok(self.store.changes(since, limit).await?)
    }

    /// The row of one entity as it stands in the database.
    ///
    /// # Errors
    /// The store fails.
    pub async fn stored(&self, entity: EntityRef) -> Result<Option<Stored>, RegistryError> {
        Ok(self.store.get(entity).await?)
    }
}

/// Entities of a layer whose external id or QR code is the text.
fn named<F>(kind: EntityKind, layer: &Layer<F>, text: &str) -> Vec<EntityRef> {
    let quoted = Value::from(text).to_string();
    let wanted = ["external_id", "qr_code"].map(|member| format!("\"{member}\":{quoted}"));
    let is_named = |entry: &&Entry<F>| {
        std::str::from_utf8(&entry.feature)
            .is_ok_and(|feature| wanted.iter().any(|member| feature.contains(member.as_str())))
    };
    layer.iter().filter(is_named).map(|entry| EntityRef { kind, id: entry.id }).collect()
}

/// A change as users see it: without private members.
pub fn shown(change: &Change) -> Value {
    json!({
        "seq": change.seq.0,
        "recorded_at": change.recorded_at.to_rfc3339(),
        "actor": change.actor.0,
        "unconditional": change.unconditional,
        "entity": change.entity.kind.as_str(),
        "id": change.entity.id.to_string(),
        "effective_from": change.effective_from.to_string(),
        "reason": change.reason.as_str(),
        "erased": change.erased,
        "before": change.before.as_ref().map(shown_state),
        "after": change.after.as_ref().map(shown_state),
    })
}

fn shown_state(state: &crate::domain::change::State) -> Value {
    let mut document: Value = serde_json::from_str(&state.doc).unwrap_or(Value::Null);
    if let Value::Object(members) = &mut document {
        for name in PRIVATE {
            members.remove(name);
        }
        if let Some(geometry) = &state.geometry {
            let mut text = Vec::new();
            crate::formats::geojson::geometry::write(geometry, &mut text);
            members.insert("geometry".to_owned(), serde_json::from_slice(&text).unwrap_or(Value::Null));
        }
    }
    document
}
