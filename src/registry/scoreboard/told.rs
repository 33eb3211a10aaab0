//! What is told of a plan, its tasks and their obligations.

use super::closing::ClosingTold;
use crate::analysis::plan::{Forecast, Progress, Reading};
use crate::domain::id::BlobHash;
use crate::domain::plan::{Cadence, Comparator, Expand, Source, State};
use crate::registry::year_end::YearEndTold;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

/// A plan on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanTold {
    pub as_of: Date,
    /// RFC 3339; `null`: all that is known now.
    pub known_at: Option<String>,
    pub plan: PlanName,
    pub rule_version: String,
    /// Number of the log that the answer saw.
    pub seq: u64,
    /// `demo`, `estimate`.
    pub flags: Vec<&'static str>,
    pub groups: Vec<GroupTold>,
    /// Tasks by state.
    pub counts: Vec<Counted>,
    /// The year-ends up to the day that were frozen, in the version that stands.
    pub freezes: Vec<YearEndTold>,
    pub tasks: Vec<TaskTold>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanName {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub starts: Date,
    pub ends: Date,
    pub source: String,
    pub source_mark: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupTold {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub state: State,
    pub name_zh: &'static str,
    pub tasks: u32,
}

/// A task on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskTold {
    pub number: u16,
    pub group: String,
    pub title_zh: String,
    pub title_en: String,
    pub deadline: DeadlineTold,
    pub cadence: Cadence,
    pub expand: Expand,
    /// Derived from data; `null`: nothing of it is due yet.
    pub state: Option<State>,
    /// By the responsible body; `null` until one declares it.
    pub declared: Option<Declared>,
    /// Derived and declared state are not the same.
    pub disagrees: bool,
    /// The newest frozen state, up to the day.
    pub frozen: Option<FrozenState>,
    pub bodies: Bodies,
    /// Deciding obligations.
    pub progress: Progress,
    /// One a division and, of yearly ones, a year.
    pub indicators: Vec<IndicatorTold>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlineTold {
    /// As printed.
    pub text: String,
    pub read_as: Date,
    pub strict: Option<Date>,
    /// The day is our reading of the text.
    pub our_reading: bool,
}

/// What a responsible body says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Declared {
    /// `/api/v1/declarations/ID`.
    pub id: Uuid,
    pub state: State,
    pub on: Date,
    pub by: String,
    pub evidence: Option<String>,
    /// The evidence's file, by its SHA-256.
    pub file: Option<BlobHash>,
    pub demo: bool,
}

/// The state of a task in a frozen year-end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FrozenState {
    pub year: i16,
    pub version: u32,
    /// `null`: nothing of it was due.
    pub state: Option<State>,
}

/// A value in a frozen year-end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FrozenTold {
    pub year: i16,
    pub version: u32,
    /// 31 December of the year.
    pub at: Date,
    pub value: Option<f64>,
    pub state: Option<State>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bodies {
    pub lead: Vec<BodyTold>,
    pub support: Vec<BodyTold>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BodyTold {
    /// As printed.
    pub name: String,
    pub name_en: Option<String>,
    /// The body that is meant, where it is printed by another name.
    pub read_as: Option<String>,
}

/// An obligation on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndicatorTold {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// `null`: the whole district.
    pub division: Option<DivisionTold>,
    /// The level of divisions that it is asked of, where there is none of it: nobody can tell.
    pub missing_level: Option<String>,
    pub year: Option<i16>,
    pub due: Date,
    pub value: Option<f64>,
    /// The day the value is of.
    pub at: Option<Date>,
    pub target: f64,
    /// What is missing; `null` where the value is not known, 0 where the target is reached.
    pub gap: Option<f64>,
    pub comparator: Comparator,
    pub unit: String,
    pub source: Source,
    pub metric: &'static str,
    pub state: Option<State>,
    pub why_zh: String,
    pub why_en: String,
    /// The plan prints no such number.
    pub our_reading: bool,
    /// Takes part in the task's state.
    pub decides: bool,
    pub series: Vec<Reading>,
    /// The same as it was frozen at year-ends; beside `series`, which is best knowledge.
    pub frozen: Vec<FrozenTold>,
    /// The first known value.
    pub base: Option<f64>,
    /// Change a year that reaches the target by the deadline.
    pub pace_needed: Option<f64>,
    pub forecast: Option<Forecast>,
    /// What the value rests on.
    pub basis_zh: Option<String>,
    pub basis_en: Option<String>,
    pub note_zh: Option<String>,
    pub note_en: Option<String>,
    pub flags: Vec<&'static str>,
    /// What the value is made of; of one task only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PartTold>>,
    /// What typical projects would close the gap; of one task only, and where building closes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<Vec<ClosingTold>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DivisionTold {
    pub id: String,
    pub code: String,
    pub name_zh: String,
    pub name_en: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartTold {
    pub name_zh: String,
    pub name_en: Option<String>,
    /// The list of the service that has it, with its id: `/api/v1/LIST/ID`; of divisions and clusters
    /// `/ogc/collections/LIST/items/ID`.
    pub list: Option<&'static str>,
    pub id: Option<Uuid>,
    pub value: Option<f64>,
    pub counts: bool,
}
