//! Reads a division out of given values.

use super::Fields;
use crate::domain::division::{BoundaryQuality, Code, Division};
use crate::domain::id::DivisionId;
use geo_types::Geometry;

pub fn quality(text: &str) -> Option<BoundaryQuality> {
    match text {
        "official" | "官方" => Some(BoundaryQuality::Official),
        "surveyed" | "测绘" => Some(BoundaryQuality::Surveyed),
        "schematic" | "示意" => Some(BoundaryQuality::Schematic),
        "placeholder" | "占位" => Some(BoundaryQuality::Placeholder),
        _ => None,
    }
}

pub const QUALITIES: [&str; 4] = ["official", "surveyed", "schematic", "placeholder"];

/// Builds the division with `id`; defects are left in `fields`. `parent` is what the row calls the
/// division that contains it: which one that is, the caller finds out.
///
/// A boundary file rarely has ids. One without gets the first code, or else level and name, which
/// are the same when the file comes again.
pub fn division(
    fields: &mut Fields,
    id: DivisionId,
    parent: Option<&str>,
    geometry: Option<Geometry<f64>>,
) -> Option<Division> {
    let name_en = fields.text("name_en");
    let name_zh = fields.text("name_zh").or_else(|| name_en.clone());
    if name_zh.is_none() {
        fields.missing("name_zh");
    }
    let mut codes: Vec<Code> = fields.json("codes").unwrap_or_default();
    // A plain table has one code in a column of its own.
    if let Some(code) = fields.text("code") {
        let system = fields.text("code_system").unwrap_or_else(|| "local".to_owned());
        let edition = fields.text("code_edition").unwrap_or_default();
        codes.push(Code { system, edition, code });
    }
    let level = fields.text("level");
    if level.is_none() {
        fields.missing("level");
    }
    let surface = matches!(geometry, Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)));
    if !surface && !matches!(geometry, None | Some(Geometry::Point(_))) {
        fields.wrong(
            "geometry",
            "wrong_shape",
            "行政区划须是面，或只知位置时的点",
            "a division is a polygon, or a point where only its place is known",
        );
    }
    let default = if surface { BoundaryQuality::Surveyed } else { BoundaryQuality::Placeholder };
    let boundary_quality = fields.word("boundary_quality", quality, &QUALITIES).unwrap_or(default);
    let (level, name_zh) = (level?, name_zh?);
    let of_code = || codes.first().map(|code| format!("{}:{}", code.system, code.code));
    let external_id = fields.text("external_id").or_else(of_code).unwrap_or_else(|| match parent {
        Some(parent) => format!("{level}:{parent}/{name_zh}"),
        None => format!("{level}:{name_zh}"),
    });
    Some(Division {
        id,
        external_id,
        parent: None,
        level,
        name_zh,
        name_en,
        codes,
        valid_from: fields.date("valid_from"),
        valid_to: fields.date("valid_to"),
        boundary_quality,
        ethnic: fields.boolean("ethnic").unwrap_or(false),
        rural: fields.boolean("rural").unwrap_or(false),
        source: fields.text("source"),
        licence: fields.text("licence"),
        demo: fields.boolean("demo").unwrap_or(false),
        geometry,
    })
}
