//! Imports sites.

use super::Request;
use super::containers::Containers;
use super::report::Report;
use super::segments::OF_A_SEGMENT;
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
use crate::registry::site::{Belonging, Position, keys};
use crate::registry::write::{Author, state};
use uuid::Uuid;

impl Registry {
    pub(super) async fn import_sites(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let source = Source::open(request, "sites", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        match self.stage_sites(source, request, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    /// Sites may lie in containers of this very file, wherever in it these are. A row that can not be
    /// staged yet is only remembered by its number and read again, so that memory does not grow.
    async fn stage_sites(
        &self,
        source: Source,
        request: &Request<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        let mut around = Around { containers: Containers::new(self), belonging: Belonging::new(self) };
        let mut waiting = self.pass(source, stager, &mut around, Pass::All).await?;
        while !waiting.is_empty() && !stager.report.broken_off {
            let before = waiting.len();
            let again = Source::open(request, "sites", self.reference())?;
            waiting = self.pass(again, stager, &mut around, Pass::Only(&waiting)).await?;
            if waiting.len() == before {
                // Nobody brings what these lie in: they are told so.
                around.containers.complete = true;
            }
        }
        Ok(())
    }

    /// Stages the rows that can be; answers with the numbers of the others.
    async fn pass(
        &self,
        mut source: Source,
        stager: &mut Stager<'_>,
        around: &mut Around<'_>,
        pass: Pass<'_>,
    ) -> Result<Vec<u64>, RegistryError> {
        let mut waiting = Vec::new();
        while let Some(item) = source.items.recv().await {
            let rows = match (item, pass) {
                (Item::Notice(code, zh, en), Pass::All) => {
                    stager.report.warn(0, None, &code, &zh, &en);
                    continue;
                }
                // The first reading has told.
                (Item::Notice(..), Pass::Only(_)) => continue,
                (Item::Rows(rows), _) => rows,
            };
            let mut ready = Vec::with_capacity(rows.len());
            for row in rows {
                match (row, pass) {
                    (Err(error), Pass::All) => {
                        stager.report.read += 1;
                        stager.report.unreadable(&error);
                    }
                    (Err(_), Pass::Only(_)) => {}
                    (Ok(row), Pass::All) => ready.push(row),
                    (Ok(row), Pass::Only(numbers)) => {
                        if numbers.binary_search(&row.row).is_ok() {
                            ready.push(row);
                        }
                    }
                }
            }
            waiting.extend(self.stage_site_rows(stager, around, ready).await?);
        }
        waiting.sort_unstable();
        Ok(waiting)
    }

    /// Stages what can be, containers before what lies in them, and answers with the rest.
    async fn stage_site_rows(
        &self,
        stager: &mut Stager<'_>,
        around: &mut Around<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<u64>, RegistryError> {
        let catalogue = &self.reference().catalogue;
        let mut rows = rows;
        loop {
            let (ready, waiting) = around.containers.sort_out(rows).await?;
            if ready.is_empty() {
                return Ok(waiting.into_iter().map(|row| row.row).collect());
            }
            let named = around.containers.named_by(&ready);
            let belonging = &around.belonging;
            let mut landed = stager
                .rows(EntityKind::Site, ready, |fields, id, position| {
                    build(fields, id, position, catalogue, belonging)
                })
                .await?;
            if !named.is_empty() {
                // What lies in them must not name one that is not there.
                let refused = stager.settle().await?;
                landed.retain(|landed| !refused.contains(&landed.row));
                let rows: Vec<u64> = named.iter().map(|(row, ..)| *row).collect();
                let of_container = landed.iter().filter(|landed| rows.contains(&landed.row));
                around.belonging.becoming.extend(of_container.map(|landed| landed.id));
                around.containers.take(named, &landed);
            }
            rows = waiting;
        }
    }
}

/// What the sites of a file lie in, and whether that goes together.
struct Around<'a> {
    containers: Containers<'a>,
    belonging: Belonging<'a>,
}

/// Which rows of the file a reading is for.
#[derive(Clone, Copy)]
enum Pass<'a> {
    All,
    /// Those with these numbers, sorted.
    Only(&'a [u64]),
}

fn build(
    fields: &mut Fields,
    id: Uuid,
    position: Position,
    catalogue: &Catalogue,
    belonging: &Belonging<'_>,
) -> Option<Built> {
    fields.take("id");
    if let Some(raw) = position.raw.and_then(|raw| serde_json::to_value(raw).ok()) {
        fields.set("raw", Value::Json(raw));
    }
    let left_over = OF_A_SEGMENT.into_iter().find(|field| fields.has(field)).map(|field| {
        Invalid::new(
            field,
            "not_a_trail",
            "只有步道（线）才有路段与路段宽度：此值未使用",
            "only a trail (a line) has segments and their width: this value is not used",
        )
    });
    let site: Site = draft::site::site(fields, SiteId(id), position.geometry, catalogue)?;
    let mut misfits = belonging.defects(&site);
    misfits.extend(fields.day.into_iter().flat_map(|day| site.contradictions(day)));
    let state = state(&site, site.geometry.as_ref()).ok()?;
    let doubts = area_doubt(&site).into_iter().chain(left_over).collect();
    Some(Built { state, keys: keys(&site), since: site.opened_on, corrects: false, doubts, misfits })
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
