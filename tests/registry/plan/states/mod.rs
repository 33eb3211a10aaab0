//! Each task of the shipped plan in each of its states, by what is imported and by the day asked about.
//!
//! A task is told in three ways: nothing is on record; what is on record falls short; what is on record keeps it. Each
//! group of tasks has its file, each task its case: the rows of the two latter tellings, and where and when its states
//! are seen. A state that a task can not have is named with the nature that forbids it, which is checked against the plan.

/// Tasks 21-24.
mod events;
/// Tasks 1-4.
mod facilities;
/// Tasks 9-13.
mod guidance;
/// Tasks 5-8.
mod organisations;
/// Tasks 14-20.
mod people;
/// Sub-districts and communities of the shipped district.
pub mod places;
/// Tasks 25-28.
mod safeguards;

use crate::database::{Database, Engine, tell};
use crate::office::Office;
use jiantu::domain::plan::{Period, Plan, State, Task};
use jiantu::registry::import::What;
use jiantu::registry::scoreboard::PlanTold;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use Telling::{Kept, Nothing, Short};
pub use jiantu::domain::plan::State::{AtRisk, Met, Missed, NoData, OnTrack};

/// What is on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    Nothing,
    /// Something, and not enough.
    Short,
    /// All that the task asks for, in time.
    Kept,
}

/// Tables to be imported, in order.
pub type Tables = Vec<(What, String)>;

/// A task and its states.
pub struct Case {
    pub task: u16,
    pub short: fn() -> Tables,
    pub kept: fn() -> Tables,
    /// With what on record, on which day, it is in which state.
    pub seen: &'static [(Telling, &'static str, State)],
    /// The state that it can not have, and why.
    pub never: Option<(State, Nature)>,
}

/// Why a state can not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Each obligation is that one thing be counted, at any time until the deadline: before it is counted there are none, and no
    /// line leads from none through none to one; so it is never on track.
    OneToBeCounted,
    /// Each obligation is a milestone: without evidence it is known that there is none; so it is never without data.
    Milestones,
}

impl Nature {
    fn is_of(self, task: &Task) -> bool {
        let mut deciding = task.indicators.iter().filter(|indicator| indicator.decides);
        match self {
            Self::OneToBeCounted => deciding.all(|indicator| {
                let one = (indicator.target - 1.0).abs() < f64::EPSILON;
                indicator.metric.name == "event_count" && one && indicator.period == Period::AtDate
            }),
            Self::Milestones => deciding.all(|indicator| indicator.metric.name == "milestone"),
        }
    }
}

fn nothing() -> Tables {
    Vec::new()
}

async fn told(database: Database, telling: Telling, cases: &[Case]) -> BTreeMap<&'static str, Arc<PlanTold>> {
    let office = Office::hunnan_bare(database).await;
    for case in cases {
        let tables = match telling {
            Nothing => nothing,
            Short => case.short,
            Kept => case.kept,
        };
        for (at, (what, table)) in tables().into_iter().enumerate() {
            let name = format!("{}-{at}-{}.csv", case.task, what.as_str());
            office.import(what, &name, table).await;
        }
    }
    let days: BTreeSet<&str> =
        cases.iter().flat_map(|case| case.seen).filter(|seen| seen.0 == telling).map(|seen| seen.1).collect();
    let mut boards = BTreeMap::new();
    for day in days {
        let told = office.registry.plan_status(Some(day.parse().unwrap()), None).await.unwrap();
        boards.insert(day, told);
    }
    office.assert_sound().await;
    office.registry.close().await;
    boards
}

fn check(case: &Case, plan: &Plan) {
    let task = plan.task(case.task).unwrap();
    let seen: BTreeSet<&str> = case.seen.iter().map(|(_, _, state)| state.as_str()).collect();
    let never: BTreeSet<&str> = case.never.iter().map(|(state, _)| state.as_str()).collect();
    assert!(seen.is_disjoint(&never), "task {}", case.task);
    let all: BTreeSet<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
    assert_eq!(&seen | &never, all, "task {}: each state is seen, or can not be", case.task);
    if let Some((state, nature)) = case.never {
        let fits =
            matches!((state, nature), (OnTrack, Nature::OneToBeCounted) | (NoData, Nature::Milestones));
        assert!(fits && nature.is_of(task), "task {}: {state:?} is possible", case.task);
    }
}

/// Tells the cases of a group, each telling in a database of its own.
fn group(engine: Engine, cases: &'static [Case]) {
    for telling in [Nothing, Short, Kept] {
        tell(engine, |database| async move {
            let boards = told(database, telling, cases).await;
            let mut wrong = Vec::new();
            for case in cases {
                for (_, day, state) in case.seen.iter().filter(|seen| seen.0 == telling) {
                    let task = boards[day].tasks.iter().find(|task| task.number == case.task).unwrap();
                    if task.state == Some(*state) {
                        continue;
                    }
                    let rows = task.indicators.iter().filter(|row| row.decides);
                    let rows = rows.map(|row| (&row.id, row.year, row.value, row.state, &row.why_en));
                    let found = task.state;
                    wrong.push(format!(
                        "{} {telling:?} {day}: {found:?}, not {state:?} {:#?}",
                        case.task,
                        rows.collect::<Vec<_>>()
                    ));
                }
            }
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        });
    }
}

/// All of them, and the tasks that they are of.
const GROUPS: [&[Case]; 6] = [
    facilities::CASES,
    organisations::CASES,
    guidance::CASES,
    people::CASES,
    events::CASES,
    safeguards::CASES,
];

#[test]
fn every_task_has_a_case_and_every_state_of_it_is_seen_or_can_not_be() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::open(database).await;
        let plan = office.registry.plan().unwrap();
        let cases: Vec<&Case> = GROUPS.iter().copied().flatten().collect();
        for case in &cases {
            check(case, plan);
        }
        let numbers: Vec<u16> = cases.iter().map(|case| case.task).collect();
        assert_eq!(numbers, plan.tasks.iter().map(|task| task.number).collect::<Vec<_>>());
    });
}

/// Each group on SQLite; the one that rests on most tables of the store on PostgreSQL too.
macro_rules! groups {
    ($engine:ident: $($name:ident),+) => {
        $(#[test] fn $name() { super::group(crate::database::Engine::$engine, super::$name::CASES); })+
    };
}

mod sqlite {
    groups!(Sqlite: facilities, organisations, guidance, people, events, safeguards);
}

mod postgres {
    groups!(Postgres: people);
}
