//! Imports sites.

use super::Request;
use super::report::Report;
use super::source::{Item, Row, Source};
use super::stage::{Built, Stager};
use crate::analysis::measure::area_m2;
use crate::domain::change::EntityKind;
use crate::domain::id::SiteId;
use crate::domain::invalid::Invalid;
use crate::domain::kind::Catalogue;
use crate::domain::site::Site;
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::error::RegistryError;
use crate::registry::site::{Position, keys};
use crate::registry::write::{Author, state};
use std::collections::HashMap;
use uuid::Uuid;

impl Registry {
    pub(super) async fn import_sites(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let source = Source::open(request, "sites", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        match self.stage_sites(source, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    async fn stage_sites(&self, mut source: Source, stager: &mut Stager<'_>) -> Result<(), RegistryError> {
        // Sites that lie in a container of this very file wait until the container has an id.
        let mut containers: HashMap<String, Uuid> = HashMap::new();
        let mut waiting: Vec<Row> = Vec::new();
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
                    Ok(mut row) => {
                        self.name_container(&mut row, &mut containers);
                        if row.fields.has("container") { waiting.push(row) } else { ready.push(row) }
                    }
                }
            }
            self.stage_site_rows(stager, ready).await?;
        }
        self.resolve_containers(&mut waiting, &containers).await?;
        self.stage_site_rows(stager, waiting).await?;
        Ok(())
    }

    async fn stage_site_rows(&self, stager: &mut Stager<'_>, rows: Vec<Row>) -> Result<(), RegistryError> {
        let catalogue = &self.reference().catalogue;
        stager
            .rows(EntityKind::Site, rows, |fields, id, position| build(fields, id, position, catalogue))
            .await
    }

    /// Gives a row of a container kind its id now, so that rows inside it can name it.
    fn name_container(&self, row: &mut Row, containers: &mut HashMap<String, Uuid>) {
        let text = |name: &str| row.fields.peek(name).map(Value::to_text);
        let kind = text("kind")
            .and_then(|label| self.reference().catalogue.find(&label).map(|(_, kind)| kind.container));
        if let (Some(true), Some(external)) = (kind, text("external_id").or_else(|| row.id.clone())) {
            let own = text("id").or_else(|| row.id.clone()).and_then(|id| Uuid::parse_str(&id).ok());
            let id = own.unwrap_or_else(Uuid::now_v7);
            row.fields.set("id", Value::Text(id.to_string()));
            containers.insert(external, id);
        }
    }

    /// Turns external ids of containers into ids: those registered, else those of this file.
    async fn resolve_containers(
        &self,
        rows: &mut [Row],
        containers: &HashMap<String, Uuid>,
    ) -> Result<(), RegistryError> {
        let key = |row: &Row| {
            let text = |name: &str| row.fields.peek(name).map(Value::to_text).unwrap_or_default();
            (text("source"), text("container"))
        };
        let wanted: Vec<(String, String)> = rows.iter().map(key).collect();
        let stored = self.store.find_external(EntityKind::Site, &wanted).await?;
        for ((row, stored), (_, external)) in rows.iter_mut().zip(stored).zip(wanted) {
            row.fields.take("container");
            let id = stored.map(|stored| stored.entity.id).or_else(|| containers.get(&external).copied());
            match id {
                Some(id) => row.fields.set("container_id", Value::Text(id.to_string())),
                None => row.fields.wrong(
                    "container",
                    "unknown_container",
                    format!("没有编号为“{external}”的容器场地（公园、中心）"),
                    format!("there is no containing site with the external id `{external}`"),
                ),
            }
        }
        Ok(())
    }
}

fn build(fields: &mut Fields, id: Uuid, position: Position, catalogue: &Catalogue) -> Option<Built> {
    fields.take("id");
    if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
        fields.set("raw", Value::Json(raw));
    }
    let site: Site = draft::site::site(fields, SiteId(id), position.geometry, catalogue)?;
    let state = state(&site, site.geometry.as_ref()).ok()?;
    let doubts = area_doubt(&site).into_iter().collect();
    Some(Built { state, keys: keys(&site), since: site.opened_on, doubts })
}

/// The polygon is a check on the surveyed area: a venue can not be much larger than its outline,
/// nor is a tenth of it likely.
fn area_doubt(site: &Site) -> Option<Invalid> {
    let surveyed = site.area_m2?.m2();
    let outline = site.geometry.as_ref().map(area_m2).filter(|area| *area > 0.0)?;
    let ratio = surveyed / outline;
    if (0.1..=1.25).contains(&ratio) {
        return None;
    }
    Some(Invalid::new(
        "area_m2",
        "area_against_outline",
        format!("场地面积 {surveyed:.0} m² 与图形面积 {outline:.0} m² 相差很大，请核对"),
        format!(
            "the venue area of {surveyed:.0} m2 does not go with an outline of {outline:.0} m2; check both"
        ),
    ))
}
