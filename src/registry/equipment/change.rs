//! Changes a piece of equipment.

use super::{entity, keys};
use crate::domain::change::{Reason, State};
use crate::domain::id::{EquipmentId, SiteId};
use crate::formats::Value as Given;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::error::RegistryError;
use crate::registry::site::{PLACE, given_geometry, take_told};
use crate::registry::write::{Amendment, Author, Condition, Written, accept, members, merge, state};
use crate::storage::Keys;
use serde_json::{Map, Value};

impl Registry {
    /// Changes members of a piece of equipment (RFC 7396: null removes).
    ///
    /// # Errors
    /// There is no such piece, it was changed meanwhile, no version was named, or the values are
    /// wrong; nothing is changed then.
    pub async fn change_equipment(
        &self,
        author: &Author,
        id: EquipmentId,
        mut patch: Map<String, Value>,
        condition: Condition,
        idempotency_key: Option<&str>,
    ) -> Result<Written<EquipmentId>, RegistryError> {
        let stored =
            self.store.get(entity(id)).await?.ok_or_else(|| RegistryError::not_found(entity(id).kind, id))?;
        let told = take_told(self, &mut patch)?;
        let effective_from = told.effective_from.unwrap_or_else(|| self.today());
        let reason = told.reason.unwrap_or(Reason::Changed);
        if patch.contains_key("site_id") {
            let mut fields = Fields::from_json(patch.clone());
            self.site_of(&mut fields).await?;
            accept(fields)?;
        }
        let amend = |base: &State, patch: &Map<String, Value>| self.amend_equipment(id, base, patch);
        let amendment = Amendment { effective_from, reason, patch: &patch };
        let writes = self.revise(author, &stored, condition, amendment, amend).await?;
        let appended = self.commit(author, None, idempotency_key, writes).await?;
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }

    /// Replaces all members of a piece of equipment.
    ///
    /// # Errors
    /// As [`Registry::change_equipment`].
    pub async fn replace_equipment(
        &self,
        author: &Author,
        id: EquipmentId,
        whole: Map<String, Value>,
        condition: Condition,
    ) -> Result<Written<EquipmentId>, RegistryError> {
        let stored =
            self.store.get(entity(id)).await?.ok_or_else(|| RegistryError::not_found(entity(id).kind, id))?;
        let mut patch: Map<String, Value> = members(&stored.state)?
            .into_iter()
            .filter(|(name, _)| name != "id" && name != "site_id")
            .map(|(name, _)| (name, Value::Null))
            .collect();
        patch.extend(whole);
        self.change_equipment(author, id, patch, condition, None).await
    }

    pub(in crate::registry) fn amend_equipment(
        &self,
        id: EquipmentId,
        base: &State,
        patch: &Map<String, Value>,
    ) -> Result<(State, Keys), RegistryError> {
        let mut document = members(base)?;
        merge(&mut document, patch);
        document.remove("id");
        let mut fields = Fields::from_json(document);
        let site = fields.text("site_id").and_then(|text| text.parse::<SiteId>().ok());
        let Some(site) = site else {
            return Err(RegistryError::invalid("/site_id", "missing", "缺少 site_id", "site_id is missing"));
        };
        let moves = patch.keys().any(|name| PLACE.contains(&name.as_str()));
        let geometry = if moves {
            let position = given_geometry(&mut fields);
            fields.take("raw");
            if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
                fields.set("raw", Given::Json(raw));
            }
            position.geometry
        } else {
            base.geometry.clone()
        };
        let piece = draft::equipment::equipment(&mut fields, id, site, geometry, &self.reference.catalogue);
        // Without one, what was not reached yet is no misspelling.
        if piece.is_some() {
            fields.refuse_left_over();
        }
        accept(fields)?;
        let Some(piece) = piece else {
            return Err(RegistryError::Internal("equipment without defects".to_owned()));
        };
        Ok((state(&piece, piece.geometry.as_ref())?, keys(&piece)))
    }
}
