//! The public GeoJSON Feature of each kind of entity, written once when the entity changes.
//!
//! Properties are flat, so that GIS and CSV users can read them. What is not known is left out,
//! except where a reader would take absence for zero: areas are then `null`. The coordinate as it
//! came (`raw`) is never written.

/// A cluster's feature.
mod cluster;
/// A division's feature.
mod division;
/// A piece of equipment's feature.
mod equipment;
/// A feature of an imported layer.
mod imported;
/// Members of a JSON object, appended to a byte buffer.
mod members;
/// A record's feature.
mod record;
/// A site's feature.
mod site;

pub use cluster::{ClusterExtras, encode_cluster};
pub use division::{DivisionExtras, encode_division};
pub use equipment::{EquipmentExtras, encode_equipment};
pub use imported::encode_imported;
pub use record::{RecordExtras, encode_record};
pub use site::{SiteExtras, encode_site};

use crate::domain::id::Seq;
use crate::formats::geojson;
use geo_types::Geometry;
use jiff::civil::Date;
use members::Members;
use uuid::Uuid;

/// From which change a feature is, and from when it holds.
#[derive(Clone, Copy, Debug)]
pub struct Revision {
    /// Number of the entity's newest change, its `ETag`.
    pub version: Seq,
    /// Valid time of what the feature says.
    pub effective_from: Date,
}

/// How a division is named in the features of what stands in it.
#[derive(Clone, Copy, Debug)]
pub struct Home<'a> {
    /// A code or external id.
    pub code: &'a str,
    pub name_zh: &'a str,
}

/// Appends a feature; `properties` writes its own members before the revision's.
fn feature(
    out: &mut Vec<u8>,
    id: Uuid,
    geometry: Option<&Geometry<f64>>,
    revision: Revision,
    properties: impl FnOnce(&mut Members<'_>),
) {
    out.extend_from_slice(br#"{"type":"Feature","id":""#);
    let mut text = Uuid::encode_buffer();
    out.extend_from_slice(id.hyphenated().encode_lower(&mut text).as_bytes());
    out.extend_from_slice(br#"","geometry":"#);
    match geometry {
        Some(geometry) => geojson::geometry::write(geometry, out),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(br#","properties":{"#);
    let mut members = Members::new(out);
    properties(&mut members);
    members.integer("version", revision.version.0);
    members.date("effective_from", Some(revision.effective_from));
    out.extend_from_slice(b"}}");
}
