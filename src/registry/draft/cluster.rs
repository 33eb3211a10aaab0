//! Reads a cluster out of given values.

use super::Fields;
use super::division::{QUALITIES, quality};
use crate::domain::cluster::Cluster;
use crate::domain::division::BoundaryQuality;
use crate::domain::id::ClusterId;
use geo_types::Geometry;

/// Builds the cluster with `id`; defects are left in `fields`.
pub fn cluster(fields: &mut Fields, id: ClusterId, geometry: Option<Geometry<f64>>) -> Option<Cluster> {
    let external_id = fields.text("external_id");
    let name_zh = fields.text("name_zh");
    for (name, value) in [("external_id", &external_id), ("name_zh", &name_zh)] {
        if value.is_none() {
            fields.missing(name);
        }
    }
    if geometry.is_none() {
        fields.missing("geometry");
    }
    Some(Cluster {
        id,
        external_id: external_id?,
        name_zh: name_zh?,
        name_en: fields.text("name_en"),
        quality: fields.word("quality", quality, &QUALITIES).unwrap_or(BoundaryQuality::Surveyed),
        source: fields.text("source"),
        demo: fields.boolean("demo").unwrap_or(false),
        geometry,
    })
}
