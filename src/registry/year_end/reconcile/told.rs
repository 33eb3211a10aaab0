//! How a reconciliation is told.

use crate::analysis::counting::reconcile::Cause;
use crate::domain::area::Area;
use crate::domain::id::SiteId;
use crate::domain::plan::State;
use crate::registry::scoreboard::DivisionTold;
use crate::registry::year_end::YearEndTold;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

/// Frozen beside best knowledge of the same day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reconciliation {
    pub as_of: Date,
    /// The frozen side.
    pub frozen: YearEndTold,
    /// Number of the log up to which the other side knows.
    pub seq: u64,
    /// Rules by which the other side is counted.
    pub rule_version: String,
    /// `demo`, `estimate`.
    pub flags: Vec<&'static str>,
    pub method_zh: &'static str,
    pub method_en: &'static str,
    /// The whole first, then its divisions, then what lies in none.
    pub rows: Vec<RowDifference>,
    /// Sites that made the differences, the largest first.
    pub sites: Vec<SiteDifference>,
    /// Obligations of the plan whose value or state differs.
    pub tasks: Vec<TaskDifference>,
}

/// The same on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Two<T> {
    pub frozen: T,
    pub best: T,
}

/// A row of the figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowDifference {
    /// `null`: everything, or what lies in no division.
    pub division: Option<String>,
    pub name_zh: String,
    pub name_en: Option<String>,
    pub level: String,
    /// `null`: not known.
    pub area_m2: Two<Option<Area>>,
    pub population: Two<Option<u64>>,
    pub m2_per_head: Two<Option<f64>>,
    /// Best knowledge less frozen: the sum over the causes.
    pub difference_m2: Area,
    /// `null` where one side has no figure per head.
    pub difference_m2_per_head: Option<f64>,
    pub causes: Vec<Caused>,
}

/// What one cause did to a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Caused {
    pub cause: Cause,
    pub cause_zh: &'static str,
    pub cause_en: &'static str,
    /// Sites by which it did.
    pub sites: u64,
    pub area_m2: AreasMoved,
    /// Of an area over the people of then; of people with today's area. `null` where a figure is missing.
    pub m2_per_head: Option<f64>,
}

/// The three figures that are always shown side by side, as differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AreasMoved {
    pub all: Area,
    pub open: Area,
    pub free: Area,
}

/// A site that adds something else now than it did then.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteDifference {
    pub id: SiteId,
    pub name_zh: Option<String>,
    /// Counted area on both sides, m2.
    pub area_m2: Two<Area>,
    pub steps: Vec<SiteStep>,
}

/// One step of a site from then to now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteStep {
    pub cause: Cause,
    pub cause_zh: &'static str,
    pub cause_en: &'static str,
    /// The change of the log that did it; `null` of boundaries and rules.
    pub change: Option<Changed>,
    /// Counted area that it moved, m2; 0 where it only moved the site between divisions.
    pub difference_m2: Area,
}

/// A change that was recorded after the year was frozen, and holds before its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub seq: u64,
    /// RFC 3339.
    pub recorded_at: String,
    pub effective_from: Date,
    pub actor: String,
}

/// An obligation of the plan that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskDifference {
    pub task: u16,
    pub title_zh: String,
    pub title_en: String,
    pub indicator: String,
    pub name_zh: String,
    pub name_en: String,
    /// `null`: the whole district.
    pub division: Option<DivisionTold>,
    pub year: Option<i16>,
    pub unit: String,
    pub value: Two<Option<f64>>,
    pub state: Two<Option<State>>,
    /// What the value is made of and differs.
    pub parts: Vec<PartChanged>,
}

/// One of the things that a value is made of, where the two sides differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartChanged {
    pub name_zh: String,
    pub name_en: Option<String>,
    pub list: Option<String>,
    pub id: Option<Uuid>,
    /// `null`: it was not there.
    pub value: Two<Option<f64>>,
    pub counts: Two<bool>,
    /// Why, by its changes since; empty of what was not changed itself.
    pub causes: Vec<Cause>,
}
