//! Changes a piece of equipment.

use super::{entity, keys};
use crate::domain::change::{Reason, State};
use crate::domain::equipment::{Equipment, EquipmentState};
use crate::domain::id::{EquipmentId, SiteId};
use crate::formats::Value as Given;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::edit::{Attempts, Edit, EndNames};
use crate::registry::error::RegistryError;
use crate::registry::site::{PLACE, given_geometry, take_told};
use crate::registry::write::{Amendment, Author, Condition, Written, accept, members, merge, state};
use crate::storage::{Keys, Repeat};
use serde_json::{Map, Value};

/// A removal holds from the day the piece was taken away, everything else from today.
const END: EndNames = EndNames { state: ("state", EquipmentState::Removed.as_str()), day: "removed_on" };

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
        patch: Map<String, Value>,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Result<Written<EquipmentId>, RegistryError> {
        self.edit_equipment(author, id, Edit::Patch(patch), condition, repeat).await
    }

    /// Replaces all members of a piece of equipment but its site; what the new version does not name
    /// is removed.
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
        self.edit_equipment(author, id, Edit::Whole(whole), condition, None).await
    }

    async fn edit_equipment(
        &self,
        author: &Author,
        id: EquipmentId,
        mut edit: Edit,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Result<Written<EquipmentId>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        let told = take_told(self, edit.members())?;
        let today = self.today();
        if edit.members().contains_key("site_id") {
            let mut fields = Fields::from_json(edit.members().clone());
            self.site_of(&mut fields).await?;
            accept(fields)?;
        }
        let amend = |base: &State, patch: &Map<String, Value>| self.amend_equipment(id, base, patch);
        loop {
            let stored = self.standing(entity(id)).await?;
            let mut patch = edit.patch(&stored, &["id", "site_id"])?;
            take_away(&mut patch, &stored.state, told.effective_from.unwrap_or(today))?;
            let end = END.told_by(&patch, &stored, today, amend)?;
            let effective_from = told.effective_from.or(end.day).unwrap_or(today);
            let usual = if end.told { Reason::Closed } else { Reason::Changed };
            let reason = told.reason.unwrap_or(usual);
            let amendment = Amendment { effective_from, reason, patch: &patch };
            let writes = self.revise(&stored, attempts.expected(&stored), amendment, amend).await?;
            accept_change(
                writes.first().and_then(|write| write.change.after.as_ref()),
                &patch,
                effective_from,
            )?;
            match self.commit(author, attempts.unconditional(), repeat, writes).await {
                Ok(done) => return Ok(Written { id, seq: done.last, replayed: done.replayed.is_some() }),
                Err(error) => attempts.again(error)?,
            }
        }
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

/// A state that a patch tells must fit to its days.
fn accept_change(
    after: Option<&State>,
    patch: &Map<String, Value>,
    day: jiff::civil::Date,
) -> Result<(), RegistryError> {
    let tells = patch.contains_key("state") || patch.contains_key("removed_on");
    let Some(after) = after.filter(|_| tells) else { return Ok(()) };
    let piece: Equipment =
        serde_json::from_str(&after.doc).map_err(|error| RegistryError::Internal(error.to_string()))?;
    let mut fields = Fields::default();
    fields.add(piece.contradictions(day));
    accept(fields)
}

/// A piece that is taken away without a day is taken away on the day of the change.
fn take_away(
    patch: &mut Map<String, Value>,
    stored: &State,
    day: jiff::civil::Date,
) -> Result<(), RegistryError> {
    let removes = patch.get("state").and_then(Value::as_str).and_then(EquipmentState::parse)
        == Some(EquipmentState::Removed);
    if removes && !patch.contains_key("removed_on") && !members(stored)?.contains_key("removed_on") {
        patch.insert("removed_on".to_owned(), Value::from(day.to_string()));
    }
    Ok(())
}
