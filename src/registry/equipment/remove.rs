//! Removes a piece that should never have been recorded: a tombstone; history keeps it. A piece
//! that was taken away is changed to `state: removed` instead.

use super::entity;
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::EquipmentId;
use crate::registry::Registry;
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
        let stored =
            self.store.get(entity(id)).await?.ok_or_else(|| RegistryError::not_found(entity(id).kind, id))?;
        let (expected, unconditional) = Self::expected(author, condition)?;
        let change = NewChange {
            entity: entity(id),
            effective_from: self.today().max(stored.effective_from),
            reason: Reason::Corrected,
            before: Some(stored.state),
            after: None,
        };
        let write = Write { change, expected, unconditional, keys: Keys::default() };
        let appended = self.commit(author, None, None, vec![write]).await?;
        Ok(Written { id, seq: appended.last, replayed: false })
    }
}
