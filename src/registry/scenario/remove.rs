//! Removes a scenario: a tombstone; history keeps it.

use super::entity;
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::ScenarioId;
use crate::registry::Registry;
use crate::registry::edit::Attempts;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Condition, Written};
use crate::storage::{Keys, Write};

impl Registry {
    /// Removes a scenario from today on.
    ///
    /// # Errors
    /// There is no such scenario, it was changed meanwhile, or no version was named.
    pub async fn remove_scenario(
        &self,
        author: &Author,
        id: ScenarioId,
        condition: Condition,
    ) -> Result<Written<ScenarioId>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        loop {
            let stored = self.standing(entity(id)).await?;
            let expected = Some(attempts.expected(&stored));
            let change = NewChange {
                entity: entity(id),
                effective_from: self.today().max(stored.effective_from),
                reason: Reason::Changed,
                before: Some(stored.state),
                after: None,
            };
            let write = Write { change, expected, unconditional: false, keys: Keys::default() };
            match self.commit(author, attempts.unconditional(), None, vec![write]).await {
                Ok(done) => return Ok(Written { id, seq: done.last, replayed: false }),
                Err(error) => attempts.again(error)?,
            }
        }
    }
}
