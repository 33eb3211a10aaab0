//! A supplier of guidance on exercise: an entry of the directory that a plan asks for.

use super::{Record, among, backwards, members};
use crate::domain::change::EntityKind;
use crate::domain::id::{DivisionId, ProviderId};
use crate::domain::invalid::Invalid;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry: a team, an office or a firm. Persons are entered by their institution, never by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    pub id: ProviderId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Id of its category in `seeds/kinds.toml` (`provider_category`).
    pub category: String,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// First and last day on which the entry is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// An office and its number, never a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_office: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

impl Provider {
    /// Whether the entry is valid on that day, as far as its days are known.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl Record for Provider {
    const KIND: EntityKind = EntityKind::Provider;
    const IS_FACT: bool = false;
    const ENDS_BY: Option<&'static str> = Some("valid_to");

    members!();

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.valid_from, self.valid_to)
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "category" => Some(self.category == wanted),
            "tag" => Some(among(&self.tags, wanted)),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        backwards(self.valid_from, self.valid_to, "valid_to").into_iter().collect()
    }
}
