//! An organisation: association, club, fitness station, culture station or another kind of the data's.

use super::{Record, among, backwards, members};
use crate::domain::change::EntityKind;
use crate::domain::id::{DivisionId, OrganisationId};
use crate::domain::invalid::Invalid;
use crate::domain::site::RawPosition;
use geo_types::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An organisation. It has no members' names; its contact is an office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub id: OrganisationId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Id of its kind in `seeds/kinds.toml` (`organisation_kind`).
    pub kind: String,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<Date>,
    /// Last day on which it existed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    /// `None`: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_room: Option<bool>,
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
    /// A point, WGS 84 (lon, lat).
    #[serde(skip)]
    pub geometry: Option<Geometry<f64>>,
}

impl Organisation {
    /// Whether it exists on that day: from its founding to its closing, as far as they are known.
    pub fn exists_on(&self, day: Date) -> bool {
        self.founded_on.is_none_or(|from| from <= day) && self.closed_on.is_none_or(|to| day <= to)
    }

    /// Whether it has something that a metric asks for: `activity_room`, or a tag. What is not known is
    /// not had.
    pub fn has(&self, what: &str) -> bool {
        among(&self.tags, what) || what == "activity_room" && self.activity_room == Some(true)
    }
}

impl Record for Organisation {
    const KIND: EntityKind = EntityKind::Organisation;
    const IS_FACT: bool = false;
    const ENDS_BY: Option<&'static str> = Some("closed_on");

    members!(placed);

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.founded_on, self.closed_on)
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "kind" => Some(self.kind == wanted),
            "tag" => Some(self.has(wanted)),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        let mut found: Vec<Invalid> =
            backwards(self.founded_on, self.closed_on, "closed_on").into_iter().collect();
        if !matches!(self.geometry, None | Some(Geometry::Point(_))) {
            found.push(Invalid::new(
                "geometry",
                "wrong_shape",
                "组织的位置须是一个点",
                "an organisation's place is one point",
            ));
        }
        found
    }
}
