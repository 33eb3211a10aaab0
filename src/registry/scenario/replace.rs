//! Replaces a scenario.

use super::{drafted, entity};
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::ScenarioId;
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::edit::Attempts;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Condition, Members, Written};
use crate::storage::Write;

impl Registry {
    /// Replaces all members of a scenario; what the new version does not name is removed.
    ///
    /// # Errors
    /// There is no such scenario, it was changed meanwhile, no version was named, or the values are
    /// wrong; nothing is changed then.
    pub async fn replace_scenario(
        &self,
        author: &Author,
        id: ScenarioId,
        whole: Members,
        condition: Condition,
    ) -> Result<Written<ScenarioId>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        loop {
            let stored = self.standing(entity(id)).await?;
            let (after, keys) = drafted(self, id, Fields::from_json(whole.clone()))?;
            let expected = Some(attempts.expected(&stored));
            let change = NewChange {
                entity: entity(id),
                effective_from: self.today().max(stored.effective_from),
                reason: Reason::Changed,
                before: Some(stored.state),
                after: Some(after),
            };
            let write = Write { change, expected, unconditional: false, keys };
            match self.commit(author, attempts.unconditional(), None, vec![write]).await {
                Ok(done) => return Ok(Written { id, seq: done.last, replayed: false }),
                Err(error) => attempts.again(error)?,
            }
        }
    }
}
