//! Changes a site; closing it is a change of status and date.

use super::{Belonging, entity, given_geometry, keys};
use crate::domain::change::{Reason, State};
use crate::domain::id::SiteId;
use crate::domain::site::{Site, Status};
use crate::registry::Registry;
use crate::registry::draft::{self, Fields, Told};
use crate::registry::edit::{Attempts, Edit, EndNames};
use crate::registry::error::RegistryError;
use crate::registry::write::{Amendment, Author, Condition, Written, accept, members, merge, state};
use crate::storage::{Keys, Repeat, Stored};
use serde_json::{Map, Value};

/// A closing holds from the day of closing, everything else from today.
const END: EndNames = EndNames { state: ("status", Status::Closed.as_str()), day: "closed_on" };

/// Members that say where; a patch that has one of them moves the site.
pub const PLACE: [&str; 5] = ["geometry", "lon", "lat", "crs", "accuracy_m"];

impl Registry {
    /// Changes members of a site (RFC 7396: null removes).
    ///
    /// # Errors
    /// There is no such site, it was changed meanwhile, no version was named, or the values are
    /// wrong; nothing is changed then.
    pub async fn change_site(
        &self,
        author: &Author,
        id: SiteId,
        patch: Map<String, Value>,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Result<Written<SiteId>, RegistryError> {
        self.edit_site(author, id, Edit::Patch(patch), condition, repeat).await
    }

    /// Replaces all members of a site; what the new version does not name is removed.
    ///
    /// # Errors
    /// As [`Registry::change_site`].
    pub async fn replace_site(
        &self,
        author: &Author,
        id: SiteId,
        whole: Map<String, Value>,
        condition: Condition,
    ) -> Result<Written<SiteId>, RegistryError> {
        self.edit_site(author, id, Edit::Whole(whole), condition, None).await
    }

    async fn edit_site(
        &self,
        author: &Author,
        id: SiteId,
        mut edit: Edit,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Result<Written<SiteId>, RegistryError> {
        let mut attempts = Attempts::new(author, condition)?;
        let told = take_told(self, edit.members())?;
        let today = self.today();
        let amend = |base: &State, patch: &Map<String, Value>| self.amend_site(id, base, patch);
        loop {
            let stored = self.standing(entity(id)).await?;
            let patch = edit.patch(&stored, &["id"])?;
            let end = END.told_by(&patch, &stored, today, amend)?;
            let effective_from = told.effective_from.or(end.day).unwrap_or(today);
            let reason = match told.reason {
                Some(reason) => reason,
                None => usual_reason(end.told, reclassifies(&patch, &stored)?),
            };
            let amendment = Amendment { effective_from, reason, patch: &patch };
            let writes = self.revise(&stored, attempts.expected(&stored), amendment, amend).await?;
            let after = writes.first().and_then(|write| write.change.after.as_ref());
            self.accept_change(after, &patch, effective_from)?;
            match self.commit(author, attempts.unconditional(), repeat, writes).await {
                Ok(done) => return Ok(Written { id, seq: done.last, replayed: done.replayed.is_some() }),
                Err(error) => attempts.again(error)?,
            }
        }
    }

    /// What a patch makes of the site must fit to the day and to what is around it; members that it
    /// leaves alone are not judged again.
    fn accept_change(
        &self,
        after: Option<&State>,
        patch: &Map<String, Value>,
        day: jiff::civil::Date,
    ) -> Result<(), RegistryError> {
        let tells = |names: &[&str]| names.iter().any(|name| patch.contains_key(*name));
        let (when, belonging) =
            (tells(&["status", "opened_on", "closed_on"]), tells(&["kind", "container_id", "allocation"]));
        let Some(after) = after.filter(|_| when || belonging) else { return Ok(()) };
        let site: Site =
            serde_json::from_str(&after.doc).map_err(|error| RegistryError::Internal(error.to_string()))?;
        let mut fields = Fields::default();
        if when {
            fields.add(site.contradictions(day));
        }
        if belonging {
            fields.add(Belonging::new(self).defects(&site));
        }
        accept(fields)
    }

    /// The site after a patch, as the store keeps it.
    pub(in crate::registry) fn amend_site(
        &self,
        id: SiteId,
        base: &State,
        patch: &Map<String, Value>,
    ) -> Result<(State, Keys), RegistryError> {
        let mut document = members(base)?;
        merge(&mut document, patch);
        document.remove("id");
        let mut fields = Fields::from_json(document);
        let moves = patch.keys().any(|name| PLACE.contains(&name.as_str()));
        let geometry = if moves {
            let position = given_geometry(&mut fields);
            fields.take("raw");
            if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
                fields.set("raw", crate::formats::Value::Json(raw));
            }
            position.geometry
        } else {
            base.geometry.clone()
        };
        let site: Option<Site> = draft::site::site(&mut fields, id, geometry, &self.reference.catalogue);
        // Without one, what was not reached yet is no misspelling.
        if site.is_some() {
            fields.refuse_left_over();
        }
        accept(fields)?;
        let Some(site) = site else {
            return Err(RegistryError::Internal("a site without defects".to_owned()));
        };
        Ok((state(&site, site.geometry.as_ref())?, keys(&site)))
    }
}

/// Takes `effective_from` and `reason` out of a patch.
///
/// # Errors
/// They can not be understood.
pub fn take_told(registry: &Registry, patch: &mut Map<String, Value>) -> Result<Told, RegistryError> {
    let mut when = Map::new();
    for name in ["effective_from", "reason"] {
        if let Some(value) = patch.remove(name) {
            when.insert(name.to_owned(), value);
        }
    }
    let mut fields = Fields::from_json(when);
    let told = registry.told(&mut fields);
    accept(fields)?;
    Ok(told)
}

/// A kind that is sent back as it was read does not.
fn reclassifies(patch: &Map<String, Value>, stored: &Stored) -> Result<bool, RegistryError> {
    let Some(kind) = patch.get("kind") else { return Ok(false) };
    Ok(members(&stored.state)?.get("kind") != Some(kind))
}

fn usual_reason(closes: bool, reclassifies: bool) -> Reason {
    if closes {
        Reason::Closed
    } else if reclassifies {
        Reason::Reclassified
    } else {
        Reason::Changed
    }
}
