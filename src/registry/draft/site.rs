//! Reads a site out of given values.

use super::Fields;
use crate::domain::id::SiteId;
use crate::domain::kind::Catalogue;
use crate::domain::site::{Access, Grade, Level, Site, Status};
use geo_types::Geometry;

/// Builds the site with `id`; defects are left in `fields`. `None` when something required is
/// missing or unreadable. The container must already be an id.
pub fn site(
    fields: &mut Fields,
    id: SiteId,
    geometry: Option<Geometry<f64>>,
    catalogue: &Catalogue,
) -> Option<Site> {
    let label = fields.text("kind");
    let kind = label.as_deref().and_then(|label| catalogue.find(label)).map(|(_, kind)| kind);
    match (&label, kind) {
        (None, _) => fields.missing("kind"),
        (Some(label), None) => fields.wrong(
            "kind",
            "unknown_kind",
            format!("没有“{label}”这种场地类型，类型见 /api/v1/kinds"),
            format!("there is no kind `{label}`; kinds are listed at /api/v1/kinds"),
        ),
        _ => {}
    }
    let name_zh = fields.text("name_zh");
    let name_en = fields.text("name_en");
    // A file from abroad has only a Latin name; the register needs one name to show.
    let name_zh = name_zh.or_else(|| name_en.clone());
    if name_zh.is_none() {
        fields.missing("name_zh");
    }
    let status = fields
        .choice("status", Status::parse, Status::ALL, |word| (word.as_str(), word.zh()))
        .unwrap_or(Status::Operating);
    let access = fields.choice("access", Access::parse, Access::ALL, |word| (word.as_str(), word.zh()));
    let (kind, name_zh) = (kind?, name_zh?);
    let site = Site {
        id,
        external_id: fields.text("external_id"),
        source: fields.text("source"),
        name_zh,
        name_en,
        kind: kind.id.clone(),
        status,
        // Nobody has told: it must not pass for free and open.
        access: access.unwrap_or(Access::Unknown),
        level: fields.choice("level", Level::parse, Level::ALL, |word| (word.as_str(), word.zh())),
        owner: fields.text("owner"),
        operator: fields.text("operator"),
        funder: fields.text("funder"),
        receiver: fields.text("receiver"),
        maintainer: fields.text("maintainer"),
        programmes: fields.list("programmes"),
        area_m2: fields.area("area_m2"),
        area_grade: fields.choice("area_grade", Grade::parse, Grade::ALL, |word| (word.as_str(), word.zh())),
        counts_area: fields.boolean("counts_area").unwrap_or(true),
        container_id: fields.text("container_id").and_then(|text| match text.parse() {
            Ok(id) => Some(id),
            Err(_) => {
                fields.wrong(
                    "container_id",
                    "not_an_id",
                    format!("“{text}”不是编号"),
                    format!("`{text}` is not an id"),
                );
                None
            }
        }),
        allocation: fields.json("allocation").unwrap_or_default(),
        segments: fields.json("segments").unwrap_or_default(),
        opened_on: fields.date("opened_on"),
        closed_on: fields.last_day("closed_on"),
        capacity: fields.integer("capacity", 0..=10_000_000).and_then(|n| u32::try_from(n).ok()),
        surface: fields.text("surface"),
        lighting: fields.boolean("lighting"),
        accessible: fields.boolean("accessible"),
        opening_hours: fields.text("opening_hours"),
        address: fields.text("address"),
        photos: fields.list("photos"),
        official_codes: fields.json("official_codes").unwrap_or_default(),
        note: fields.text("note"),
        demo: fields.boolean("demo").unwrap_or(false),
        raw: fields.json("raw"),
        geometry,
    };
    fields.add(site.defects(kind));
    Some(site)
}
