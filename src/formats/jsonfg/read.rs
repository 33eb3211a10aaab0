//! What the members of a JSON-FG document mean: which of its geometries holds, in which system and order.

use super::write::turned;
use super::{ANY, OPEN};
use crate::domain::crs::{Crs, CrsError, Transform};
use crate::formats::error::RecordError;
use crate::formats::geojson::geometry::{self, GeometryRules};
use crate::formats::record::{DeclaredCrs, Value};
use geo_types::Geometry;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// What a document tells of all its features.
#[derive(Debug)]
pub(in crate::formats) struct Frame {
    /// The system of the records that come out.
    transform: Transform,
    /// Whether the document's own order has latitude or northing first.
    north_first: bool,
}

/// A feature's own members; those of GeoJSON are read elsewhere.
#[derive(Deserialize, Default)]
pub(in crate::formats) struct Members<'a> {
    #[serde(borrow, default)]
    place: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "coordRefSys")]
    coord_ref_sys: Option<&'a RawValue>,
    #[serde(borrow, default)]
    time: Option<&'a RawValue>,
}

/// Whether `conformsTo` names JSON-FG, of whatever edition.
pub(in crate::formats) fn conforms(json: &[u8]) -> bool {
    let declared: Vec<String> = serde_json::from_slice(json).unwrap_or_default();
    declared.iter().any(|class| class.contains(ANY))
}

impl Frame {
    /// Of a document with that `coordRefSys`.
    ///
    /// # Errors
    /// The system is not known, or cannot be computed with.
    pub fn new(coord_ref_sys: Option<&[u8]>) -> Result<Self, CrsError> {
        let (crs, north_first) = match coord_ref_sys {
            Some(json) => reference(&String::from_utf8_lossy(json))?,
            None => (Crs::Wgs84, false),
        };
        Ok(Self { transform: Transform::new(&crs)?, north_first })
    }

    /// What the reader declares; coordinates come out with x first.
    pub fn declared(&self) -> Option<DeclaredCrs> {
        let name = || DeclaredCrs::Name(self.transform.crs().to_string());
        (*self.transform.crs() != Crs::Wgs84).then(name)
    }

    /// Where a feature lies, in the document's system: its place, or else its geometry, which is in WGS 84.
    pub fn geometry(
        &self,
        text: &str,
        geometry: Option<&RawValue>,
        rules: &GeometryRules,
        row: u64,
    ) -> Result<Option<Geometry<f64>>, RecordError> {
        let members: Members<'_> = serde_json::from_str(text).map_err(|error| {
            // The text is known to be an object; all that can be wrong is that it says a thing twice.
            RecordError::new(
                row,
                "duplicate_key",
                format!("键重复:{error}"),
                format!("a key occurs twice: {error}"),
            )
        })?;
        let read = |raw: &RawValue, member: &str| {
            geometry::read(raw.get(), rules).map_err(|error| {
                RecordError::new(row, error.code, error.message_zh, error.message_en)
                    .in_field(format!("/{member}{}", error.pointer))
            })
        };
        if let Some(place) = members.place {
            match read(place, "place") {
                // A solid or a curve may have a plain geometry beside it.
                Err(error) if error.code == "geometry_type" && geometry.is_some() => {}
                Err(error) => return Err(error),
                Ok(None) => {}
                Ok(Some(shape)) => return self.of_place(&members, place, &shape, row).map(Some),
            }
        }
        let Some(shape) = geometry.map(|raw| read(raw, "geometry")).transpose()?.flatten() else {
            return Ok(None);
        };
        let moved = self.transform.geometry_from_wgs84(&shape);
        moved.map(Some).map_err(|error| wrong(row, "/geometry", &error))
    }

    /// The nearest `coordRefSys` counts: the place's own, the feature's, the document's.
    fn of_place(
        &self,
        members: &Members<'_>,
        place: &RawValue,
        shape: &Geometry<f64>,
        row: u64,
    ) -> Result<Geometry<f64>, RecordError> {
        let own: Members<'_> = serde_json::from_str(place.get()).unwrap_or_default();
        let told = own.coord_ref_sys.or(members.coord_ref_sys);
        let Some(told) = told else {
            return Ok(if self.north_first { turned(shape) } else { shape.clone() });
        };
        let refused = |error: CrsError| wrong(row, "/coordRefSys", &error);
        let (crs, north_first) = reference(told.get()).map_err(refused)?;
        let shape = if north_first { turned(shape) } else { shape.clone() };
        if crs == *self.transform.crs() {
            return Ok(shape);
        }
        let there = Transform::new(&crs).map_err(refused)?.geometry_to_wgs84(&shape);
        there
            .and_then(|shape| self.transform.geometry_from_wgs84(&shape))
            .map_err(|error| wrong(row, "/place", &error))
    }
}

/// What `time` tells and no property does: fields `time`, or `time_start` and `time_end`.
pub(in crate::formats) fn add_time(text: &str, fields: &mut Vec<(Arc<str>, Value)>) {
    #[derive(Deserialize)]
    struct Time {
        date: Option<String>,
        timestamp: Option<String>,
        interval: Option<[String; 2]>,
    }
    let members: Members<'_> = serde_json::from_str(text).unwrap_or_default();
    let time = members.time.and_then(|raw| serde_json::from_str::<Option<Time>>(raw.get()).ok()).flatten();
    let Some(time) = time else { return };
    let [start, end] = time.interval.map_or([None, None], |ends| ends.map(Some));
    let told = [("time", time.timestamp.or(time.date)), ("time_start", start), ("time_end", end)];
    for (name, text) in told {
        let Some(text) = text.filter(|text| text != OPEN) else { continue };
        let known = fields.iter().any(|(field, value)| **field == *name || value.to_text() == text);
        if !known {
            fields.push((Arc::from(name), Value::Text(text)));
        }
    }
}

/// A reference: a URI or `[EPSG:n]`, an object with one, or (of compound systems) a list whose first is
/// the horizontal one.
fn reference(json: &str) -> Result<(Crs, bool), CrsError> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Name(String),
        Object { href: String },
        List(Vec<serde_json::Value>),
    }
    let unknown = || CrsError::UnknownName(json.chars().take(100).collect());
    match serde_json::from_str(json).map_err(|_| unknown())? {
        Told::Name(name) | Told::Object { href: name } => Crs::from_reference(&name),
        Told::List(parts) => match parts.first() {
            Some(first) if !first.is_array() => reference(&first.to_string()),
            _ => Err(unknown()),
        },
    }
}

fn wrong(row: u64, field: &str, error: &CrsError) -> RecordError {
    RecordError::new(row, "wrong_coordinates", error.message_zh(), error.message_en()).in_field(field)
}
