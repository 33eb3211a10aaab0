//! Removes a piece that should never have been recorded: a tombstone; history keeps it. A piece
//! that was taken away is changed to `state: removed` instead.

use super::entity;
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::EquipmentId;
use crate::registry::Registry;
use crate::registry::edit::Attempts;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Condition, Written};
use crate::storage::{Keys, Write};

impl Registry {
    /// Removes a piece of equipment from today on.
    ///
    /// # Errors
    /// There is no such piece, or it was changed meanwhile.
    pub async fn remove_equipment(
        &self,
        author: &Author,
        id: EquipmentId,
        condition: Condition,
    ) -> Result<Written<EquipmentId>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        loop {
            let stored = self.standing(entity(id)).await?;
            let expected = Some(attempts.expected(&stored));
            let change = NewChange {
                entity: entity(id),
                effective_from: self.today().max(stored.effective_from),
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
