//! Imports a street network out of an OpenStreetMap extract, kept in one piece.

use super::Request;
use super::heights;
use super::named::{Whole, told};
use super::report::Report;
use crate::domain::change::EntityKind;
use crate::domain::id::NetworkId;
use crate::domain::name;
use crate::domain::network::{Extract, StreetElevation, StreetNetwork, Wanted};
use crate::formats::{network_blob, osm_pbf};
use crate::registry::Registry;
use crate::registry::draft::{Fields, not_yet};
use crate::registry::error::RegistryError;
use crate::registry::write::Author;
use jiff::civil::Date;
use std::ops::ControlFlow;

/// What `--set` may tell of a network.
struct Told {
    source: Option<String>,
    licence: Option<String>,
    dated: Option<Date>,
    demo: bool,
    /// What to call the source of the heights.
    elevation_source: Option<String>,
}

impl Registry {
    pub(super) async fn import_network(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        refuse_misfits(request)?;
        let name = request.naming.name.clone().unwrap_or_else(|| StreetNetwork::USUAL_NAME.to_owned());
        if let Some(wrong) = name::defect(&name) {
            return Err(RegistryError::Invalid(vec![wrong]));
        }
        let told = told(request, read)?;
        if let Some(mut early) = told.dated.and_then(|dated| not_yet(dated, self.today())) {
            "dated".clone_into(&mut early.field);
            return Err(RegistryError::Invalid(vec![early]));
        }
        if told.elevation_source.is_some() && request.elevation.is_none() {
            return Err(RegistryError::invalid(
                "elevation_source",
                "without_elevation",
                "elevation_source 说明高程栅格的来源，须与 --elevation 一起给出",
                "`elevation_source` tells where an elevation raster is from; give it with --elevation",
            ));
        }
        let mut extract = streets(request, self.reference().modes.wanted()).await?;
        let (nodes, ways) = (extract.nodes.len() as u64, extract.ways.len() as u64);
        if nodes == 0 || ways == 0 {
            let file = request.file_name();
            return Err(RegistryError::refused(
                format!("{file} 中没有道路（highway），什么都没有写入；请用含道路的 .osm.pbf"),
                format!(
                    "{file} has no streets (highway), nothing was written; bring an .osm.pbf with streets"
                ),
            ));
        }
        let mut report = Report::new(request.dry_run);
        report.read = ways;
        report.nodes = Some(nodes);
        report.ways = Some(ways);
        if told.source.is_none() {
            let zh =
                "没有写明来源和许可；请用 --set source=… --set licence=… 写明（OpenStreetMap 须署名，ODbL）";
            let en = "nothing tells where the streets are from; give --set source=… --set licence=… (OpenStreetMap wants to be named, ODbL)";
            report.warn(0, Some("source"), "source_untold", zh, en);
        }
        let mut elevation = None;
        if let Some(raster) = request.elevation {
            let nodes = heights::add(&mut extract, raster, request.progress.clone(), &mut report)?;
            let name = raster.file_name().map(|name| name.to_string_lossy().into_owned());
            let source = told.elevation_source.clone().or(name).unwrap_or_default();
            elevation = Some(StreetElevation { source, nodes });
        }
        let contents = tokio::task::spawn_blocking(move || network_blob::write(&extract))
            .await
            .map_err(|error| RegistryError::Internal(error.to_string()))?
            .map_err(|error| RegistryError::Internal(error.to_string()))?;
        let external = StreetNetwork::external_of(&name);
        let whole = Whole { kind: EntityKind::Network, external, rows: ways, since: told.dated, contents };
        let build = |id, blob| {
            let Told { source, licence, dated, demo, .. } = told;
            StreetNetwork {
                id: NetworkId(id),
                name,
                source,
                licence,
                dated,
                nodes,
                ways,
                demo,
                elevation,
                blob,
            }
            .checked()
        };
        self.put_whole(author, request, whole, build, report).await
    }
}

fn read(fields: &mut Fields) -> Told {
    Told {
        source: fields.text("source"),
        licence: fields.text("licence"),
        dated: fields.date("dated"),
        demo: fields.boolean("demo").unwrap_or(false),
        elevation_source: fields.text("elevation_source"),
    }
}

/// What is asked of a table of features, and can not be asked of streets.
fn refuse_misfits(request: &Request<'_>) -> Result<(), RegistryError> {
    if request.crs.as_ref().is_some_and(|crs| !crs.is_stored()) {
        return Err(RegistryError::refused(
            "OpenStreetMap 的坐标总是 WGS 84，请去掉 --crs",
            "coordinates of OpenStreetMap are always WGS 84; leave --crs out",
        ));
    }
    if !(request.mapping.map.is_empty() && request.mapping.values.is_empty()) {
        return Err(RegistryError::refused(
            "路网没有列可以对应，请去掉 --map 和 --values",
            "a street network has no columns to be mapped; leave --map and --values out",
        ));
    }
    let naming = &request.naming;
    if naming.role.is_some() || naming.title_zh.is_some() || naming.title_en.is_some() {
        return Err(RegistryError::refused(
            "路网只有名称（--name），没有用途和标题",
            "a street network has a name only (--name), no role and no title",
        ));
    }
    Ok(())
}

/// The streets of the file that some mode may use, and those that are counted as closed to all.
async fn streets(request: &Request<'_>, wanted: Wanted) -> Result<Extract, RegistryError> {
    let (file, progress) = (request.file.to_owned(), request.progress.clone());
    let read = move || {
        osm_pbf::read(&file, &wanted, &mut |at| {
            if let Some(progress) = &progress {
                progress(at.read, at.total);
            }
            ControlFlow::Continue(())
        })
    };
    let read = tokio::task::spawn_blocking(read).await;
    Ok(read.map_err(|error| RegistryError::Internal(error.to_string()))??)
}
