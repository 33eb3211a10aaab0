//! How a frozen year-end is told.

use super::figures::Figures;
use crate::domain::id::{BlobHash, YearEndId};
use crate::domain::year_end::{People, YearEnd};
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{Error, Serializer};
use serde_json::{Map, Value};

/// A frozen year-end in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearEndTold {
    pub id: YearEndId,
    pub year: i16,
    pub version: u32,
    /// It is the year's newest version.
    pub stands: bool,
    pub as_of: Date,
    /// RFC 3339.
    pub frozen_at: String,
    /// Number of the log up to which it knows.
    pub seq: u64,
    pub by: Option<String>,
    /// Why the year was opened again.
    pub reason: Option<String>,
    pub rule_version: String,
    /// Version of the program that counted.
    pub program: String,
    pub boundary_version: BlobHash,
    pub population: Option<People>,
    pub plan: Option<String>,
    pub sites: u64,
    pub area_m2: f64,
    pub m2_per_head: Option<f64>,
    pub hash: BlobHash,
    /// `demo`, `estimate`.
    pub flags: Vec<&'static str>,
}

impl YearEndTold {
    pub fn new(one: &YearEnd, stands: bool) -> Self {
        let estimate = one.people.as_ref().is_some_and(|people| people.estimate);
        let flags = [("demo", one.demo), ("estimate", estimate)];
        let area = crate::domain::area::Area::from_cm2(one.area_cm2);
        let people = one.people.as_ref().map(|people| people.value);
        Self {
            id: one.id,
            year: one.year,
            version: one.version,
            stands,
            as_of: one.day(),
            frozen_at: one.frozen_at.to_rfc3339(),
            seq: one.seq.0,
            by: one.by.clone(),
            reason: one.reason.clone(),
            rule_version: one.rule_version.clone(),
            program: one.program.clone(),
            boundary_version: one.boundary_version,
            population: one.people.clone(),
            plan: one.plan.clone(),
            sites: one.sites,
            area_m2: area.m2(),
            m2_per_head: crate::analysis::counting::reconcile::per_head(area, people),
            hash: one.hash,
            flags: flags.into_iter().filter(|(_, set)| *set).map(|(flag, _)| flag).collect(),
        }
    }
}

/// A frozen year-end with what it told.
#[derive(Clone, Debug, PartialEq)]
pub struct YearEndInFull {
    pub head: YearEndTold,
    /// As `/api/v1/coverage` told it then.
    pub coverage: Value,
    /// As `/api/v1/plan` told it then, with the records of each value.
    pub plan: Option<Value>,
}

impl YearEndInFull {
    pub fn new(head: YearEndTold, figures: &Figures) -> Self {
        Self { head, coverage: figures.coverage.clone(), plan: figures.plan.clone() }
    }
}

/// The members of a list's entry; where that has the plan's id, the plan stands, so that no member is there twice.
impl Serialize for YearEndInFull {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = match serde_json::to_value(&self.head).map_err(S::Error::custom)? {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        whole.insert("coverage".to_owned(), self.coverage.clone());
        whole.insert("plan".to_owned(), self.plan.clone().unwrap_or_default());
        whole.serialize(serializer)
    }
}
