//! Removes a site that should never have been recorded: a tombstone; history keeps it.

use super::entity;
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::SiteId;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Condition, Written};
use crate::storage::{Keys, Write};

impl Registry {
    /// Removes a site from today on. Its equipment must be removed or moved before.
    ///
    /// # Errors
    /// There is no such site, it was changed meanwhile, or something still hangs on it.
    pub async fn remove_site(
        &self,
        author: &Author,
        id: SiteId,
        condition: Condition,
    ) -> Result<Written<SiteId>, RegistryError> {
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
