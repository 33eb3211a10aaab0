//! Removes a site that should never have been recorded: a tombstone; history keeps it.

use super::entity;
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::SiteId;
use crate::registry::Registry;
use crate::registry::edit::Attempts;
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
