//! Removes a record that should never have been made: a tombstone; history keeps it. What has ended is
//! changed to say so instead.

use super::entity;
use crate::domain::change::{NewChange, Reason};
use crate::registry::Registry;
use crate::registry::draft::record::Drafted;
use crate::registry::edit::Attempts;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Condition, Written};
use crate::storage::{Keys, Write};
use uuid::Uuid;

impl Registry {
    /// Removes a record: what goes on, from today; a fact, from the day since when it was held to be one.
    ///
    /// # Errors
    /// There is no such record, it was changed meanwhile, or others hang on it.
    pub async fn remove_record<T: Drafted>(
        &self,
        author: &Author,
        id: Uuid,
        condition: Condition,
    ) -> Result<Written<Uuid>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        loop {
            let stored = self.standing(entity::<T>(id)).await?;
            let expected = Some(attempts.expected(&stored));
            let today = self.today().max(stored.effective_from);
            let change = NewChange {
                entity: entity::<T>(id),
                effective_from: if T::IS_FACT { stored.effective_from } else { today },
                reason: Reason::Corrected,
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
