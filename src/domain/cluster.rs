//! A cluster: a named area of public sports space that the plan wants developed.

use super::id::ClusterId;
use geo_types::Geometry;
use serde::{Deserialize, Serialize};

/// A cluster. Its geometry is a polygon, or a point where no outline is known (WGS 84, lon lat).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    pub id: ClusterId,
    pub external_id: String,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// How far the outline can be trusted.
    pub quality: super::division::BoundaryQuality,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    #[serde(skip)]
    pub geometry: Option<Geometry<f64>>,
}
