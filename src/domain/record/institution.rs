//! An institution that a plan wants equipped: elderly care, rehabilitation, school.

use super::{Record, among, backwards, members};
use crate::domain::change::EntityKind;
use crate::domain::id::{DivisionId, InstitutionId};
use crate::domain::invalid::Invalid;
use crate::domain::site::RawPosition;
use geo_types::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An institution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    pub id: InstitutionId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Id of its kind in `seeds/kinds.toml` (`institution_kind`).
    pub kind: String,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_on: Option<Date>,
    /// Last day on which it was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// An office and its number, never a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_office: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<RawPosition>,
    /// A point, or the plot as a polygon or several, WGS 84 (lon, lat).
    #[serde(skip)]
    pub geometry: Option<Geometry<f64>>,
}

impl Institution {
    /// Whether it is open on that day, as far as its days are known.
    pub fn exists_on(&self, day: Date) -> bool {
        self.opened_on.is_none_or(|from| from <= day) && self.closed_on.is_none_or(|to| day <= to)
    }
}

impl Record for Institution {
    const KIND: EntityKind = EntityKind::Institution;
    const IS_FACT: bool = false;
    const ENDS_BY: Option<&'static str> = Some("closed_on");

    members!(placed);

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.opened_on, self.closed_on)
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "kind" => Some(self.kind == wanted),
            "tag" => Some(among(&self.tags, wanted)),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        let mut found: Vec<Invalid> =
            backwards(self.opened_on, self.closed_on, "closed_on").into_iter().collect();
        let fits = matches!(
            self.geometry,
            None | Some(Geometry::Point(_) | Geometry::Polygon(_) | Geometry::MultiPolygon(_))
        );
        if !fits {
            found.push(Invalid::new(
                "geometry",
                "wrong_shape",
                "机构的位置须是点或面",
                "an institution's place is a point or a polygon",
            ));
        }
        found
    }
}
