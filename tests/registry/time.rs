//! Two times of every fact: from when it holds, and when it was entered.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court, date, end_of};
use jiantu::domain::area::Area;
use jiantu::registry::RegistryError;
use jiantu::registry::import::What;
use jiantu::registry::write::Condition;
use serde_json::json;

stories!(
    a_court_of_2019_found_in_2023,
    an_imported_court_of_2019_found_in_2023,
    an_edit_of_2026_leaves_2025_alone,
    an_edit_that_was_already_so_in_2025_moves_best_knowledge_only,
    what_nobody_edited_is_there_every_year,
    of_two_changes_from_one_day_the_later_record_holds,
    a_correction_is_carried_into_later_revisions,
    a_correction_does_not_undo_a_later_extension,
    an_imported_correction_is_carried_too,
    a_change_of_the_past_is_not_carried_forward,
    a_correction_from_before_the_first_revision,
    closing_and_reopening,
    a_closing_that_becomes_known_late_holds_on,
    a_court_entered_as_closed_counts_while_it_was_open,
    a_removed_site_stays_in_the_past,
    a_row_that_tells_its_day,
    nothing_holds_from_a_day_to_come,
    midnight_opens_a_site,
    population_of_the_newest_year_end,
    a_revised_population_moves_best_knowledge_only,
    a_revision_without_a_date_is_newer_than_what_was_recorded_before,
    new_boundaries_move_best_knowledge_only,
    what_was_known_stays_after_a_restart,
);

async fn a_court_of_2019_found_in_2023(database: Database) {
    let office = Office::open(database).await;
    office.on("2023-06-01");
    office
        .register(court("旧球场", 600.0, json!({ "opened_on": "2019-05-01", "reason": "newly_found" })))
        .await;
    office.on(TODAY);
    assert_eq!(office.area("2019-12-31", None).await, Some(600.0));
    assert_eq!(office.whole("2018-12-31", None).await.sites, 0);
    assert_eq!(office.whole("2019-12-31", Some("2022-12-31")).await.sites, 0);
    assert_eq!(office.whole("2022-12-31", Some("2022-12-31")).await.sites, 0);
    assert_eq!(office.area("2022-12-31", Some("2023-06-01")).await, Some(600.0));
}

async fn an_imported_court_of_2019_found_in_2023(database: Database) {
    let office = Office::open(database).await;
    office.on("2023-06-01");
    let table = "external_id,name_zh,kind,area_m2,opened_on,lon,lat\n1,旧球场,basketball,600,2019-05-01,123.463,41.679\n";
    office.import(What::Sites, "sites.csv", table).await;
    office.on(TODAY);
    assert_eq!(office.area("2019-12-31", None).await, Some(600.0));
    assert_eq!(office.whole("2019-12-31", Some("2022-12-31")).await.sites, 0);
    assert_eq!(office.area("2019-12-31", Some("2023-12-31")).await, Some(600.0));
}

async fn an_edit_of_2026_leaves_2025_alone(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on(TODAY);
    office.change(site, json!({ "area_m2": 700 })).await;
    assert_eq!(office.area("2025-12-31", None).await, Some(600.0));
    assert_eq!(office.area("2025-12-31", Some("2025-12-31")).await, Some(600.0));
    assert_eq!(office.area(TODAY, None).await, Some(700.0));
    assert_eq!(office.area(TODAY, Some("2026-03-01")).await, Some(600.0));
}

async fn an_edit_that_was_already_so_in_2025_moves_best_knowledge_only(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on(TODAY);
    office.change(site, json!({ "area_m2": 700, "effective_from": "2025-07-01" })).await;
    assert_eq!(office.area("2024-12-31", None).await, Some(600.0));
    assert_eq!(office.area("2025-06-30", None).await, Some(600.0));
    assert_eq!(office.area("2025-07-01", None).await, Some(700.0));
    assert_eq!(office.area("2025-12-31", None).await, Some(700.0));
    assert_eq!(office.area("2025-12-31", Some("2025-12-31")).await, Some(600.0));
    assert_eq!(office.area(TODAY, Some("2026-03-01")).await, Some(600.0));
    office.assert_sound().await;
}

async fn what_nobody_edited_is_there_every_year(database: Database) {
    let office = Office::open(database).await;
    office.on("2020-06-01");
    office.register(court("没人动过", 600.0, json!({}))).await;
    let busy = office.register(court("年年修改", 400.0, json!({}))).await;
    for year in 2021..=2025 {
        office.on(&format!("{year}-06-01"));
        office.change(busy, json!({ "note": format!("{year}") })).await;
    }
    office.on(TODAY);
    for year in 2020..=2025 {
        let day = format!("{year}-12-31");
        for known_at in [None, Some(day.as_str()), Some(TODAY)] {
            let row = office.whole(&day, known_at).await;
            assert_eq!((row.sites, row.area_m2.all.map(Area::m2)), (2, Some(1000.0)), "{day} {known_at:?}");
        }
    }
}

async fn of_two_changes_from_one_day_the_later_record_holds(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    for (day, area) in [("2024-02-01", 610), ("2024-03-01", 620), ("2024-04-01", 630)] {
        office.on(day);
        office.change(site, json!({ "area_m2": area, "effective_from": "2023-09-01" })).await;
    }
    office.on(TODAY);
    assert_eq!(office.area("2023-08-31", None).await, Some(600.0));
    assert_eq!(office.area("2023-12-31", None).await, Some(630.0));
    assert_eq!(office.area("2023-12-31", Some("2024-01-31")).await, Some(600.0));
    assert_eq!(office.area("2023-12-31", Some("2024-02-15")).await, Some(610.0));
    assert_eq!(office.area("2023-12-31", Some("2024-03-15")).await, Some(620.0));
    assert_eq!(office.area(TODAY, None).await, Some(630.0));
}

/// Renamed in 2022; in 2026 somebody sees that the area was wrong from the beginning.
async fn a_correction_is_carried_into_later_revisions(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("旧名", 600.0, json!({}))).await;
    office.on("2022-06-01");
    office.change(site, json!({ "name_zh": "新名" })).await;
    office.on(TODAY);
    office
        .change(site, json!({ "area_m2": 560, "effective_from": "2020-05-01", "reason": "corrected" }))
        .await;
    for day in ["2020-12-31", "2021-12-31", "2022-12-31", "2025-12-31", TODAY] {
        assert_eq!(office.area(day, None).await, Some(560.0), "{day}");
    }
    assert_eq!(office.area("2025-12-31", Some("2025-12-31")).await, Some(600.0));
    let name = |day: &'static str| {
        let registry = &office.registry;
        async move {
            let world = registry.world_at(Some(date(day)), None).await.unwrap();
            let entry = world.snapshot.sites.get(site.0).unwrap();
            let feature: serde_json::Value = serde_json::from_slice(&entry.feature).unwrap();
            feature["properties"]["name_zh"].as_str().unwrap().to_owned()
        }
    };
    assert_eq!(name("2021-12-31").await, "旧名");
    assert_eq!(name("2022-12-31").await, "新名");
    assert_eq!(name(TODAY).await, "新名");
    office.assert_sound().await;
}

/// "Extended in 2024" and "the area of 2020 was wrong" are different facts: both hold.
async fn a_correction_does_not_undo_a_later_extension(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({ "surface": "asphalt" }))).await;
    office.on("2022-06-01");
    office.change(site, json!({ "note": "围网" })).await;
    office.on("2024-06-01");
    office.change(site, json!({ "area_m2": 900 })).await;
    office.on(TODAY);
    let correction = json!({ "area_m2": 560, "surface": "concrete", "effective_from": "2020-05-01", "reason": "corrected" });
    office.change(site, correction).await;
    assert_eq!(office.area("2021-12-31", None).await, Some(560.0));
    assert_eq!(office.area("2022-12-31", None).await, Some(560.0));
    assert_eq!(office.area("2024-12-31", None).await, Some(900.0));
    assert_eq!(office.area(TODAY, None).await, Some(900.0));
    // The surface was never changed, so its correction reaches the present.
    let now = office.registry.world().snapshot.sites.get(site.0).unwrap().feature.clone();
    let now: serde_json::Value = serde_json::from_slice(&now).unwrap();
    assert_eq!(now["properties"]["surface"], "concrete");
    assert_eq!(now["properties"]["note"], "围网");
    office.assert_sound().await;
}

async fn an_imported_correction_is_carried_too(database: Database) {
    let office = Office::open(database).await;
    office.on("2019-06-01");
    let heading = "external_id,name_zh,kind,area_m2,opened_on,lon,lat,note,effective_from,reason\n";
    let row = |area: u32, lat: f64, note: &str, told: &str| {
        format!("{heading}1,旧球场,basketball,{area},2019-05-01,123.463,{lat},{note},{told}\n")
    };
    office.import(What::Sites, "found.csv", row(400, 41.679, "", "2019-05-01,new_built")).await;
    office.on("2022-06-01");
    office.import(What::Sites, "noted.csv", row(400, 41.679, "翻新", "2022-06-01,changed")).await;
    office.on("2024-06-01");
    office.import(What::Sites, "extended.csv", row(650, 41.679, "扩建", "2024-06-01,changed")).await;
    office.on(TODAY);
    // Area and place were always wrong: both hold on until a later revision tells otherwise.
    let report =
        office.import(What::Sites, "corrected.csv", row(500, 41.680, "", "2019-05-01,corrected")).await;
    assert_eq!(report.accepted, 1);
    for (day, area) in
        [("2019-12-31", 500.0), ("2022-12-31", 500.0), ("2023-12-31", 500.0), ("2024-12-31", 650.0)]
    {
        assert_eq!(office.area(day, None).await, Some(area), "{day}");
    }
    assert_eq!(office.area("2022-12-31", Some("2025-01-01")).await, Some(400.0));
    let today = office.content().swap_remove(0);
    assert_eq!(today["geometry"]["coordinates"], json!([123.463, 41.68]));
    assert_eq!(today["properties"]["note"], "扩建");
    let again =
        office.import(What::Sites, "corrected.csv", row(500, 41.680, "", "2019-05-01,corrected")).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1));
    office.assert_sound().await;
}

async fn a_change_of_the_past_is_not_carried_forward(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on("2024-06-01");
    office.change(site, json!({ "area_m2": 900 })).await;
    office.on(TODAY);
    office.change(site, json!({ "area_m2": 650, "effective_from": "2022-01-01" })).await;
    assert_eq!(office.area("2021-12-31", None).await, Some(600.0));
    assert_eq!(office.area("2023-12-31", None).await, Some(650.0));
    assert_eq!(office.area("2024-12-31", None).await, Some(900.0));
    assert_eq!(office.history(site).await.len(), 3);
    office.assert_sound().await;
}

async fn a_correction_from_before_the_first_revision(database: Database) {
    let office = Office::open(database).await;
    office.on("2023-03-01");
    let site = office.register(court("球场", 600.0, json!({ "opened_on": null }))).await;
    assert_eq!(office.whole("2022-12-31", None).await.sites, 0);
    office.on(TODAY);
    office
        .change(
            site,
            json!({ "opened_on": "2018-09-01", "effective_from": "2018-09-01", "reason": "corrected" }),
        )
        .await;
    assert_eq!(office.whole("2018-08-31", None).await.sites, 0);
    assert_eq!(office.area("2018-12-31", None).await, Some(600.0));
    assert_eq!(office.area("2022-12-31", None).await, Some(600.0));
    assert_eq!(office.area(TODAY, None).await, Some(600.0));
    assert_eq!(office.whole("2022-12-31", Some("2025-12-31")).await.sites, 0);
}

async fn closing_and_reopening(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.register(court("另一个", 400.0, json!({ "lon": 123.5 }))).await;
    office.on("2024-08-01");
    office.change(site, json!({ "status": "closed", "closed_on": "2024-06-30" })).await;
    let closing = office.history(site).await.pop().unwrap();
    assert_eq!((closing.effective_from, closing.reason.as_str()), (date("2024-06-30"), "closed"));
    office.on("2025-03-01");
    office.change(site, json!({ "status": "operating", "closed_on": null, "note": "重新开放" })).await;
    office.on(TODAY);
    let expected = [
        ("2023-12-31", 1000.0, 2),
        ("2024-06-29", 1000.0, 2),
        ("2024-06-30", 400.0, 1),
        ("2024-12-31", 400.0, 1),
        ("2025-02-28", 400.0, 1),
        ("2025-03-01", 1000.0, 2),
        (TODAY, 1000.0, 2),
    ];
    for (day, area, sites) in expected {
        let row = office.whole(day, None).await;
        assert_eq!((row.area_m2.all.map(Area::m2), row.sites), (Some(area), sites), "{day}");
    }
    assert_eq!(office.area("2024-12-31", Some("2024-07-31")).await, Some(1000.0));
    office.assert_sound().await;
}

async fn a_closing_that_becomes_known_late_holds_on(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on("2025-02-01");
    office.change(site, json!({ "note": "巡查" })).await;
    office.on(TODAY);
    office.change(site, json!({ "status": "closed", "closed_on": "2024-06-30" })).await;
    for (day, sites) in [("2024-06-29", 1), ("2024-06-30", 0), ("2025-02-01", 0), (TODAY, 0)] {
        assert_eq!(office.whole(day, None).await.sites, sites, "{day}");
    }
    assert_eq!(office.area("2025-12-31", Some("2025-12-31")).await, Some(600.0));
    office.assert_sound().await;
}

async fn a_court_entered_as_closed_counts_while_it_was_open(database: Database) {
    let office = Office::open(database).await;
    office.on(TODAY);
    let closed = json!({ "status": "closed", "opened_on": "2015-01-01", "closed_on": "2022-06-30" });
    office.register(court("旧球场", 600.0, closed)).await;
    for (day, sites) in
        [("2014-12-31", 0), ("2019-12-31", 1), ("2022-06-29", 1), ("2022-06-30", 0), (TODAY, 0)]
    {
        assert_eq!(office.whole(day, None).await.sites, sites, "{day}");
    }
}

async fn a_removed_site_stays_in_the_past(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("误录", 600.0, json!({ "external_id": "S-1" }))).await;
    office.on("2025-02-01");
    office.remove(site).await;
    office.on(TODAY);
    assert_eq!(office.area("2024-12-31", None).await, Some(600.0));
    assert_eq!(office.whole("2025-12-31", None).await.sites, 0);
    assert_eq!(office.whole(TODAY, None).await.sites, 0);
    assert_eq!(office.area("2025-12-31", Some("2025-01-31")).await, Some(600.0));
    let history = office.history(site).await;
    assert_eq!(history.len(), 2);
    assert!(history[1].after.is_none());
    let gone = office.try_change(site, json!({ "area_m2": 1 })).await.unwrap_err();
    assert!(matches!(gone, RegistryError::NotFound { .. }), "{gone}");
    let twice = office.registry.remove_site(&office.author, site, Condition::Any).await.unwrap_err();
    assert!(matches!(twice, RegistryError::NotFound { .. }), "{twice}");
    // Its external id is free again.
    office
        .register(court("重新登记", 700.0, json!({ "external_id": "S-1", "opened_on": "2025-06-01" })))
        .await;
    assert_eq!(office.area(TODAY, None).await, Some(700.0));
    office.assert_sound().await;
}

async fn a_row_that_tells_its_day(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let first = "external_id,name_zh,kind,area_m2,opened_on,lon,lat\n1,球场,basketball,600,2019-05-01,123.463,41.679\n";
    office.import(What::Sites, "sites.csv", first).await;
    office.on(TODAY);
    let change = "external_id,name_zh,kind,area_m2,opened_on,lon,lat,effective_from,reason\n\
                  1,球场,basketball,750,2019-05-01,123.463,41.679,2024-09-01,changed\n";
    assert_eq!(office.import(What::Sites, "change.csv", change).await.accepted, 1);
    assert_eq!(office.area("2024-08-31", None).await, Some(600.0));
    assert_eq!(office.area("2024-12-31", None).await, Some(750.0));
    assert_eq!(office.area("2024-12-31", Some("2026-03-01")).await, Some(600.0));
    // The same file again finds that it was already so on that day.
    let again = office.import(What::Sites, "change.csv", change).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1));
    // A file of today that says what holds today changes nothing either.
    let today = first.replace("600", "750");
    let again = office.import(What::Sites, "today.csv", today).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1));
    office.assert_sound().await;
}

async fn nothing_holds_from_a_day_to_come(database: Database) {
    let office = Office::open(database).await;
    let early = json!({ "effective_from": "2026-03-03" });
    let refused = office
        .registry
        .register_site(&office.author, crate::office::object(court("球场", 600.0, early)), None)
        .await
        .unwrap_err();
    let RegistryError::Invalid(defects) = refused else { panic!("{refused}") };
    assert_eq!((defects[0].field.as_str(), defects[0].code.as_str()), ("/effective_from", "in_the_future"));
    assert_eq!(office.whole(TODAY, None).await.sites, 0);
}

async fn midnight_opens_a_site(database: Database) {
    let office = Office::open(database).await;
    office.register(court("新球场", 600.0, json!({ "opened_on": "2026-03-10" }))).await;
    office.register(court("旧球场", 400.0, json!({ "lon": 123.5 }))).await;
    let now = |office: &Office| {
        let registry = std::sync::Arc::clone(&office.registry);
        async move {
            let row = registry.coverage(None, None, None).await.unwrap().1.rows.swap_remove(0);
            (row.sites, row.area_m2.all.map(Area::m2))
        }
    };
    assert_eq!(now(&office).await, (1, Some(400.0)));
    office.on("2026-03-10");
    // A write wakes the one who follows the log; without it the day is noticed within seconds.
    office.register(court("第三个", 100.0, json!({ "lon": 123.6 }))).await;
    assert_eq!(now(&office).await, (3, Some(1100.0)));
    assert_eq!(office.area("2026-03-09", None).await, Some(500.0));
    office.assert_sound().await;
}

const PEOPLE: &str = "lon,lat,population,year,vintage,published_on\n";

async fn population_of_the_newest_year_end(database: Database) {
    let office = Office::open(database).await;
    let rows = "123.46,41.68,1000,2020,2021 bulletin,2021-05-11\n\
                123.46,41.68,1100,2023,2024 bulletin,2024-03-01\n\
                123.47,41.68,50,2023,2024 bulletin,2024-03-01\n";
    office.import(What::Population, "people.csv", format!("{PEOPLE}{rows}")).await;
    let expected = [
        ("2019-12-31", None),
        ("2020-12-30", None),
        ("2020-12-31", Some((1000, 2020))),
        ("2023-12-30", Some((1000, 2020))),
        ("2023-12-31", Some((1150, 2023))),
        (TODAY, Some((1150, 2023))),
    ];
    for (day, people) in expected {
        let found = office.whole(day, None).await.population;
        assert_eq!(found.map(|p| (p.value, p.year)), people, "{day}");
    }
}

async fn a_revised_population_moves_best_knowledge_only(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-06-01");
    office.register(court("球场", 4500.0, json!({}))).await;
    let first = format!("{PEOPLE}123.46,41.68,1000,2020,2021 bulletin,2021-05-11\n");
    office.import(What::Population, "first.csv", &first).await;
    office.on("2023-06-01");
    let changed = first.replace("1000", "1010");
    let refused = office.try_import(What::Population, "changed.csv", &changed).await;
    assert!(!refused.committed);
    assert_eq!(refused.rows[0].code, "vintage_taken");
    let revised = format!("{PEOPLE}123.46,41.68,1010,2020,2023 revision,2023-05-20\n");
    office.import(What::Population, "revised.csv", &revised).await;
    office.on(TODAY);
    let people = |row: jiantu::registry::coverage::Row| row.population.map(|p| (p.value, p.vintage));
    let best = office.whole("2020-12-31", None).await;
    assert_eq!(best.m2_per_head.all, Some(4500.0 / 1010.0));
    assert_eq!(people(best), Some((1010, "2023 revision".to_owned())));
    let known = office.whole("2020-12-31", Some("2022-12-31")).await;
    assert_eq!(known.m2_per_head.all, Some(4.5));
    assert_eq!(people(known), Some((1000, "2021 bulletin".to_owned())));
    assert_eq!(people(office.whole("2020-12-31", Some("2021-01-01")).await), None);
}

async fn a_revision_without_a_date_is_newer_than_what_was_recorded_before(database: Database) {
    let office = Office::open(database).await;
    let sets = [
        ("123.46,41.68,1000,2020,bulletin,2021-05-11", 1000),
        ("123.46,41.68,1010,2020,revision by letter,", 1010),
        // What was published before the bulletin does not become the newest by being entered late.
        ("123.46,41.68,990,2020,early count,2021-02-01", 1010),
        ("123.46,41.68,1020,2020,second revision,2023-05-20", 1020),
    ];
    for (n, (row, expected)) in sets.into_iter().enumerate() {
        office.import(What::Population, &format!("people-{n}.csv"), format!("{PEOPLE}{row}\n")).await;
        let people = office.whole("2020-12-31", None).await.population.map(|people| people.value);
        assert_eq!(people, Some(expected), "{row}");
    }
}

async fn new_boundaries_move_best_knowledge_only(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let square = |west: f64, east: f64| json!({ "type": "Polygon", "coordinates": [[[west, 41.6], [east, 41.6], [east, 41.7], [west, 41.7], [west, 41.6]]] });
    let files = |parts: &[(&str, f64, f64, &str)]| {
        let features: Vec<_> = parts
            .iter()
            .map(|(id, west, east, quality)| {
                let level = if *id == "d" { "district" } else { "subdistrict" };
                let parent = if *id == "d" { json!(null) } else { json!("d") };
                json!({ "type": "Feature", "geometry": square(*west, *east), "properties": { "external_id": id,
                    "name_zh": id, "level": level, "parent": parent, "boundary_quality": quality } })
            })
            .collect();
        json!({ "type": "FeatureCollection", "features": features }).to_string()
    };
    let schematic = [
        ("d", 123.4, 123.6, "schematic"),
        ("w", 123.4, 123.5, "schematic"),
        ("e", 123.5, 123.6, "schematic"),
    ];
    office.import(What::Divisions, "schematic.geojson", files(&schematic)).await;
    office.register(court("球场", 600.0, json!({ "lon": 123.49 }))).await;
    office.on(TODAY);
    let surveyed =
        [("d", 123.4, 123.6, "surveyed"), ("w", 123.4, 123.48, "surveyed"), ("e", 123.48, 123.6, "surveyed")];
    office.import(What::Divisions, "surveyed.geojson", files(&surveyed)).await;
    let areas = |rows: Vec<jiantu::registry::coverage::Row>| {
        let mut areas: Vec<(String, Option<f64>)> =
            rows.into_iter().map(|r| (r.division.name_zh, r.area_m2.all.map(Area::m2))).collect();
        areas.pop();
        areas.sort_by(|a, b| a.0.cmp(&b.0));
        areas
    };
    let expected = |d: f64, e: f64, w: f64| {
        vec![("d".to_owned(), Some(d)), ("e".to_owned(), Some(e)), ("w".to_owned(), Some(w))]
    };
    assert_eq!(areas(office.coverage(TODAY, None).await.rows), expected(600.0, 600.0, 0.0));
    assert_eq!(areas(office.coverage("2023-12-31", None).await.rows), expected(600.0, 600.0, 0.0));
    assert_eq!(
        areas(office.coverage("2023-12-31", Some("2023-12-31")).await.rows),
        expected(600.0, 0.0, 600.0)
    );
    office.assert_sound().await;
}

async fn what_was_known_stays_after_a_restart(database: Database) {
    let mut office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on(TODAY);
    office.change(site, json!({ "area_m2": 700, "effective_from": "2025-07-01" })).await;
    let known = Some(end_of("2025-12-31"));
    let before = office.registry.coverage(Some(date("2025-12-31")), known, None).await.unwrap().1;
    office.reopen().await;
    let after = office.registry.coverage(Some(date("2025-12-31")), known, None).await.unwrap().1;
    assert_eq!(before, after);
    assert_eq!(office.area("2025-12-31", None).await, Some(700.0));
    office.assert_sound().await;
}
