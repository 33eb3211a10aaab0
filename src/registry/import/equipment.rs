//! Imports equipment. Its sites must be registered before.

use super::Request;
use super::find::{Finder, Found};
use super::report::Report;
use super::source::{Item, Row, Source};
use super::stage::{Built, Stager};
use crate::domain::change::EntityKind;
use crate::domain::id::{EquipmentId, SiteId};
use crate::domain::kind::Catalogue;
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::equipment::{keys, place_of};
use crate::registry::error::RegistryError;
use crate::registry::site::Position;
use crate::registry::write::{Author, state};
use std::collections::HashMap;
use uuid::Uuid;

impl Registry {
    pub(super) async fn import_equipment(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let source = Source::open(request, "equipment", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        match self.stage_equipment(source, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    async fn stage_equipment(
        &self,
        mut source: Source,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        let catalogue = &self.reference().catalogue;
        let mut finder = Finder::new(self);
        while let Some(item) = source.items.recv().await {
            let rows = match item {
                Item::Notice(code, zh, en) => {
                    stager.report.warn(0, None, &code, &zh, &en);
                    continue;
                }
                Item::Rows(rows) => rows,
            };
            let mut ready = Vec::with_capacity(rows.len());
            for row in rows {
                match row {
                    Err(error) => {
                        stager.report.read += 1;
                        stager.report.unreadable(&error);
                    }
                    Ok(row) => ready.push(row),
                }
            }
            let places = self.place(&mut ready, &mut finder).await?;
            for row in &ready {
                let site = row.fields.peek("site_id").and_then(|id| Uuid::parse_str(&id.to_text()).ok());
                let known = site.and_then(|site| places.get(&site)).and_then(Option::as_ref);
                stager.datum.compare(row.position.geometry.as_ref(), known);
            }
            stager
                .rows(EntityKind::Equipment, ready, |fields, id, position| {
                    build(fields, id, position, &places, catalogue)
                })
                .await?;
        }
        Ok(())
    }

    /// Finds the rows' sites, by id or by external id (of the row's source, else of none, else of the only
    /// source that has it), and tells where each stands.
    async fn place(
        &self,
        rows: &mut [Row],
        finder: &mut Finder<'_>,
    ) -> Result<HashMap<Uuid, Option<geo_types::Geometry<f64>>>, RegistryError> {
        let mut places = HashMap::new();
        let text = |row: &Row, name: &str| row.fields.peek(name).map(Value::to_text).unwrap_or_default();
        let keys: Vec<(String, String)> =
            rows.iter().map(|row| (text(row, "source"), text(row, "site"))).collect();
        let found = finder.sites(&keys).await?;
        for ((row, found), (_, external)) in rows.iter_mut().zip(found).zip(keys) {
            row.fields.take("site");
            let by_id = match text(row, "site_id").parse::<SiteId>() {
                Ok(id) => self.store.get(crate::registry::site::entity(id)).await?,
                Err(_) => None,
            };
            match by_id.map_or(found, |site| Found::One(Box::new(site))) {
                Found::One(site) => {
                    row.fields.set("site_id", Value::Text(site.entity.id.to_string()));
                    places.entry(site.entity.id).or_insert_with(|| place_of(site.state.geometry.as_ref()));
                }
                Found::Several(sources) => {
                    let sources = sources.join(", ");
                    row.fields.wrong(
                        "site",
                        "ambiguous_site",
                        format!("场地编号“{external}”在多个来源中都有（{sources}）：请填写场地ID"),
                        format!("several sources have a site `{external}` ({sources}); give site_id"),
                    );
                }
                Found::Nothing => row.fields.wrong(
                    "site",
                    "unknown_site",
                    format!("没有编号为“{external}”的场地：请先导入场地"),
                    format!("there is no site `{external}`; import the sites first"),
                ),
            }
        }
        Ok(places)
    }
}

fn build(
    fields: &mut Fields,
    id: Uuid,
    position: Position,
    places: &HashMap<Uuid, Option<geo_types::Geometry<f64>>>,
    catalogue: &Catalogue,
) -> Option<Built> {
    if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
        fields.set("raw", Value::Json(raw));
    }
    // A row without a known site has its defect already.
    let site = fields.text("site_id").and_then(|text| text.parse::<SiteId>().ok())?;
    let geometry = position.geometry.or_else(|| places.get(&site.0).cloned().flatten());
    let piece = draft::equipment::equipment(fields, EquipmentId(id), site, geometry, catalogue)?;
    let state = state(&piece, piece.geometry.as_ref()).ok()?;
    let misfits = fields.day.map(|day| piece.contradictions(day)).unwrap_or_default();
    Some(Built {
        state,
        keys: keys(&piece),
        since: piece.installed_on,
        corrects: false,
        doubts: Vec::new(),
        misfits,
    })
}
