//! Registers a piece of equipment.

use super::{entity, keys};
use crate::domain::change::{NewChange, Reason};
use crate::domain::id::{EquipmentId, SiteId};
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::error::RegistryError;
use crate::registry::site::given_geometry;
use crate::registry::write::{Author, Written, accept, state};
use crate::storage::{Repeat, Write};
use geo_types::Geometry;
use uuid::Uuid;

impl Registry {
    /// Registers a piece of equipment on a site (`site_id`). Without a place it stands at the site's
    /// own point; without `effective_from` it holds from its installation, or from today.
    ///
    /// # Errors
    /// Something is wrong with the values, the site does not exist, or a key is taken.
    pub async fn register_equipment(
        &self,
        author: &Author,
        members: serde_json::Map<String, serde_json::Value>,
        repeat: Option<&Repeat>,
    ) -> Result<Written<EquipmentId>, RegistryError> {
        let mut fields = Fields::from_json(members);
        let told = self.told(&mut fields);
        let given_id = fields.has("id");
        let id = match fields.text("id").map(|text| text.parse::<EquipmentId>()) {
            None => EquipmentId(Uuid::now_v7()),
            Some(Ok(id)) => id,
            Some(Err(_)) => {
                fields.wrong("id", "not_an_id", "id 须是 UUID", "an id is a UUID");
                EquipmentId(Uuid::nil())
            }
        };
        let site = self.site_of(&mut fields).await?;
        if site.is_none() {
            // Its place and the rest hang on the site; to complain about them too would mislead.
            accept(std::mem::take(&mut fields))?;
        }
        let position = given_geometry(&mut fields);
        if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
            fields.set("raw", Value::Json(raw));
        }
        let geometry = position.geometry.or_else(|| site.as_ref().and_then(|(_, place)| place.clone()));
        let site_id = site.map_or(SiteId(Uuid::nil()), |(id, _)| id);
        let piece =
            draft::equipment::equipment(&mut fields, id, site_id, geometry, &self.reference.catalogue);
        // Without one, what was not reached yet is no misspelling.
        if let Some(piece) = &piece {
            fields.refuse_left_over();
            fields.add(piece.contradictions(told.effective_from.unwrap_or_else(|| self.today())));
        }
        accept(fields)?;
        let Some(piece) = piece else {
            return Err(RegistryError::Internal("equipment without defects".to_owned()));
        };
        let today = self.today();
        let effective_from =
            told.effective_from.or(piece.installed_on.filter(|day| *day <= today)).unwrap_or(today);
        let removed_on = if given_id { self.removed_on(entity(id)).await? } else { None };
        let effective_from = removed_on.map_or(effective_from, |day| effective_from.max(day));
        let change = NewChange {
            entity: entity(id),
            effective_from,
            reason: told.reason.unwrap_or(Reason::NewBuilt),
            before: None,
            after: Some(state(&piece, piece.geometry.as_ref())?),
        };
        let write = Write { change, expected: None, unconditional: false, keys: keys(&piece) };
        let appended = self.commit(author, false, repeat, vec![write]).await?;
        let id = appended
            .replayed
            .as_ref()
            .and_then(|first| first.first())
            .map_or(id, |first| EquipmentId(first.id));
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }

    /// Takes `site_id` and finds the site with its point.
    pub(super) async fn site_of(
        &self,
        fields: &mut Fields,
    ) -> Result<Option<(SiteId, Option<Geometry<f64>>)>, RegistryError> {
        let Some(text) = fields.text("site_id") else {
            fields.missing("site_id");
            return Ok(None);
        };
        let Ok(id) = text.parse::<SiteId>() else {
            fields.wrong("site_id", "not_an_id", "site_id 须是 UUID", "a site_id is a UUID");
            return Ok(None);
        };
        let Some(site) = self.store.get(crate::registry::site::entity(id)).await? else {
            fields.wrong(
                "site_id",
                "unknown_site",
                format!("没有这个场地：{id}"),
                format!("there is no site {id}"),
            );
            return Ok(None);
        };
        Ok(Some((id, place_of(site.state.geometry.as_ref()))))
    }
}

/// One point for a site of any geometry.
pub fn place_of(geometry: Option<&Geometry<f64>>) -> Option<Geometry<f64>> {
    use geo::{Coord, CoordsIter};
    let geometry = geometry?;
    let place: Coord<f64> = match geometry {
        Geometry::LineString(_) | Geometry::MultiLineString(_) => geometry.coords_iter().next()?,
        other => crate::analysis::divisions::home_place(other)?,
    };
    Some(draft::rounded(&Geometry::Point(place.into())))
}
