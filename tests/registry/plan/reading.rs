//! How what is recorded is read, each reading in a story of its own.

use super::county::{edited, on, open, row, rows, try_edited};
use super::states::places::lines;
use crate::database::{Database, stories};
use crate::office::{Office, date};
use jiantu::domain::plan::State;
use jiantu::registry::RegistryError;
use jiantu::registry::import::What;
use jiantu::registry::scoreboard::PlanTold;

stories!(
    events_before_the_plan_do_not_count,
    a_year_is_clipped_to_the_plan,
    a_yearly_row_ends_with_the_plan,
    the_deadline_decides_where_it_is_no_year_end,
    a_quarter_beside_its_year_is_not_counted_twice,
    a_level_without_divisions_is_told,
    without_a_site_nobody_knows,
    a_share_is_a_level_and_no_tally,
    growth_of_the_first_year_has_a_base,
    growth_holds_like_against_like,
    no_milestone_is_forecast,
    editions_count_in_the_division_asked_about,
    of_two_entries_of_one_day_the_later_stands,
    a_site_that_closes_later_stood_until_then,
    a_word_that_a_parameter_does_not_know_is_refused,
);

/// Value and state of the one row of an indicator of the whole county, of a year.
fn seen(told: &PlanTold, id: &str, year: Option<i16>) -> (Option<f64>, Option<State>) {
    let row = row(told, id, None, year);
    (row.value, row.state)
}

async fn import(office: &Office, what: What, heading: &str, rows: &[&str]) {
    let table = lines(heading, rows.iter().map(|row| (*row).to_owned()));
    let seq = office.registry.world().seq().0;
    office.import(what, &format!("{}-{seq}.csv", what.as_str()), table).await;
}

const CUPS: &str = "external_id,name_zh,starts_on,ends_on,tags,brand,organiser,division";
const FIGURES: &str = "external_id,series,division,period,value";
const SITES: &str = "external_id,name_zh,kind,access,programmes,area_m2,opened_on,lon,lat";

/// From April 2023 to October 2025.
const IN_THE_MIDDLE: [(&str, &str); 3] = [
    ("starts = \"2023-01-01\"", "starts = \"2023-04-01\""),
    ("ends = \"2025-12-31\"", "ends = \"2025-10-31\""),
    // No deadline is the plan's last day.
    ("read_as = \"2025-12-31\"", "read_as = \"2025-06-30\""),
];

async fn events_before_the_plan_do_not_count(database: Database) {
    let office = edited(database, &[]).await;
    let before = ["A,杯,2022-12-31,,cup,,,ch-xipu", "B,跨年杯,2022-12-30,2023-01-01,cup,,,ch-dongzhu"];
    import(&office, What::Events, CUPS, &before[..1]).await;
    let told = on(&office, "2023-06-30").await;
    assert_eq!(seen(&told, "cups", Some(2023)), (None, Some(State::NoData)), "nothing since it began");
    import(&office, What::Events, CUPS, &before).await;
    let told = on(&office, "2023-06-30").await;
    assert_eq!(seen(&told, "cups", Some(2023)).0, Some(1.0), "what was over in it counts");
    assert_eq!(row(&told, "cup_here", Some("ch-xipu"), None).value, Some(0.0));
    assert_eq!(row(&told, "cup_here", Some("ch-dongzhu"), None).value, Some(1.0));
}

async fn a_year_is_clipped_to_the_plan(database: Database) {
    let office = edited(database, &IN_THE_MIDDLE).await;
    let cups = ["A,杯,2023-03-31,,cup,,,", "B,杯,2023-04-01,,cup,,,", "C,杯,2024-01-01,,cup,,,"];
    import(&office, What::Events, CUPS, &cups).await;
    let of = async |day: &str| seen(&*on(&office, day).await, "cups", Some(2023));
    assert_eq!(of("2023-03-31").await, (None, None), "it has not begun");
    assert_eq!(of("2023-04-01").await.0, Some(1.0));
    assert_eq!(of("2023-12-31").await, (Some(1.0), Some(State::Missed)), "A was before the plan");
    let told = on(&office, "2024-06-30").await;
    assert_eq!(seen(&told, "cups", Some(2024)).0, Some(1.0));
}

async fn a_yearly_row_ends_with_the_plan(database: Database) {
    let office = edited(database, &IN_THE_MIDDLE).await;
    let cups = ["A,杯,2025-10-31,,cup,,,", "B,杯,2025-11-01,,cup,,,"];
    import(&office, What::Events, CUPS, &cups).await;
    import(&office, What::Observations, FIGURES, &["F,trained,,2025-01-01/2025-10-31,120"]).await;
    for day in ["2025-10-31", "2025-11-30", "2026-02-01"] {
        let told = on(&office, day).await;
        assert_eq!(seen(&told, "cups", Some(2025)), (Some(1.0), Some(State::Missed)), "{day}");
        assert_eq!(seen(&told, "trained", Some(2025)), (Some(120.0), Some(State::Met)), "{day}");
        let due: Vec<_> = rows(&told, "cups").iter().map(|row| row.due).collect();
        assert_eq!(due, [date("2023-12-31"), date("2024-12-31"), date("2025-10-31")], "{day}");
    }
}

async fn the_deadline_decides_where_it_is_no_year_end(database: Database) {
    let office = edited(database, &[("read_as = \"2025-12-31\"", "read_as = \"2024-06-30\"")]).await;
    let heading = "external_id,kind,name_zh,founded_on,closed_on";
    let guilds = ["A,guild,一,2019-01-01,", "B,guild,二,2024-06-30,", "C,guild,三,2024-07-01,"];
    import(&office, What::Organisations, heading, &guilds).await;
    for day in ["2024-06-30", "2024-12-31", "2026-02-01"] {
        let told = on(&office, day).await;
        assert_eq!(seen(&told, "guilds", None), (Some(2.0), Some(State::Missed)), "{day}");
        let row = row(&told, "guilds", None, None);
        assert_eq!((row.due, row.at), (date("2024-06-30"), Some(date("2024-06-30"))), "{day}");
    }
    assert_eq!(seen(&*on(&office, "2024-06-29").await, "guilds", None).0, Some(1.0));
}

async fn a_quarter_beside_its_year_is_not_counted_twice(database: Database) {
    let office = edited(database, &[]).await;
    let sum = async || seen(&*on(&office, "2023-12-31").await, "trained", Some(2023)).0;
    import(&office, What::Observations, FIGURES, &["Q1,trained,,2023-Q1,30", "Q2,trained,,2023-Q2,35"]).await;
    assert_eq!(sum().await, Some(65.0));
    import(
        &office,
        What::Observations,
        FIGURES,
        &["M,trained,,2023-02,10", "H,trained,,2023-07-01/2023-12-31,20"],
    )
    .await;
    assert_eq!(sum().await, Some(85.0), "a month of a quarter, and the half that no quarter tells");
    import(&office, What::Observations, FIGURES, &["Y,trained,,2023,90"]).await;
    assert_eq!(sum().await, Some(90.0));
}

async fn a_level_without_divisions_is_told(database: Database) {
    let edits = [
        ("scope = [\"county\", \"town\"]", "scope = [\"county\", \"ward\"]"),
        ("scope = [\"town\"]", "scope = [\"parish\"]"),
    ];
    let office = edited(database, &edits).await;
    for day in ["2023-12-31", "2025-12-31"] {
        let told = on(&office, day).await;
        let of = |id: &str| -> Vec<_> {
            rows(&told, id).into_iter().map(|row| (row.state, row.missing_level.as_deref())).collect()
        };
        assert_eq!(of("area"), [(Some(State::NoData), None), (Some(State::NoData), Some("ward"))], "{day}");
        assert_eq!(of("cup_here"), [(Some(State::NoData), Some("parish"))], "{day}");
    }
}

async fn without_a_site_nobody_knows(database: Database) {
    let office = edited(database, &[]).await;
    let told = on(&office, "2025-12-31").await;
    for id in ["hall", "area", "area_open", "evenness", "hamlets", "cells", "funders", "operators"] {
        for row in rows(&told, id) {
            assert_eq!((row.value, row.state), (None, Some(State::NoData)), "{id} {:?}", row.division);
        }
    }
    let site = ["S,球场,ball_court,free_open,,600,2024-05-01,104.01,30.01"];
    import(&office, What::Sites, SITES, &site).await;
    let told = on(&office, "2025-12-31").await;
    assert_eq!(row(&told, "area", Some("ch-dongzhu"), None).value, Some(0.1));
    assert_eq!(
        row(&told, "area", Some("ch-xipu"), None).value,
        Some(0.0),
        "none there, of those that are known"
    );
    assert_eq!(seen(&told, "hall", None), (Some(0.0), Some(State::Missed)));
    assert_eq!(
        seen(&*on(&office, "2023-12-31").await, "area", None),
        (None, Some(State::NoData)),
        "before it"
    );
}

async fn a_share_is_a_level_and_no_tally(database: Database) {
    let office = edited(database, &[]).await;
    import(
        &office,
        What::Organisations,
        "external_id,kind,name_zh,founded_on,closed_on",
        &["G,guild,一会,2019-01-01,"],
    )
    .await;
    let meets = ["A,会,2023-02-01,,guild_meet,,G,", "B,会,2023-03-01,,guild_meet,,G,"];
    import(&office, What::Events, CUPS, &meets).await;
    let of = async |day: &str| seen(&*on(&office, day).await, "active_guilds", Some(2023));
    assert_eq!(of("2023-06-30").await, (Some(100.0), Some(State::OnTrack)), "reached, not met");
    let two = ["H,guild,二会,2023-07-01,", "I,guild,三会,2023-07-01,"];
    import(&office, What::Organisations, "external_id,kind,name_zh,founded_on,closed_on", &two).await;
    assert_eq!(of("2023-06-30").await.1, Some(State::OnTrack));
    assert_eq!(of("2023-12-31").await, (Some(100.0 / 3.0), Some(State::Missed)), "others came, and it fell");
}

async fn growth_of_the_first_year_has_a_base(database: Database) {
    // The base of the plan's lines is another day.
    let office = edited(database, &[("base_date = \"2022-12-31\"", "base_date = \"2023-06-30\"")]).await;
    let sites = [
        "A,一坪,plaza,free_open,yard,,2022-05-01,104.01,30.01",
        "B,二坪,plaza,free_open,yard,,2023-03-01,104.02,30.01",
        "C,三坪,plaza,free_open,yard,,2023-09-01,104.03,30.01",
    ];
    import(&office, What::Sites, SITES, &sites).await;
    let told = on(&office, "2023-12-31").await;
    assert_eq!(seen(&told, "yards", Some(2023)), (Some(2.0), Some(State::Met)));
    assert!(row(&told, "yards", None, Some(2023)).basis_en.as_deref().unwrap().contains("1 a year before"));
}

async fn growth_holds_like_against_like(database: Database) {
    let office = edited(database, &[]).await;
    let years = [
        "A,fund_spent,,2022,400",
        "B,fund_spent,,2022-Q1,100",
        "C,product,,2022,1000",
        "D,product,,2022-Q1,250",
        "E,fund_spent,,2023-Q1,110",
        "F,product,,2023-Q1,255",
    ];
    import(&office, What::Observations, FIGURES, &years).await;
    let growth = async |day: &str| seen(&*on(&office, day).await, "growth", Some(2023)).0;
    // 10 % less 2 %: not of a quarter against a year.
    assert!((growth("2023-06-30").await.unwrap() - 8.0).abs() < 1e-9);
    let ends = [
        "G,fund_spent,,2023,420",
        "H,product,,2023,1100",
        "I,fund_spent,,2023-Q4,1",
        "J,fund_spent,,2022-Q4,2",
    ];
    import(&office, What::Observations, FIGURES, &ends).await;
    // 5 % less 10 %: the year before its last quarter, though that was entered later.
    assert!((growth("2023-12-31").await.unwrap() + 5.0).abs() < 1e-9);
    // February of a leap year has another last day.
    let leap = [
        "K,fund_spent,,2024-02,30",
        "L,fund_spent,,2023-02,20",
        "M,product,,2024-02,11",
        "N,product,,2023-02,10",
    ];
    import(&office, What::Observations, FIGURES, &leap).await;
    let told = on(&office, "2024-06-30").await;
    assert!((seen(&told, "growth", Some(2024)).0.unwrap() - 40.0).abs() < 1e-9);
}

async fn no_milestone_is_forecast(database: Database) {
    let office = open(database).await;
    let told = on(&office, "2024-03-31").await;
    assert!(row(&told, "charter", None, None).forecast.is_none());
    assert!(rows(&told, "meeting").iter().all(|row| row.forecast.is_none() && row.pace_needed.is_none()));
    let area = row(&told, "area", None, None).forecast.as_ref().unwrap();
    assert_eq!((area.on, area.values), (date("2025-12-31"), 3));
    let told = on(&office, "2025-12-31").await;
    assert!(row(&told, "area", None, None).forecast.is_none(), "nothing lies ahead");
}

async fn editions_count_in_the_division_asked_about(database: Database) {
    let edit =
        ("metric = \"brand_series_editions\"", "metric = \"brand_series_editions\"\nour_reading = true");
    let scope = (
        "params = { series = [\"lantern_run\", \"lake_swim\"], min_each = 1 }\nscope = [\"county\"]",
        "params = { series = [\"lantern_run\", \"lake_swim\"], min_each = 1 }\nscope = [\"county\", \"town\"]",
    );
    let office = edited(database, &[edit, scope]).await;
    let editions = [
        "A,灯市跑,2023-02-01,,,lantern_run,,ch-dongzhu",
        "B,泳渡,2023-07-01,,,lake_swim,,ch-liuwan",
        "C,灯市跑,2023-08-01,,,lantern_run,,",
    ];
    import(&office, What::Events, CUPS, &editions).await;
    let told = on(&office, "2023-12-31").await;
    let of = |place| row(&told, "series", place, Some(2023)).value;
    assert_eq!(of(None), Some(2.0));
    assert_eq!(
        [of(Some("ch-dongzhu")), of(Some("ch-xipu")), of(Some("ch-nansha"))],
        [Some(1.0), Some(1.0), Some(0.0)]
    );
}

async fn of_two_entries_of_one_day_the_later_stands(database: Database) {
    let office = edited(database, &[]).await;
    let guides = async || row(&*on(&office, "2023-12-31").await, "guides", None, None).value.unwrap();
    import(&office, What::Observations, FIGURES, &["Z,guides,,2023,36"]).await;
    import(&office, What::Observations, FIGURES, &["A,guides,,2023,40"]).await;
    assert!((guides().await - 4.0).abs() < 1e-12, "by when it was entered, not by its name");
    import(&office, What::Observations, FIGURES, &["Z,guides,,2023,50"]).await;
    assert!((guides().await - 5.0).abs() < 1e-12, "what was corrected last");
    let declarations = "external_id,task,state,date,declared_by";
    for (id, state) in [("Z", "on_track"), ("A", "at_risk")] {
        let line = format!("{id},1,{state},2023-06-30,县文体旅局");
        import(&office, What::Declarations, declarations, &[&line]).await;
        let told = on(&office, "2023-12-31").await;
        assert_eq!(told.tasks[0].declared.as_ref().unwrap().state.as_str(), state);
    }
}

async fn a_site_that_closes_later_stood_until_then(database: Database) {
    let office = edited(database, &[]).await;
    let halls = [
        "S,球场,ball_court,operating,,2020-05-01,,104.01,30.01",
        "H,大厅,county_hall,closed,city,2023-05-01,2025-03-31,104.03,30.01",
    ];
    let heading = "external_id,name_zh,kind,status,level,opened_on,closed_on,lon,lat";
    import(&office, What::Sites, heading, &halls).await;
    let stage = async |day: &str| seen(&*on(&office, day).await, "hall", None).0;
    assert_eq!(stage("2022-12-31").await, Some(0.0));
    assert_eq!(stage("2023-12-31").await, Some(3.0));
    assert_eq!(stage("2025-03-30").await, Some(3.0));
    assert_eq!(stage("2025-04-01").await, Some(0.0));
}

async fn a_word_that_a_parameter_does_not_know_is_refused(database: Database) {
    let refused = try_edited(database, &[("since = \"founded\"", "since = \"plan\"")]).await;
    let Err(RegistryError::Invalid(found)) = refused.map(|_| ()) else { panic!("it was accepted") };
    let told: Vec<_> = found.iter().map(|defect| (&*defect.field, &*defect.code)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(found[0].message_en.contains("founded"), "{found:?}");
}
