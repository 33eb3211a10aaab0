//! The plan of the shipped district over its demonstration data, at each year's end and at the command line.

use crate::database::{Database, stories};
use crate::office::{Office, date};
use crate::program::run;
use jiantu::domain::plan::{Cadence, Expand, State};
use jiantu::registry::scoreboard::PlanTold;
use std::collections::BTreeSet;
use std::sync::Arc;

stories!(the_demonstration_data_shows_every_state_and_every_task, the_plan_at_the_command_line);

async fn on(office: &Office, day: &str) -> Arc<PlanTold> {
    office.registry.plan_status(Some(date(day)), None).await.unwrap()
}

async fn the_demonstration_data_shows_every_state_and_every_task(database: Database) {
    let office = Office::hunnan(database).await;
    let mut of_tasks = BTreeSet::new();
    let mut of_rows = BTreeSet::new();
    for year in 2021..=2025 {
        let told = on(&office, &format!("{year}-12-31")).await;
        assert_eq!(told.tasks.len(), 28);
        assert!(told.flags.contains(&"demo"), "{year}: marked as demonstration data");
        for task in &told.tasks {
            let number = task.number;
            of_tasks.extend(task.state.map(State::as_str));
            of_rows.extend(task.indicators.iter().filter_map(|row| row.state).map(State::as_str));
            assert!(!task.indicators.is_empty(), "task {number} has rows");
            let deciding = task.indicators.iter().filter(|row| row.decides);
            assert_eq!(task.progress.of as usize, deciding.clone().count(), "task {number}");
            let met = deciding.filter(|row| row.state == Some(State::Met)).count();
            assert_eq!(task.progress.met as usize, met, "task {number}");
            for row in &task.indicators {
                let begun = row.year.is_none_or(|of| of <= year);
                assert_eq!(row.state.is_some(), begun, "{} {:?} in {year}", row.id, row.year);
                let judged = matches!(row.state, Some(State::Met)) && row.metric != "milestone";
                assert!(!judged || row.value.is_some(), "{}: met without a value", row.id);
            }
            if task.cadence == Cadence::Yearly {
                let years: BTreeSet<i16> = task.indicators.iter().filter_map(|row| row.year).collect();
                assert_eq!(years, (2021..=2025).collect(), "task {number}: one row a year");
            }
            let parts: BTreeSet<&str> = task
                .indicators
                .iter()
                .filter_map(|row| row.division.as_ref())
                .map(|division| division.code.as_str())
                .collect();
            let expanded = task.expand == Expand::PerSubdistrict;
            assert_eq!(expanded, [2, 3, 9, 24].contains(&number), "task {number}");
            if expanded {
                assert_eq!(parts.len(), 12, "task {number}: {parts:?}");
            }
        }
    }
    let all: BTreeSet<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
    assert_eq!(of_tasks, all, "of tasks");
    assert_eq!(of_rows, all, "of obligations");
    office.registry.close().await;
}

async fn the_plan_at_the_command_line(database: Database) {
    let url = database.url.clone();
    let office = Office::open(database).await;
    office.registry.close().await;
    let folder = office.path("");
    let cli = |arguments: &[&str]| run(&url, &folder, arguments);
    let json = cli(&["plan", "status", "--as-of", "2023-12-31", "--format", "json"]);
    assert_eq!(json.status, 0, "{json:?}");
    let told = json.json();
    assert_eq!((&told["as_of"], told["tasks"].as_array().unwrap().len()), (&"2023-12-31".into(), 28));
    let table = cli(&["plan", "status", "--as-of", "2023-12-31"]);
    assert_eq!(table.status, 0, "{table:?}");
    assert!(table.out.contains("2023-12-31") && table.out.contains("no_data"), "{}", table.out);
    let csv = cli(&["plan", "status", "--as-of", "2023-12-31", "--format", "csv"]);
    assert_eq!(csv.status, 0, "{csv:?}");
    let rows: usize =
        told["tasks"].as_array().unwrap().iter().map(|t| t["indicators"].as_array().unwrap().len()).sum();
    assert_eq!(csv.out.lines().count(), rows + 1, "a heading, and a line for each obligation");
    for usage in [
        &["plan", "status", "--as-of", "soon"][..],
        &["plan", "status", "--format", "xml"],
        &["plan", "status", "--task", "twelve"],
        &["plan"],
    ] {
        let wrong = cli(usage);
        assert_eq!(wrong.status, 2, "{usage:?}: {wrong:?}");
        assert!(wrong.out.is_empty() && !wrong.err.is_empty(), "{usage:?}: {wrong:?}");
    }
    let unknown = cli(&["plan", "status", "--task", "29"]);
    assert_eq!((unknown.status, unknown.err.contains("29")), (1, true), "{unknown:?}");
}
