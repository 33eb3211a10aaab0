//! One demonstration site with the properties that GeoJSON, CSV and the service share.

use geo::{Coord, Geometry};
use serde::Serialize;

/// Where every demonstration record says it comes from; part of the key of an import.
pub const SOURCE: &str = "jiantu-demo";

#[derive(Clone, Serialize)]
pub struct Segment {
    /// Metres; `None` is unknown.
    pub width_m: Option<f64>,
    pub surface: String,
}

#[derive(Clone, Serialize)]
pub struct Properties {
    pub external_id: String,
    pub name_zh: String,
    pub name_en: String,
    pub kind: String,
    pub status: &'static str,
    pub access: &'static str,
    pub level: &'static str,
    pub owner: String,
    pub operator: String,
    pub funder: String,
    pub maintainer: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<&'static str>,
    /// Square metres; null is unknown, or none for containers and trails.
    pub area_m2: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_grade: Option<&'static str>,
    #[serde(skip_serializing_if = "is_true")]
    pub counts_area: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Segment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    pub lighting: bool,
    pub accessible: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<&'static str>,
    pub source: &'static str,
    pub demo: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
    pub effective_from: String,
    pub reason: &'static str,
}

fn is_true(value: &bool) -> bool {
    *value
}

/// A revision of a site.
#[derive(Clone)]
pub struct Site {
    /// Position of its sub-district in the table.
    pub cell: usize,
    /// Its middle or its beginning, (lon, lat).
    pub at: Coord<f64>,
    /// Year it is first there: 2020 for everything of the base.
    pub year: i32,
    pub geometry: Geometry<f64>,
    pub properties: Properties,
}
