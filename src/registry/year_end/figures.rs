//! What a frozen year-end tells: coverage, and the plan's tasks with the records of each value.

use crate::analysis::counting::coverage::{Coverage, Row};
use crate::analysis::counting::reconcile::Place;
use crate::domain::area::Area;
use crate::domain::id::DivisionId;
use crate::domain::plan::State;
use crate::registry::error::RegistryError;
use crate::registry::scoreboard::{IndicatorTold, PlanTold, TaskTold};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What a frozen year-end tells. The two answers are kept as they were told: a later program tells them again
/// without knowing them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub coverage: Value,
    /// `None`: the district had no plan, or the year is none of its.
    pub plan: Option<Value>,
    /// The coverage's rows as far as they are reconciled.
    pub rows: Vec<FrozenRow>,
    /// The plan's obligations, of all tasks.
    pub values: Vec<FrozenValue>,
}

/// A row of the coverage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenRow {
    /// `None`: of everything, or of what lies in no division.
    pub division: Option<DivisionId>,
    pub name_zh: String,
    pub name_en: Option<String>,
    /// As in the coverage: `unassigned` for what lies in none.
    pub level: String,
    /// m2; `None`: not known.
    pub area_m2: Option<Area>,
    pub people: Option<u64>,
}

/// An obligation's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenValue {
    pub task: u16,
    pub indicator: String,
    pub division: Option<DivisionId>,
    pub year: Option<i16>,
    pub value: Option<f64>,
    pub state: Option<State>,
    pub parts: Vec<FrozenPart>,
}

/// One of the things that a value is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenPart {
    pub name_zh: String,
    pub name_en: Option<String>,
    /// Path of the list that has it.
    pub list: Option<String>,
    pub id: Option<Uuid>,
    pub value: Option<f64>,
    pub counts: bool,
}

impl Figures {
    /// # Errors
    /// An answer can not be told as JSON, which ours can.
    pub fn of(coverage: &Coverage, plan: Option<&PlanTold>) -> Result<Self, RegistryError> {
        Ok(Self {
            coverage: json(coverage)?,
            plan: plan.map(json).transpose()?,
            rows: coverage.rows.iter().map(row).collect(),
            values: plan.map(values).unwrap_or_default(),
        })
    }

    /// Rows with their place: the first is the whole.
    pub fn placed(&self) -> impl Iterator<Item = (Place, &FrozenRow)> {
        self.rows.iter().enumerate().map(|(at, row)| (place(at, row), row))
    }
}

fn place(at: usize, row: &FrozenRow) -> Place {
    match row.division {
        _ if at == 0 => Place::Whole,
        Some(id) => Place::Division(id),
        None => Place::Unassigned,
    }
}

fn json<T: Serialize>(answer: &T) -> Result<Value, RegistryError> {
    serde_json::to_value(answer).map_err(|error| RegistryError::Internal(error.to_string()))
}

fn row(row: &Row) -> FrozenRow {
    FrozenRow {
        division: row.division.id.as_deref().and_then(|id| id.parse().ok()),
        name_zh: row.division.name_zh.clone(),
        name_en: row.division.name_en.clone(),
        level: row.division.level.clone(),
        area_m2: row.area_m2.all,
        people: row.population.as_ref().map(|people| people.value),
    }
}

/// The obligations whose values are kept: of a level without divisions there is none.
pub fn obligations(plan: &PlanTold) -> impl Iterator<Item = (&TaskTold, &IndicatorTold)> {
    let all = plan.tasks.iter().flat_map(|task| task.indicators.iter().map(move |row| (task, row)));
    all.filter(|(_, row)| row.missing_level.is_none())
}

fn values(plan: &PlanTold) -> Vec<FrozenValue> {
    obligations(plan).map(|(task, row)| value(task.number, row)).collect()
}

fn value(task: u16, row: &IndicatorTold) -> FrozenValue {
    let parts = row.parts.iter().flatten().map(|part| FrozenPart {
        name_zh: part.name_zh.clone(),
        name_en: part.name_en.clone(),
        list: part.list.map(str::to_owned),
        id: part.id,
        value: part.value,
        counts: part.counts,
    });
    FrozenValue {
        task,
        indicator: row.id.clone(),
        division: row.division.as_ref().and_then(|division| division.id.parse().ok()),
        year: row.year,
        value: row.value,
        state: row.state,
        parts: parts.collect(),
    }
}
