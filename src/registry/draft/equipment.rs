//! Reads a piece of equipment out of given values.

use super::Fields;
use crate::domain::equipment::{Equipment, EquipmentState, TargetGroup};
use crate::domain::id::{EquipmentId, SiteId};
use crate::domain::kind::Catalogue;
use geo_types::Geometry;

/// Builds the piece with `id` on `site`; defects are left in `fields`.
pub fn equipment(
    fields: &mut Fields,
    id: EquipmentId,
    site: SiteId,
    geometry: Option<Geometry<f64>>,
    catalogue: &Catalogue,
) -> Option<Equipment> {
    let label = fields.text("kind");
    let kind = label.as_deref().and_then(|label| catalogue.find_equipment(label));
    match (&label, kind) {
        (None, _) => fields.missing("kind"),
        (Some(label), None) => fields.wrong(
            "kind",
            "unknown_kind",
            format!("没有“{label}”这种器材类型，类型见 /api/v1/kinds"),
            format!("there is no kind of equipment `{label}`; kinds are listed at /api/v1/kinds"),
        ),
        _ => {}
    }
    let kind = kind?;
    let group = fields
        .choice("target_group", TargetGroup::parse, TargetGroup::ALL, |word| (word.as_str(), word.zh()));
    let state =
        fields.choice("state", EquipmentState::parse, EquipmentState::ALL, |word| (word.as_str(), word.zh()));
    let name_en = fields.text("name_en");
    let piece = Equipment {
        id,
        site_id: site,
        external_id: fields.text("external_id"),
        source: fields.text("source"),
        kind: kind.id.clone(),
        name_zh: fields.text("name_zh").unwrap_or_else(|| kind.name_zh.clone()),
        name_en,
        maker: fields.text("maker"),
        model: fields.text("model"),
        standard_edition: fields.text("standard_edition"),
        installed_on: fields.date("installed_on"),
        removed_on: fields.last_day("removed_on"),
        design_life_years: fields.integer("design_life_years", 1..=100).and_then(|n| u16::try_from(n).ok()),
        target_group: group.unwrap_or(kind.target_group),
        wheelchair: fields.boolean("wheelchair").unwrap_or(false),
        smart: fields.boolean("smart").unwrap_or(false),
        state: state.unwrap_or(EquipmentState::Working),
        qr_code: fields.text("qr_code"),
        funder: fields.text("funder"),
        owner: fields.text("owner"),
        receiver: fields.text("receiver"),
        maintainer: fields.text("maintainer"),
        note: fields.text("note"),
        demo: fields.boolean("demo").unwrap_or(false),
        raw: fields.json("raw"),
        geometry,
    };
    fields.add(piece.defects());
    Some(piece)
}
