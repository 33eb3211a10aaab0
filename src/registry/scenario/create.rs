//! Creates a scenario.

use super::{drafted, entity};
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::ScenarioId;
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Members, Written};
use crate::storage::{Repeat, Write};
use uuid::Uuid;

impl Registry {
    /// Creates a scenario from given members: `name`, `note`, `changes`.
    ///
    /// # Errors
    /// Something is wrong with the values, or the name is taken; nothing is changed then.
    pub async fn create_scenario(
        &self,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> Result<Written<ScenarioId>, RegistryError> {
        let id = ScenarioId(Uuid::now_v7());
        let (after, keys) = drafted(self, id, Fields::from_json(members))?;
        let change = NewChange {
            entity: entity(id),
            effective_from: self.today(),
            reason: Reason::NewlyFound,
            before: None,
            after: Some(after),
        };
        let write = Write { change, expected: None, unconditional: false, keys };
        let appended = self.commit(author, false, repeat, vec![write]).await?;
        let first = appended.replayed.as_ref().and_then(|first| first.first());
        let id = first.map_or(id, |first| ScenarioId(first.id));
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }
}
