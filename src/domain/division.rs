//! A division: district, sub-district, community or village; a tree of any depth.

use super::id::DivisionId;
use geo_types::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An official code. Two systems are live for the same sub-districts and collide, so a bare code
/// names nothing: it is always told with its system and edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Code {
    /// Such as `nbs` (statistical) or `mca` (civil affairs).
    pub system: String,
    /// Such as `2023` or `2025-12-31`.
    pub edition: String,
    pub code: String,
}

/// How far a boundary can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundaryQuality {
    /// Issued by the responsible office.
    Official,
    /// Surveyed or digitised from a named source.
    Surveyed,
    /// Invented shape that only tells the neighbourhood; never to be measured.
    Schematic,
    /// A stand-in, usually a point, whose position means nothing exact.
    Placeholder,
}

impl fmt::Display for BoundaryQuality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Official => "official",
            Self::Surveyed => "surveyed",
            Self::Schematic => "schematic",
            Self::Placeholder => "placeholder",
        })
    }
}

/// A division and its validity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    pub id: DivisionId,
    pub external_id: String,
    /// The division that contains this one; `None` for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<DivisionId>,
    /// `district`, `subdistrict`, `community`, `village`, or another district's own word.
    pub level: String,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default)]
    pub codes: Vec<Code>,
    /// First day on which the division exists; `None`: always did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day on which it exists; `None`: still does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    pub boundary_quality: BoundaryQuality,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ethnic: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rural: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// Polygon or multi-polygon; a point where only a place is known (WGS 84, lon lat).
    #[serde(skip)]
    pub geometry: Option<Geometry<f64>>,
}

impl Division {
    /// Whether the division exists on that day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether `text` names this division: its id, external id, name, or one of its codes, bare or
    /// as `system:code` or `system:edition:code`. A bare code can name several divisions.
    pub fn is_named(&self, text: &str) -> bool {
        self.external_id == text
            || self.name_zh == text
            || self.name_en.as_deref() == Some(text)
            || self.id.to_string() == text
            || self.codes.iter().any(|code| {
                code.code == text
                    || format!("{}:{}", code.system, code.code) == text
                    || format!("{}:{}:{}", code.system, code.edition, code.code) == text
            })
    }
}
