//! What was frozen of earlier year-ends, beside best knowledge.

use super::told::{FrozenState, FrozenTold};
use crate::domain::id::DivisionId;
use crate::domain::plan::State;
use crate::domain::year_end::YearEnd;
use crate::registry::year_end::{Figures, FrozenValue, YearEndTold};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Which obligation.
type Key = (u16, String, Option<DivisionId>, Option<i16>);

/// The frozen years up to a day, each in the version that stands.
#[derive(Default)]
pub struct Frozen {
    years: Vec<YearEnd>,
    /// Of each obligation the values, by year.
    values: HashMap<Key, Vec<FrozenTold>>,
    /// Of each task the newest frozen state.
    states: HashMap<u16, FrozenState>,
}

impl Frozen {
    /// Years in order.
    pub fn new(all: Vec<(YearEnd, Arc<Figures>)>, as_of: Date) -> Self {
        let mut frozen = Self::default();
        for (one, figures) in all.into_iter().filter(|(one, _)| one.day() <= as_of) {
            for value in &figures.values {
                let key = (value.task, value.indicator.clone(), value.division, value.year);
                frozen.values.entry(key).or_default().push(told(&one, value));
            }
            let tasks = figures.plan.as_ref().and_then(|plan| plan["tasks"].as_array());
            for task in tasks.into_iter().flatten() {
                let number = task["number"].as_u64().and_then(|number| u16::try_from(number).ok());
                let state = task["state"].as_str().and_then(State::parse);
                if let Some(number) = number {
                    let state = FrozenState { year: one.year, version: one.version, state };
                    frozen.states.insert(number, state);
                }
            }
            frozen.years.push(one);
        }
        frozen
    }

    pub fn told(&self) -> Vec<YearEndTold> {
        self.years.iter().map(|one| YearEndTold::new(one, true)).collect()
    }

    /// A task's newest frozen state.
    pub fn state(&self, task: u16) -> Option<FrozenState> {
        self.states.get(&task).copied()
    }

    /// An obligation's frozen values, by year.
    pub fn values(
        &self,
        task: u16,
        indicator: &str,
        division: Option<DivisionId>,
        year: Option<i16>,
    ) -> Vec<FrozenTold> {
        self.values.get(&(task, indicator.to_owned(), division, year)).cloned().unwrap_or_default()
    }
}

fn told(one: &YearEnd, value: &FrozenValue) -> FrozenTold {
    FrozenTold { year: one.year, version: one.version, at: one.day(), value: value.value, state: value.state }
}
