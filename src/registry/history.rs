//! All changes of one thing, and pages of the log.

use super::Registry;
use super::error::RegistryError;
use crate::domain::change::{Change, EntityRef};
use crate::domain::id::Seq;
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

/// A change as users see it: without private members.
pub fn shown(change: &Change) -> Value {
    json!({
        "seq": change.seq.0,
        "recorded_at": change.recorded_at.to_rfc3339(),
        "actor": change.actor.0,
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
