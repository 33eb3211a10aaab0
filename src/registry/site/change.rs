//! Changes a site; closing it is a change of status and date.

use super::{entity, given_geometry, keys};
use crate::domain::change::{Reason, State};
use crate::domain::id::SiteId;
use crate::domain::site::Site;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields, Told};
use crate::registry::error::RegistryError;
use crate::registry::write::{Amendment, Author, Condition, Written, accept, members, merge, state};
use crate::storage::Keys;
use serde_json::{Map, Value};

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
        mut patch: Map<String, Value>,
        condition: Condition,
        idempotency_key: Option<&str>,
    ) -> Result<Written<SiteId>, RegistryError> {
        let stored =
            self.store.get(entity(id)).await?.ok_or_else(|| RegistryError::not_found(entity(id).kind, id))?;
        let told = take_told(self, &mut patch)?;
        let today = self.today();
        let effective_from = told.effective_from.unwrap_or_else(|| closing_day(&patch, today));
        let reason = told.reason.unwrap_or_else(|| usual_reason(&patch));
        let amend = |base: &State, patch: &Map<String, Value>| self.amend_site(id, base, patch);
        let amendment = Amendment { effective_from, reason, patch: &patch };
        let writes = self.revise(author, &stored, condition, amendment, amend).await?;
        let appended = self.commit(author, None, idempotency_key, writes).await?;
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }

    /// Replaces all members of a site.
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
        let stored =
            self.store.get(entity(id)).await?.ok_or_else(|| RegistryError::not_found(entity(id).kind, id))?;
        // What the new version does not name is removed.
        let mut patch: Map<String, Value> = members(&stored.state)?
            .into_iter()
            .filter(|(name, _)| name != "id")
            .map(|(name, _)| (name, Value::Null))
            .collect();
        patch.extend(whole);
        self.change_site(author, id, patch, condition, None).await
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

/// A closing holds from the day of closing, everything else from today.
fn closing_day(patch: &Map<String, Value>, today: jiff::civil::Date) -> jiff::civil::Date {
    let closed = patch.get("closed_on").and_then(Value::as_str).and_then(|text| text.parse().ok());
    closed.filter(|day| *day <= today).unwrap_or(today)
}

fn usual_reason(patch: &Map<String, Value>) -> Reason {
    let closes = patch.get("status").and_then(Value::as_str) == Some("closed");
    if closes {
        Reason::Closed
    } else if patch.contains_key("kind") {
        Reason::Reclassified
    } else {
        Reason::Changed
    }
}
