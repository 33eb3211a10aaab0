//! What must hold whatever the data.

use super::county::{on, row, rows};
use crate::database::{Database, stories};
use crate::office::{Office, date, end_of, object};
use jiantu::domain::plan::{Cadence, Expand, State};
use jiantu::registry::import::What;
use jiantu::registry::scoreboard::PlanTold;
use serde_json::json;
use std::collections::BTreeSet;

stories!(
    a_yearly_task_has_a_row_a_year_and_an_expanded_one_a_row_a_subdistrict,
    what_nobody_knows_is_never_met_and_never_zero,
    the_unrounded_value_is_compared,
    without_a_day_the_plans_end_is_shown,
    a_later_revision_of_the_people_moves_what_is_known_today_only,
    a_level_that_is_missing_is_no_row_of_a_frozen_year,
);

async fn a_yearly_task_has_a_row_a_year_and_an_expanded_one_a_row_a_subdistrict(database: Database) {
    let office = Office::hunnan_bare(database).await;
    let world = office.registry.world();
    let of_level = world.tree.ordinals().map(|at| &world.tree.node(at).division);
    let subdistricts: BTreeSet<String> = of_level
        .filter(|division| division.level == "subdistrict")
        .map(|division| division.external_id.clone())
        .collect();
    assert_eq!(subdistricts.len(), 12);
    let told = on(&office, "2023-06-30").await;
    assert_eq!(told.tasks.len(), 28);
    let (mut yearly, mut expanded) = (0, Vec::new());
    for task in &told.tasks {
        if task.cadence == Cadence::Yearly {
            yearly += 1;
            for id in task.indicators.iter().map(|row| &row.id).collect::<BTreeSet<_>>() {
                let years: Vec<_> = rows(&told, id).iter().map(|row| row.year.unwrap()).collect();
                assert_eq!(years, (2021..=2025).collect::<Vec<_>>(), "{id}");
            }
        }
        let named = |id: &str| -> BTreeSet<String> {
            let divisions = rows(&told, id).into_iter().filter_map(|row| row.division.as_ref());
            divisions.map(|division| division.code.clone()).collect()
        };
        let ids: BTreeSet<&String> = task.indicators.iter().map(|row| &row.id).collect();
        let in_parts = ids.iter().filter(|id| !named(id).is_empty()).collect::<Vec<_>>();
        for id in &in_parts {
            assert_eq!(named(id), subdistricts, "{id}");
        }
        assert_eq!(task.expand == Expand::PerSubdistrict, !in_parts.is_empty(), "task {}", task.number);
        if !in_parts.is_empty() {
            expanded.push(task.number);
        }
    }
    assert_eq!((yearly, expanded), (6, vec![2, 3, 9, 24]));
}

async fn what_nobody_knows_is_never_met_and_never_zero(database: Database) {
    let office = Office::hunnan_bare(database).await;
    for day in ["2020-06-30", "2021-06-30", "2023-12-31", "2025-12-31", "2026-02-01"] {
        let told = on(&office, day).await;
        for row in told.tasks.iter().flat_map(|task| &task.indicators) {
            let name = format!("{} {:?} {:?} on {day}", row.id, row.division, row.year);
            assert_ne!(row.state, Some(State::Met), "{name}");
            if row.metric == "milestone" {
                continue;
            }
            assert!(matches!(row.state, None | Some(State::NoData)), "{name}: {:?}", row.state);
            assert_eq!((row.value, row.gap, row.base, row.pace_needed), (None, None, None, None), "{name}");
            assert!(row.series.iter().all(|reading| reading.value.is_none()), "{name}: {:?}", row.series);
            assert!(row.forecast.is_none(), "{name}");
        }
        assert!(told.tasks.iter().all(|task| task.state != Some(State::Met)), "{day}");
    }
}

const DISTRICT: &str = "external_id,level,name_zh,lon,lat\nD,district,测试区,123.46,41.68\n";

/// One district with so many people at the end of 2024, and one site of so many m2.
async fn district(database: Database, people: u32, area_m2: f64) -> Office {
    let office = Office::open(database).await;
    office.import(What::Divisions, "district.csv", DISTRICT).await;
    let people = format!("division,year,population,vintage,base\nD,2024,{people},2025 bulletin,resident\n");
    office.import(What::Population, "people.csv", people).await;
    let site = format!(
        "external_id,name_zh,kind,access,area_m2,opened_on,lon,lat\nS,球场,basketball,free_open,{area_m2},2020-05-01,123.46,41.68\n"
    );
    office.import(What::Sites, "sites.csv", site).await;
    office
}

/// Value, gap and state of area per head.
fn area(told: &PlanTold) -> (Option<f64>, Option<f64>, Option<State>) {
    let row = row(told, "2.area_per_head", None, None);
    (row.value, row.gap, row.state)
}

async fn the_unrounded_value_is_compared(database: Database) {
    let office = district(database, 1000, 4496.0).await;
    let (value, gap, state) = area(&*on(&office, "2025-12-31").await);
    assert_eq!((value, state), (Some(4.496), Some(State::Missed)), "4.496 prints as 4.50");
    assert!((gap.unwrap() - 0.004).abs() < 1e-12, "{gap:?}");
    let more = "external_id,name_zh,kind,access,area_m2,opened_on,lon,lat\nT,小场,table_tennis,free_open,4,2024-05-01,123.47,41.68\n";
    office.import(What::Sites, "more.csv", more).await;
    assert_eq!(area(&*on(&office, "2025-12-31").await), (Some(4.5), Some(0.0), Some(State::Met)));
    // The sub-districts' rows are asked for, though there is no sub-district.
    let told = on(&office, "2025-12-31").await;
    assert_eq!(rows(&told, "2.area_per_head").len(), 2);
}

async fn without_a_day_the_plans_end_is_shown(database: Database) {
    let office = Office::open(database).await;
    let today = async || office.registry.plan_status(None, None).await.unwrap().as_of;
    assert_eq!(today().await, date("2025-12-31"), "the plan is over");
    office.on("2024-05-04");
    assert_eq!(today().await, date("2024-05-04"), "while it runs: today");
    office.on("2025-12-31");
    assert_eq!(today().await, date("2025-12-31"));
}

async fn a_later_revision_of_the_people_moves_what_is_known_today_only(database: Database) {
    let office = district(database, 1000, 4400.0).await;
    office.on("2026-04-01");
    let revised = "division,year,population,vintage,base\nD,2024,960,2026 revision,resident\n";
    office.import(What::Population, "revised.csv", revised).await;
    let told = async |known: Option<&str>| {
        let known_at = known.map(end_of);
        area(&office.registry.plan_status(Some(date("2025-12-31")), known_at).await.unwrap())
    };
    let (value, gap, state) = told(Some("2026-03-31")).await;
    assert_eq!((value, state), (Some(4.4), Some(State::Missed)));
    assert!((gap.unwrap() - 0.1).abs() < 1e-12, "{gap:?}");
    let (value, gap, state) = told(None).await;
    assert_eq!((value, gap, state), (Some(4400.0 / 960.0), Some(0.0), Some(State::Met)));
    assert_eq!(told(Some("2026-04-01")).await.0, value);
    assert_eq!(
        told(Some("2026-03-01")).await,
        (None, None, Some(State::NoData)),
        "before anything was known"
    );
}

async fn a_level_that_is_missing_is_no_row_of_a_frozen_year(database: Database) {
    let office = district(database, 1000, 4400.0).await;
    let asked = json!({ "year": 2025, "by": "区体育局" });
    office.registry.freeze(&office.author, object(asked), None).await.unwrap();
    let told = on(&office, "2025-12-31").await;
    let frozen: Vec<_> = rows(&told, "2.area_per_head")
        .into_iter()
        .map(|row| (row.missing_level.as_deref(), row.frozen.iter().map(|one| one.value).collect::<Vec<_>>()))
        .collect();
    assert_eq!(frozen, [(None, vec![Some(4.4)]), (Some("subdistrict"), vec![])]);
    office.on("2026-04-01");
    let revised = "division,year,population,vintage,base\nD,2024,960,2026 revision,resident\n";
    office.import(What::Population, "revised.csv", revised).await;
    let told = office.registry.reconciliation(2025, None).await.unwrap();
    let changed: Vec<_> = told.tasks.iter().map(|one| (&*one.indicator, one.value.frozen)).collect();
    assert_eq!(changed, [("2.area_per_head", Some(4.4))]);
}
