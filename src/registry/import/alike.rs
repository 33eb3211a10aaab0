//! What a row without any id describes, by what it says: so that a file without ids can come again
//! without everything being registered twice.
//!
//! A site is known by its name, kind and exact place; a piece by its site, kind, name, maker, model and day of
//! installation. Where several are alike, each is taken by one row only.

use super::source::Row;
use crate::domain::bbox::Bbox;
use crate::domain::change::{EntityKind, EntityRef};
use crate::formats::Value;
use crate::index::Shape;
use crate::registry::Registry;
use crate::registry::draft::fields::read_date;
use serde::Deserialize;
use std::collections::HashSet;
use uuid::Uuid;

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
}

/// What is compared of an encoded feature.
#[derive(Deserialize)]
struct Properties {
    kind: String,
    name_zh: String,
    external_id: Option<String>,
    qr_code: Option<String>,
    area_m2: Option<f64>,
    maker: Option<String>,
    model: Option<String>,
    installed_on: Option<String>,
}

fn properties(feature: &[u8]) -> Option<Properties> {
    serde_json::from_slice::<Feature>(feature).ok().map(|feature| feature.properties)
}

/// Registered things without an id of their bringer's, each once.
pub struct Alike<'a> {
    registry: &'a Registry,
    taken: HashSet<Uuid>,
}

impl<'a> Alike<'a> {
    pub fn new(registry: &'a Registry) -> Self {
        Self { registry, taken: HashSet::new() }
    }

    /// The one that the row describes.
    pub fn find(&mut self, kind: EntityKind, row: &Row) -> Option<EntityRef> {
        let mut found = match kind {
            EntityKind::Site => self.sites(row)?,
            EntityKind::Equipment => self.pieces(row)?,
            EntityKind::Division
            | EntityKind::Population
            | EntityKind::Cluster
            | EntityKind::Layer
            | EntityKind::Network
            | EntityKind::Scenario
            // A record without an external id is refused.
            | EntityKind::Organisation
            | EntityKind::Event
            | EntityKind::Institution
            | EntityKind::Provider
            | EntityKind::Observation
            | EntityKind::Milestone
            | EntityKind::Declaration
            | EntityKind::YearEnd => return None,
        };
        found.sort_unstable();
        let id = found.into_iter().map(|(_, id)| id).find(|id| !self.taken.contains(id))?;
        self.taken.insert(id);
        Some(EntityRef { kind, id })
    }

    /// Sites alike, with whether they differ in area: those that do not come first.
    fn sites(&self, row: &Row) -> Option<Vec<(bool, Uuid)>> {
        let world = self.registry.world();
        let name = text(row, "name_zh").or_else(|| text(row, "name_en"))?;
        let (index, _) = self.registry.reference().catalogue.find(&text(row, "kind")?)?;
        let geometry = row.position.geometry.as_ref()?;
        let (bbox, shape) = (Bbox::of(geometry)?, Shape::of(Some(geometry.clone())));
        let area: Option<f64> = text(row, "area_m2").and_then(|area| area.replace(',', "").parse().ok());
        let here = world.snapshot.sites.query_bbox(bbox, Some(&|entry| entry.facts.kind == index));
        let alike = here.into_iter().filter(|entry| entry.geometry == shape).filter_map(|entry| {
            let told = properties(&entry.feature)?;
            (told.external_id.is_none() && told.name_zh == name).then_some((told.area_m2 != area, entry.id))
        });
        Some(alike.collect())
    }

    fn pieces(&self, row: &Row) -> Option<Vec<(bool, Uuid)>> {
        let world = self.registry.world();
        let site = Uuid::parse_str(&text(row, "site_id")?).ok()?;
        let catalogue = &self.registry.reference().catalogue;
        let kind = catalogue.find_equipment(&text(row, "kind")?)?;
        let name = text(row, "name_zh").unwrap_or_else(|| kind.name_zh.clone());
        let day = text(row, "installed_on").and_then(|day| read_date(&day)).map(|day| day.to_string());
        let told = (kind.id.clone(), name, text(row, "maker"), text(row, "model"), day);
        let standing = world.snapshot.equipment.hanging_on(site);
        let alike = standing.into_iter().filter_map(|entry| {
            let own = properties(&entry.feature)?;
            let free = own.external_id.is_none() && own.qr_code.is_none();
            let same = (own.kind, own.name_zh, own.maker, own.model, own.installed_on) == told;
            (free && same).then_some((false, entry.id))
        });
        Some(alike.collect())
    }
}

fn text(row: &Row, name: &str) -> Option<String> {
    let text = row.fields.peek(name).map(Value::to_text)?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
