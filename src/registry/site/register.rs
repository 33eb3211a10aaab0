//! Registers a site.

use super::{Belonging, entity, given_geometry, keys};
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::SiteId;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Written, accept, state};
use crate::storage::{Repeat, Write};
use uuid::Uuid;

impl Registry {
    /// Registers a site from given members (those of a GeoJSON feature's properties, and
    /// `geometry` or `lon` and `lat`, `crs`). An `id` made by a phone is kept.
    ///
    /// Without `effective_from` a site holds from the day it opened, or from today.
    ///
    /// # Errors
    /// Something is wrong with the values, or a key is taken; nothing is changed then.
    pub async fn register_site(
        &self,
        author: &Author,
        members: serde_json::Map<String, serde_json::Value>,
        repeat: Option<&Repeat>,
    ) -> Result<Written<SiteId>, RegistryError> {
        let mut fields = Fields::from_json(members);
        let told = self.told(&mut fields);
        let given_id = fields.has("id");
        let id = match fields.text("id").map(|text| text.parse::<SiteId>()) {
            None => SiteId(Uuid::now_v7()),
            Some(Ok(id)) => id,
            Some(Err(_)) => {
                fields.wrong("id", "not_an_id", "id 须是 UUID", "an id is a UUID");
                SiteId(Uuid::nil())
            }
        };
        let position = given_geometry(&mut fields);
        if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
            fields.set("raw", crate::formats::Value::Json(raw));
        }
        let site = draft::site::site(&mut fields, id, position.geometry, &self.reference.catalogue);
        // Without one, what was not reached yet is no misspelling.
        if let Some(site) = &site {
            fields.refuse_left_over();
            fields.add(site.contradictions(told.effective_from.unwrap_or_else(|| self.today())));
            fields.add(Belonging::new(self).defects(site));
        }
        accept(fields)?;
        let Some(site) = site else {
            return Err(RegistryError::Internal("a site without defects".to_owned()));
        };
        let today = self.today();
        let effective_from =
            told.effective_from.or(site.opened_on.filter(|opened| *opened <= today)).unwrap_or(today);
        let reason = told.reason.unwrap_or(Reason::NewBuilt);
        let removed_on = if given_id { self.removed_on(entity(id)).await? } else { None };
        let effective_from = removed_on.map_or(effective_from, |day| effective_from.max(day));
        let change = NewChange {
            entity: entity(id),
            effective_from,
            reason,
            before: None,
            after: Some(state(&site, site.geometry.as_ref())?),
        };
        let write = Write { change, expected: None, unconditional: false, keys: keys(&site) };
        let appended = self.commit(author, false, repeat, vec![write]).await?;
        let id =
            appended.replayed.as_ref().and_then(|first| first.first()).map_or(id, |first| SiteId(first.id));
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }
}
