//! An event: a competition, an activity, an edition of a series.

use super::{Record, among, backwards, members};
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::{DivisionId, EventId, OrganisationId};
use crate::domain::invalid::Invalid;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub id: EventId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    pub starts_on: Date,
    /// Last day; `None`: the same day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// The series of which it is an edition, such as the plan's brand series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Which edition of the series, such as `3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How many took part; `None`: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser_id: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub online: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

impl Event {
    /// Whether a metric that asks for a tag means it. Who holds an event online has tagged it `online`, and
    /// an edition of a brand series is a `brand` event.
    pub fn has_tag(&self, tag: &str) -> bool {
        among(&self.tags, tag) || tag == "online" && self.online || tag == "brand" && self.brand.is_some()
    }

    /// The day by which it was over.
    pub fn last_day(&self) -> Date {
        self.ends_on.unwrap_or(self.starts_on)
    }
}

impl Record for Event {
    const KIND: EntityKind = EntityKind::Event;
    const IS_FACT: bool = true;
    const HANGS: bool = true;

    members!();

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.starts_on), Some(self.last_day()))
    }

    fn parent(&self) -> Option<EntityRef> {
        self.organiser_id.map(|id| EntityRef { kind: EntityKind::Organisation, id: id.0 })
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "tag" => Some(self.has_tag(wanted)),
            "brand" => Some(self.brand.as_deref() == Some(wanted)),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        backwards(Some(self.starts_on), self.ends_on, "ends_on").into_iter().collect()
    }
}
