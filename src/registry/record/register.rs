//! Registers a record.

use super::{entity, keys};
use crate::domain::change::{NewChange, Reason};
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::draft::record::Drafted;
use crate::registry::error::RegistryError;
use crate::registry::site::given_geometry;
use crate::registry::write::{Author, Members, Written, accept, state};
use crate::storage::{Repeat, Write};
use uuid::Uuid;

impl Registry {
    /// Registers a record from given members. Without `effective_from` it holds from the day that it tells
    /// itself (founded, held, the end of its period), or from today.
    ///
    /// # Errors
    /// Something is wrong with the values, something they name does not exist, or a key is taken; nothing
    /// is changed then.
    pub async fn register_record<T: Drafted>(
        &self,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> Result<Written<Uuid>, RegistryError> {
        let mut fields = Fields::from_json(members);
        let told = self.told(&mut fields);
        let given_id = fields.has("id");
        let id = match fields.text("id").map(|text| Uuid::parse_str(&text)) {
            None => Uuid::now_v7(),
            Some(Ok(id)) => id,
            Some(Err(_)) => {
                fields.wrong("id", "not_an_id", "id 须是 UUID", "an id is a UUID");
                Uuid::nil()
            }
        };
        let known = self.known(&fields).await?;
        let place = given_geometry(&mut fields);
        let record = T::draft(&mut fields, id, place.into(), &known);
        // Without one, what was not reached yet is no misspelling.
        if record.is_some() {
            fields.refuse_left_over();
        }
        accept(fields)?;
        let Some(record) = record else {
            return Err(RegistryError::Internal("a record without defects".to_owned()));
        };
        let today = self.today();
        let since = record.since().filter(|day| *day <= today);
        let effective_from = told.effective_from.or(since).unwrap_or(today);
        let removed_on = if given_id { self.removed_on(entity::<T>(id)).await? } else { None };
        let effective_from = removed_on.map_or(effective_from, |day| effective_from.max(day));
        let change = NewChange {
            entity: entity::<T>(id),
            effective_from,
            reason: told.reason.unwrap_or(Reason::NewlyFound),
            before: None,
            after: Some(state(&record, record.geometry())?),
        };
        let write = Write { change, expected: None, unconditional: false, keys: keys(&record) };
        let appended = self.commit(author, false, repeat, vec![write]).await?;
        let first = appended.replayed.as_ref().and_then(|first| first.first());
        let id = first.map_or(id, |first| first.id);
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }
}
