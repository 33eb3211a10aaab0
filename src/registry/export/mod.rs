//! Files out of the registry, of today or of any day.

/// What the columns of our own tables hold.
mod columns;
mod layer;
mod population;
/// Collections as one file of vector tiles.
mod tiles;

pub use tiles::{DEEPEST, TilesRequest};

use super::Registry;
use super::error::RegistryError;
use super::import::What;
use super::world::World;
use crate::domain::crs::{Crs, Transform};
use crate::domain::record::{
    Declaration, Event, Institution, Milestone, Observation, Organisation, Provider,
};
use crate::domain::time::Micros;
use crate::formats::geojson::geometry::{GeometryRules, read as read_geometry};
use crate::formats::{self, Column, Format, Record, RecordWriter, TableGeometry, Value, WriteOptions};
use crate::index::{Entry, Layer};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::path::Path;
use std::sync::Arc;

/// An export as the user asks for it.
pub struct Request<'a> {
    pub what: What,
    /// Of a layer, its name.
    pub name: Option<&'a str>,
    pub file: &'a Path,
    pub format: Option<Format>,
    pub as_of: Option<Date>,
    pub known_at: Option<Micros>,
    /// Reference system of the coordinates; GCJ-02 for maps in China.
    pub crs: Crs,
}

impl Request<'_> {
    fn written(&self) -> Format {
        self.format.or_else(|| Format::of_extension(self.file)).unwrap_or(Format::GeoJson)
    }

    /// Whether the format has rows and columns, and no features with a key of their own.
    fn is_table(&self) -> bool {
        !matches!(self.written(), Format::GeoJson | Format::GeoJsonSeq | Format::JsonFg)
    }
}

/// Columns of a table that are computed, beside those an import understands.
const COMPUTED: [&str; 6] =
    ["division_name_zh", "venue_area_m2", "length_m", "site_id", "effective_from", "version"];
/// Members that only an import gives.
const GIVEN_ONLY: [&str; 15] = [
    "lon",
    "lat",
    "accuracy_m",
    "site",
    "crs",
    "code",
    "code_system",
    "code_edition",
    "trail_id",
    "seq",
    "width_m",
    "segment_surface",
    "organiser",
    "period",
    "evidence_file",
];

impl Registry {
    /// Writes everything of a kind to a file; tells how many.
    ///
    /// # Errors
    /// The file can not be written, the format can not hold this, or the store fails.
    pub async fn export(&self, request: &Request<'_>) -> Result<u64, RegistryError> {
        match request.what {
            What::Population => return self.export_population(request).await,
            What::Layer => return self.export_layer(request).await,
            What::Network => {
                return Err(RegistryError::refused(
                    "路网不能这样导出：请保留原文件",
                    "street networks are not exported this way; keep the file they came from",
                ));
            }
            What::Survey => {
                return Err(RegistryError::refused(
                    "答卷不保存，只保存结果：请导出 observations",
                    "answers are not kept, their results are: export observations",
                ));
            }
            What::Sites
            | What::Equipment
            | What::Divisions
            | What::Clusters
            | What::Organisations
            | What::Events
            | What::Institutions
            | What::Providers
            | What::Observations
            | What::Milestones
            | What::Declarations => {}
        }
        let world = self.world_at(request.as_of, request.known_at).await?;
        tokio::task::block_in_place(|| self.write_all(&world, request))
    }

    fn write_all(&self, world: &World, request: &Request<'_>) -> Result<u64, RegistryError> {
        let (mut writer, transform) = open(request, self.columns(request.what))?;
        let mut count = 0;
        let mut put = |feature: &[u8]| -> Result<(), RegistryError> {
            count += 1;
            writer.write(&record(feature, count, &request.crs, &transform)?)?;
            Ok(())
        };
        let snapshot = &world.snapshot;
        match request.what {
            What::Sites => each(&snapshot.sites, &mut put)?,
            What::Equipment => each(&snapshot.equipment, &mut put)?,
            What::Divisions => each(&snapshot.divisions, &mut put)?,
            What::Clusters => each(&snapshot.clusters, &mut put)?,
            What::Organisations => each(world.records().of::<Organisation>(), &mut put)?,
            What::Events => each(world.records().of::<Event>(), &mut put)?,
            What::Institutions => each(world.records().of::<Institution>(), &mut put)?,
            What::Providers => each(world.records().of::<Provider>(), &mut put)?,
            What::Observations => each(world.records().of::<Observation>(), &mut put)?,
            What::Milestones => each(world.records().of::<Milestone>(), &mut put)?,
            What::Declarations => each(world.records().of::<Declaration>(), &mut put)?,
            // Not in the snapshot.
            What::Population | What::Layer | What::Network | What::Survey => {}
        }
        writer.finish()?;
        Ok(count)
    }

    fn columns(&self, what: What) -> Vec<Column> {
        let known = self.reference().columns.headings(what.as_str());
        let mut columns: Vec<String> = vec!["id".to_owned()];
        columns.extend(known.into_iter().map(|(field, _)| field));
        columns.extend(COMPUTED.map(str::to_owned));
        columns.retain(|column| !GIVEN_ONLY.contains(&column.as_str()));
        let mut seen = std::collections::HashSet::new();
        columns.retain(|column| seen.insert(column.clone()));
        columns.into_iter().map(columns::typed).collect()
    }
}

/// The file to be written, and the way from WGS 84 into its reference system.
fn open(
    request: &Request<'_>,
    columns: Vec<Column>,
) -> Result<(Box<dyn RecordWriter>, Transform), RegistryError> {
    let options = WriteOptions {
        format: request.format,
        columns,
        geometry: TableGeometry::default(),
        layer: request.name.unwrap_or(request.what.as_str()).to_owned(),
        time: columns::time(request.what),
        crs: request.crs.clone(),
        ..WriteOptions::default()
    };
    let geojson = matches!(request.written(), Format::GeoJson | Format::GeoJsonSeq);
    if geojson && !request.crs.is_stored() {
        tracing::warn!(crs = %request.crs, "RFC 7946 knows WGS 84 only; this GeoJSON is in another system");
    }
    let transform = Transform::new(&request.crs)
        .map_err(|error| RegistryError::refused(error.message_zh(), error.message_en()))?;
    Ok((formats::create(request.file, &options)?, transform))
}

fn each<F>(
    layer: &Layer<F>,
    put: &mut impl FnMut(&[u8]) -> Result<(), RegistryError>,
) -> Result<(), RegistryError> {
    layer.iter().try_for_each(|entry: &Entry<F>| put(&entry.feature))
}

/// An encoded feature as a record.
fn record(feature: &[u8], row: u64, crs: &Crs, transform: &Transform) -> Result<Record, RegistryError> {
    #[derive(Deserialize)]
    struct Feature<'a> {
        id: String,
        #[serde(borrow)]
        geometry: &'a RawValue,
        properties: serde_json::Map<String, serde_json::Value>,
    }
    let internal = |error: String| RegistryError::Internal(error);
    let feature: Feature<'_> =
        serde_json::from_slice(feature).map_err(|error| internal(error.to_string()))?;
    let geometry = match feature.geometry.get() {
        "null" => None,
        text => {
            read_geometry(text, &GeometryRules::default()).map_err(|error| internal(error.to_string()))?
        }
    };
    let geometry = match geometry {
        Some(geometry) if !crs.is_stored() => {
            Some(transform.geometry_from_wgs84(&geometry).map_err(|error| internal(error.message_en()))?)
        }
        other => other,
    };
    let mut fields: Vec<(Arc<str>, Value)> = vec![(Arc::from("id"), Value::Text(feature.id.clone()))];
    fields.extend(feature.properties.into_iter().map(|(name, value)| (Arc::from(name), plain(value))));
    Ok(Record { row, id: Some(feature.id), geometry, fields })
}

/// A member as a table's cell; lists of texts become one text that an import understands.
fn plain(value: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::Integer(integer),
            None => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::Text(text),
        nested => Value::Json(nested),
    }
}
