//! Whose figures make a sum, and which survey is large enough.

use super::ward::{Asked, plan, row, ward};
use crate::database::{Database, stories};
use crate::office::Office;
use jiantu::domain::plan::State;
use jiantu::registry::import::What;
use std::fmt::Write as _;

stories!(
    a_figure_stands_for_all_below_it,
    a_figure_of_a_division_that_has_ended_is_no_figure_of_the_whole,
    a_survey_that_was_large_enough_is_not_undone,
    a_survey_before_the_plan_or_without_its_size_is_none,
);

const TRAINED: Asked = Asked {
    target: 100.0,
    scope: "\"district\", \"subdistrict\"",
    period: "each_year",
    ..Asked::of("observation_sum", "series = \"trained\"")
};

const SURVEY: Asked = Asked { target: 300.0, ..Asked::of("observation_sample", "series = \"satisfaction\"") };

/// Rows of (division, period, value).
async fn report(office: &Office, name: &str, rows: &[(&str, &str, u32)]) {
    let mut table = "external_id,series,division,period,value\n".to_owned();
    for (number, (division, period, value)) in rows.iter().enumerate() {
        writeln!(table, "{name}-{number},trained,{division},{period},{value}").unwrap();
    }
    office.import(What::Observations, &format!("{name}.csv"), table).await;
}

async fn trained(office: &Office, division: &str, year: i16) -> Option<f64> {
    row(office, "2023-12-31", "1.0", division, Some(year)).await.value
}

async fn a_figure_stands_for_all_below_it(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[TRAINED])).await;
    // 2021: nobody but the communities and the east.
    report(&office, "a", &[("south", "2021", 10), ("north", "2021", 20), ("east", "2021", 5)]).await;
    assert_eq!(trained(&office, "", 2021).await, Some(35.0));
    assert_eq!(trained(&office, "west", 2021).await, Some(30.0));
    assert_eq!(trained(&office, "", 2022).await, None);
    // 2022: the sub-district has its communities in it.
    report(&office, "b", &[("south", "2022", 10), ("west", "2022", 40), ("east", "2022", 5)]).await;
    assert_eq!(trained(&office, "", 2022).await, Some(45.0), "40 and 5");
    assert_eq!(trained(&office, "west", 2022).await, Some(40.0));
    let told = row(&office, "2023-12-31", "1.0", "", Some(2022)).await;
    assert!(told.basis_en.unwrap().starts_with("1 left out"));
    let parts: Vec<(Option<f64>, bool)> =
        told.parts.unwrap().iter().map(|part| (part.value, part.counts)).collect();
    assert_eq!(parts.iter().filter(|part| **part == (Some(10.0), false)).count(), 1, "{parts:?}");
    // 2023: the whole told its first quarter, the sub-districts go on from there.
    let rows = [("", "2023Q1", 7), ("west", "2023Q1", 6), ("south", "2023Q2", 3), ("west", "2023Q3", 4)];
    report(&office, "c", &rows).await;
    assert_eq!(trained(&office, "", 2023).await, Some(14.0), "7, 3 and 4");
    assert_eq!(trained(&office, "west", 2023).await, Some(13.0), "6, 3 and 4");
    // What is told of the year stands for its quarters.
    report(&office, "d", &[("west", "2023", 50)]).await;
    assert_eq!(trained(&office, "west", 2023).await, Some(50.0));
}

async fn a_figure_of_a_division_that_has_ended_is_no_figure_of_the_whole(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[TRAINED])).await;
    report(&office, "a", &[("south", "2021", 10), ("east", "2021", 5)]).await;
    let ended = "external_id,name_zh,level,parent,valid_to\nsouth,south,community,west,2022-12-31\n";
    office.import(What::Divisions, "ended.csv", ended).await;
    let world = office.registry.world_at(Some("2023-12-31".parse().unwrap()), None).await.unwrap();
    assert!(world.tree.named("south").is_empty(), "it has ended by then");
    assert_eq!(trained(&office, "", 2021).await, Some(15.0), "a part beside the other");
}

/// Rows of (period, people asked).
async fn survey(office: &Office, name: &str, rows: &[(&str, &str)]) {
    let mut table = "external_id,series,period,value,sample_size\n".to_owned();
    for (number, (period, asked)) in rows.iter().enumerate() {
        writeln!(table, "{name}-{number},satisfaction,{period},80,{asked}").unwrap();
    }
    office.import(What::Observations, &format!("{name}.csv"), table).await;
}

async fn a_survey_that_was_large_enough_is_not_undone(database: Database) {
    let office = ward(database, &plan(2021, 2024, &[SURVEY])).await;
    survey(&office, "a", &[("2021", "120"), ("2022", "350"), ("2023", "90")]).await;
    let on = async |day: &str| row(&office, day, "1.0", "", None).await;
    let first = on("2021-12-31").await;
    assert_eq!((first.value, first.state), (Some(120.0), Some(State::AtRisk)));
    for day in ["2022-12-31", "2023-06-30", "2023-12-31", "2024-12-31"] {
        let told = on(day).await;
        assert_eq!((told.value, told.state, told.gap), (Some(350.0), Some(State::Met), Some(0.0)), "{day}");
        assert_eq!(told.at.map(|at| at.to_string()).as_deref(), Some("2022-12-31"), "{day}");
    }
    let parts = on("2024-12-31").await.parts.unwrap();
    let parts: Vec<(Option<f64>, bool)> = parts.iter().map(|part| (part.value, part.counts)).collect();
    assert_eq!(parts, [(Some(120.0), false), (Some(350.0), true), (Some(90.0), false)]);
}

async fn a_survey_before_the_plan_or_without_its_size_is_none(database: Database) {
    let office = ward(database, &plan(2021, 2024, &[SURVEY])).await;
    survey(&office, "a", &[("2020", "900"), ("2022", "")]).await;
    let told = row(&office, "2024-12-31", "1.0", "", None).await;
    assert_eq!((told.value, told.state), (None, Some(State::NoData)));
    assert!(told.basis_en.unwrap().contains("no survey tells"));
    assert_eq!(told.parts.unwrap().len(), 1, "the one of 2022");
}
