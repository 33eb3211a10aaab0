//! Changes a record.

use super::{amended, entity};
use crate::domain::change::{Reason, State};
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::draft::known::Known;
use crate::registry::draft::record::Drafted;
use crate::registry::edit::{Attempts, Edit};
use crate::registry::error::RegistryError;
use crate::registry::site::take_told;
use crate::registry::write::{Amendment, Author, Condition, Members, Written, members};
use crate::storage::{Repeat, Stored};
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

impl Registry {
    /// Changes members of a record (RFC 7396: null removes). What tells of one day or period is corrected:
    /// the change holds from that day unless told otherwise. Everything else changes from today.
    ///
    /// # Errors
    /// There is no such record, it was changed meanwhile, no version was named, or the values are wrong;
    /// nothing is changed then.
    pub async fn change_record<T: Drafted>(
        &self,
        author: &Author,
        id: Uuid,
        patch: Members,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Result<Written<Uuid>, RegistryError> {
        self.edit_record::<T>(author, id, Edit::Patch(patch), condition, repeat).await
    }

    /// Replaces all members of a record; what the new version does not name is removed, except its place.
    ///
    /// # Errors
    /// As [`Registry::change_record`].
    pub async fn replace_record<T: Drafted>(
        &self,
        author: &Author,
        id: Uuid,
        whole: Members,
        condition: Condition,
    ) -> Result<Written<Uuid>, RegistryError> {
        self.edit_record::<T>(author, id, Edit::Whole(whole), condition, None).await
    }

    async fn edit_record<T: Drafted>(
        &self,
        author: &Author,
        id: Uuid,
        mut edit: Edit,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Result<Written<Uuid>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        let told = take_told(self, edit.members())?;
        let given = Fields::from_json(edit.members().clone());
        let contents = self.known(&given).await?.contents;
        let amend = |base: &State, patch: &Members| {
            let mut known = Known::new(self.reference(), self.world());
            known.contents.clone_from(&contents);
            amended::<T>(id, base, patch, known)
        };
        loop {
            let stored = self.standing(entity::<T>(id)).await?;
            let patch = edit.patch(&stored, &["id", "raw"])?;
            let (after, _) = amend(&stored.state, &patch)?;
            let (usual_day, usual) = self.usual::<T>(&stored, &after)?;
            let effective_from = told.effective_from.unwrap_or(usual_day);
            let amendment = Amendment { effective_from, reason: told.reason.unwrap_or(usual), patch: &patch };
            let writes = self.revise(&stored, attempts.expected(&stored), amendment, amend).await?;
            match self.commit(author, attempts.unconditional(), repeat, writes).await {
                Ok(done) => return Ok(Written { id, seq: done.last, replayed: done.replayed.is_some() }),
                Err(error) => attempts.again(error)?,
            }
        }
    }

    /// From which day a change holds, and why it was made, where nobody tells.
    fn usual<T: Drafted>(&self, stored: &Stored, after: &State) -> Result<(Date, Reason), RegistryError> {
        if T::IS_FACT {
            return Ok((corrected_from::<T>(stored, after)?, Reason::Corrected));
        }
        let today = self.today();
        let Some(member) = T::ENDS_BY else { return Ok((today, Reason::Changed)) };
        let day = |state: &State| -> Result<Option<Date>, RegistryError> {
            Ok(members(state)?.get(member).and_then(Value::as_str).and_then(|text| text.parse().ok()))
        };
        let ends = day(after)?.filter(|day| *day <= today);
        match (day(&stored.state)?, ends) {
            (before, Some(end)) if before != Some(end) => Ok((end, Reason::Closed)),
            _ => Ok((today, Reason::Changed)),
        }
    }
}

/// A fact that is told otherwise was so from the day of which it tells; never later than it was known by
/// its old telling, which would go on until then.
pub fn corrected_from<T: Drafted>(stored: &Stored, after: &State) -> Result<Date, RegistryError> {
    let record: T =
        serde_json::from_str(&after.doc).map_err(|error| RegistryError::Internal(error.to_string()))?;
    Ok(record.since().map_or(stored.effective_from, |since| since.min(stored.effective_from)))
}
