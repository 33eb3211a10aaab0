//! What counts, by which rule, and for whom: one rule a story. `tiling.rs` tells random ones.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court};
use jiantu::domain::area::Area;
use jiantu::registry::coverage::{Figure, Row};
use jiantu::registry::import::What;
use serde_json::{Value, json};

stories!(
    three_figures_side_by_side,
    what_stands_and_what_does_not,
    the_day_of_opening_counts_the_day_of_closing_does_not,
    land_never_counts_its_courts_do,
    a_declared_overlap_counts_once,
    an_unknown_width_is_an_unknown_area,
    some_widths_known_count_but_are_not_complete,
    a_surveyed_area_says_more_than_some_widths,
    a_trail_is_cut_at_the_boundary,
    a_boundary_does_not_move_the_whole_by_a_square_centimetre,
    a_recorded_allocation_splits_to_the_square_centimetre,
    an_allocation_to_nobody_is_unassigned,
    just_below_the_target_is_not_met,
    unknown_is_null_not_zero,
    without_divisions_there_is_one_area,
    every_grade_and_completeness_is_told,
    every_number_of_the_demonstration_can_be_asked_why,
);

fn m2(area: Option<Area>) -> Option<f64> {
    area.map(Area::m2)
}

fn three(row: &Row) -> [Option<f64>; 3] {
    [m2(row.area_m2.all), m2(row.area_m2.open), m2(row.area_m2.free)]
}

fn named<'a>(rows: &'a [Row], name: &str) -> &'a Row {
    rows.iter().find(|row| row.division.name_zh == name).unwrap_or_else(|| panic!("no row {name}"))
}

/// A district d of two halves that meet at a meridian: w and e.
async fn halved(database: Database, middle: f64) -> Office {
    let office = Office::open(database).await;
    let half = |id: &str, west: f64, east: f64| {
        let ring = [[west, 41.6], [east, 41.6], [east, 41.75], [west, 41.75], [west, 41.6]];
        let (level, parent) = if id == "d" { ("district", None) } else { ("subdistrict", Some("d")) };
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] }, "properties": {
            "external_id": id, "name_zh": id, "level": level, "parent": parent } })
    };
    let features = [half("d", 123.4, 123.6), half("w", 123.4, middle), half("e", middle, 123.6)];
    let file = json!({ "type": "FeatureCollection", "features": features }).to_string();
    office.import(What::Divisions, "divisions.geojson", file).await;
    office
}

fn trail(name: &str, lines: Value, segments: Value) -> Value {
    let geometry = json!({ "type": "MultiLineString", "coordinates": lines });
    json!({ "name_zh": name, "kind": "trail", "opened_on": "2020-05-01", "geometry": geometry, "segments": segments })
}

async fn three_figures_side_by_side(database: Database) {
    let office = Office::open(database).await;
    for (access, area) in
        [("free_open", 1.0), ("open", 20.0), ("members", 300.0), ("closed_to_public", 4000.0)]
    {
        office.register(court(access, area, json!({ "access": access }))).await;
    }
    let row = office.whole(TODAY, None).await;
    assert_eq!(three(&row), [Some(4321.0), Some(21.0), Some(1.0)]);
    assert_eq!((row.sites, row.counts["basketball"]), (4, 4));
    for (figure, total) in [(Figure::All, 4321.0), (Figure::Open, 21.0), (Figure::Free, 1.0)] {
        let why = office.why(None, figure).await;
        assert_eq!(m2(why.total_m2).unwrap(), total);
        assert_eq!(why.items.len(), 4);
    }
}

async fn what_stands_and_what_does_not(database: Database) {
    let office = Office::open(database).await;
    let statuses = [
        ("planned", 1.0),
        ("under_construction", 10.0),
        ("operating", 100.0),
        ("temporarily_closed", 1000.0),
        ("closed", 10_000.0),
    ];
    for (status, area) in statuses {
        office.register(court(status, area, json!({ "status": status, "opened_on": null }))).await;
    }
    let row = office.whole(TODAY, None).await;
    assert_eq!(three(&row)[0], Some(1100.0));
    assert_eq!(row.sites, 2);
    let why = office.why(None, Figure::All).await;
    let counted: Vec<&str> = why.items.iter().filter(|i| i.counted).map(|i| i.name_zh.as_str()).collect();
    assert_eq!(counted, ["temporarily_closed", "operating"]);
}

async fn the_day_of_opening_counts_the_day_of_closing_does_not(database: Database) {
    let office = Office::open(database).await;
    let dates =
        json!({ "opened_on": "2024-06-01", "closed_on": "2025-06-01", "effective_from": "2019-01-01" });
    office.register(court("球场", 600.0, dates)).await;
    let expected = [("2024-05-31", 0), ("2024-06-01", 1), ("2025-05-31", 1), ("2025-06-01", 0), (TODAY, 0)];
    for (day, sites) in expected {
        let row = office.whole(day, None).await;
        assert_eq!(row.sites, sites, "{day}");
        assert_eq!(row.area_m2.all.map(Area::m2), Some(600.0 * sites as f64), "{day}");
    }
}

async fn land_never_counts_its_courts_do(database: Database) {
    let office = Office::open(database).await;
    let park = court("公园", 80_000.0, json!({ "kind": "sports_park", "programmes": ["sports_park"] }));
    let park = office.register(park).await;
    office.register(court("园内球场", 600.0, json!({ "container_id": park.to_string() }))).await;
    let row = office.whole(TODAY, None).await;
    assert_eq!(three(&row)[0], Some(600.0));
    assert_eq!((row.sites, row.counts["sports_park"], row.completeness), (2, 1, Some(1.0)));
    let why = office.why(None, Figure::All).await;
    let land = why.items.iter().find(|item| item.kind == "sports_park").unwrap();
    assert!(!land.counted && land.rule_en.contains("only the venues recorded inside"), "{land:?}");
}

async fn a_declared_overlap_counts_once(database: Database) {
    let office = Office::open(database).await;
    office.register(court("田径场", 17_000.0, json!({ "kind": "athletics_track" }))).await;
    office
        .register(court("场内足球场", 7140.0, json!({ "kind": "football_11", "counts_area": false })))
        .await;
    let row = office.whole(TODAY, None).await;
    assert_eq!(three(&row)[0], Some(17_000.0));
    // It is a site of its own all the same, and no gap in what is known.
    assert_eq!((row.sites, row.counts["football_11"], row.completeness), (2, 1, Some(1.0)));
    let why = office.why(None, Figure::All).await;
    assert_eq!(why.items.iter().filter(|item| item.counted).count(), 1);
}

async fn an_unknown_width_is_an_unknown_area(database: Database) {
    let office = Office::open(database).await;
    let line = json!([[[123.45, 41.68], [123.46, 41.68]]]);
    office.register(trail("步道", line.clone(), json!([{ "width_m": null }]))).await;
    office.register(trail("没有路段", line, json!([]))).await;
    let row = office.whole(TODAY, None).await;
    assert_eq!(three(&row), [None, None, None]);
    assert_eq!((row.sites, row.completeness), (2, Some(0.0)));
    // GeographicLib 2.0: 832.6456 m each at 41.68 N; the length is known all the same.
    assert!((row.trail_m - 2.0 * 832.65).abs() < 0.011, "{}", row.trail_m);
    let why = office.why(None, Figure::All).await;
    assert!(why.items.iter().all(|item| item.area_m2.is_none() && !item.counted), "{why:?}");
}

async fn some_widths_known_count_but_are_not_complete(database: Database) {
    let office = Office::open(database).await;
    // Two edges of GeographicLib's 567.5849267 m and 881.5728255 m.
    let lines = json!([
        [[123.463, 41.679], [123.469049, 41.681356]],
        [[123.469049, 41.681356], [123.475460, 41.687673]],
    ]);
    office.register(trail("步道", lines, json!([{ "width_m": 2.0 }, { "width_m": null }]))).await;
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.area_m2.all, Some(Area::from_cm2(11_351_699)));
    assert_eq!(row.completeness, Some(0.0));
    assert_eq!(office.why(None, Figure::All).await.total_m2, Some(Area::from_cm2(11_351_699)));
}

async fn a_surveyed_area_says_more_than_some_widths(database: Database) {
    let office = Office::open(database).await;
    let lines = json!([
        [[123.463, 41.679], [123.469049, 41.681356]],
        [[123.469049, 41.681356], [123.475460, 41.687673]],
    ]);
    let mut partly = trail("步道", lines.clone(), json!([{ "width_m": 2.0 }, { "width_m": null }]));
    partly["area_m2"] = json!(6000);
    let site = office.register(partly).await;
    let row = office.whole(TODAY, None).await;
    assert_eq!((m2(row.area_m2.all), row.completeness), (Some(6000.0), Some(1.0)));
    // When every width is known, length by width is the rule.
    office.change(site, json!({ "segments": [{ "width_m": 2.0 }, { "width_m": 2.0 }] })).await;
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.area_m2.all, Some(Area::from_cm2(11_351_699 + 17_631_457)));
}

async fn a_trail_is_cut_at_the_boundary(database: Database) {
    let office = halved(database, 123.469_049).await;
    let lines = json!([[[123.463, 41.679], [123.469049, 41.681356], [123.475460, 41.687673]]]);
    office.register(trail("步道", lines, json!([{ "width_m": 2.5 }]))).await;
    let rows = office.coverage(TODAY, None).await.rows;
    let (d, w, e) = (named(&rows, "d"), named(&rows, "w"), named(&rows, "e"));
    // GeographicLib 2.0: 567.5849267 m west and 881.5728255 m east of the boundary, times 2.5 m.
    assert_eq!(d.area_m2.all, Some(Area::from_cm2(36_228_944)));
    assert_eq!(w.area_m2.all, Some(Area::from_cm2(14_189_623)));
    assert_eq!(e.area_m2.all, Some(Area::from_cm2(22_039_321)));
    assert_eq!((w.trail_m, e.trail_m, d.trail_m), (567.59, 881.57, 1449.16));
    // It is one trail, at home where most of it lies.
    assert_eq!((d.sites, w.sites, e.sites), (1, 0, 1));
    let west = office.why(Some("w"), Figure::All).await;
    assert_eq!(west.total_m2, Some(Area::from_cm2(14_189_623)));
    assert!((west.items[0].share - 567.584_926_7 / 1_449.157_752_2).abs() < 1e-6);
}

async fn a_boundary_does_not_move_the_whole_by_a_square_centimetre(database: Database) {
    let office = halved(database, 123.5).await;
    let mut expected = 0;
    for n in 0..60 {
        let (west, south) = (123.49 - f64::from(n) * 1e-4, 41.61 + f64::from(n) * 2e-3);
        let (east, north) = (123.51 + f64::from(n % 7) * 1e-3, south + 0.004);
        let line = geo::LineString::from(vec![(west, south), (east, north)]);
        let metres = geo::Length::length(&geo::Geodesic, &line);
        let width = 1.0 + f64::from(n) * 0.037;
        expected += (metres * width * 10_000.0).round() as i64;
        let coordinates = json!([[[west, south], [east, north]]]);
        office.register(trail(&format!("步道{n}"), coordinates, json!([{ "width_m": width }]))).await;
    }
    let rows = office.coverage(TODAY, None).await.rows;
    assert_eq!(rows[0].area_m2.all, Some(Area::from_cm2(expected)));
    let parts: Area = rows[1..].iter().filter_map(|row| row.area_m2.all).sum();
    assert_eq!(parts, Area::from_cm2(expected));
}

async fn a_recorded_allocation_splits_to_the_square_centimetre(database: Database) {
    let office = halved(database, 123.5).await;
    let thirds =
        json!([{ "division": "w", "share": 0.333_333_333_3 }, { "division": "e", "share": 0.666_666_666_7 }]);
    office.register(court("跨界球场", 100.000_1, json!({ "allocation": thirds }))).await;
    let rows = office.coverage(TODAY, None).await.rows;
    assert_eq!(named(&rows, "d").area_m2.all, Some(Area::from_cm2(1_000_001)));
    assert_eq!(named(&rows, "w").area_m2.all, Some(Area::from_cm2(333_334)));
    assert_eq!(named(&rows, "e").area_m2.all, Some(Area::from_cm2(666_667)));
    assert_eq!((named(&rows, "w").sites, named(&rows, "e").sites), (0, 1));
    let halves = json!([{ "division": "w", "share": 0.5 }]);
    let wrong = crate::office::object(court("半个", 10.0, json!({ "allocation": halves })));
    let refused = office.registry.register_site(&office.author, wrong, None).await.unwrap_err();
    assert!(refused.to_string().contains("sum to 1"), "{refused}");
}

/// A division that came later did not exist on the day: its part lies nowhere.
async fn an_allocation_to_nobody_is_unassigned(database: Database) {
    let office = halved(database, 123.5).await;
    let ring = [[123.6, 41.6], [123.7, 41.6], [123.7, 41.75], [123.6, 41.75], [123.6, 41.6]];
    let late = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature",
        "geometry": { "type": "Polygon", "coordinates": [ring] },
        "properties": { "external_id": "n", "name_zh": "别处", "level": "newtown", "parent": "d", "valid_from": "2024-01-01" } }] });
    office.import(What::Divisions, "late.geojson", late.to_string()).await;
    let allocation = json!([{ "division": "w", "share": 0.25 }, { "division": "别处", "share": 0.75 }]);
    office.register(court("球场", 400.0, json!({ "allocation": allocation }))).await;
    let rows = office.coverage("2023-12-31", None).await.rows;
    assert_eq!(rows[0].area_m2.all.map(Area::m2), Some(400.0));
    assert_eq!(named(&rows, "w").area_m2.all.map(Area::m2), Some(100.0));
    let unassigned = rows.last().unwrap();
    assert_eq!((unassigned.division.level.as_str(), m2(unassigned.area_m2.all)), ("unassigned", Some(300.0)));
    let rows = office.coverage(TODAY, None).await.rows;
    assert_eq!(m2(named(&rows, "别处").area_m2.all), Some(300.0));
    assert_eq!(office.why(Some("unassigned"), Figure::All).await.total_m2, Some(Area::ZERO));
}

async fn just_below_the_target_is_not_met(database: Database) {
    let office = Office::open(database).await;
    let people = "lon,lat,population,year,vintage\n123.46,41.68,1000,2025,2026 bulletin\n";
    office.import(What::Population, "people.csv", people).await;
    let site = office.register(court("球场", 4496.0, json!({}))).await;
    let coverage = office.coverage(TODAY, None).await;
    assert_eq!(coverage.target_m2_per_head, Some(4.5));
    let row = &coverage.rows[0];
    let shown = format!("{:.2}", row.m2_per_head.all.unwrap());
    assert_eq!((shown.as_str(), row.met), ("4.50", Some(false)));
    assert_eq!(row.shortfall_m2.map(Area::m2), Some(4.0));
    // A square centimetre too little is too little; the target itself is met.
    for (area, met, shortfall) in [(4499.9999, false, 0.0001), (4500.0, true, 0.0), (4500.0001, true, 0.0)] {
        office.change(site, json!({ "area_m2": area })).await;
        let row = office.whole(TODAY, None).await;
        assert_eq!((row.met, row.shortfall_m2.map(Area::m2)), (Some(met), Some(shortfall)), "{area}");
    }
}

async fn unknown_is_null_not_zero(database: Database) {
    let office = halved(database, 123.5).await;
    office.register(court("面积不明", 0.0, json!({ "area_m2": null, "lon": 123.45 }))).await;
    office.register(court("零", 0.0, json!({ "lon": 123.55 }))).await;
    let rows = office.coverage(TODAY, None).await.rows;
    let west = named(&rows, "w");
    assert_eq!(three(west), [None, None, None]);
    assert_eq!((west.met, west.shortfall_m2, west.population.clone()), (None, None, None));
    assert_eq!(west.m2_per_head.all, None);
    assert_eq!(west.completeness, Some(0.0));
    let json = serde_json::to_value(west).unwrap();
    for pointer in ["/area_m2/all", "/m2_per_head/all", "/met", "/shortfall_m2", "/population"] {
        assert_eq!(json.pointer(pointer), Some(&Value::Null), "{pointer}");
    }
    // A known area of zero is known.
    let east = named(&rows, "e");
    assert_eq!((three(east)[0], east.completeness), (Some(0.0), Some(1.0)));
    let whole = named(&rows, "d");
    assert_eq!((three(whole)[0], whole.completeness), (Some(0.0), Some(0.5)));
}

async fn without_divisions_there_is_one_area(database: Database) {
    let office = Office::open(database).await;
    office.register(court("这里", 600.0, json!({}))).await;
    office.register(court("海上", 400.0, json!({ "lon": -20.0, "lat": 10.0 }))).await;
    let rows = office.coverage(TODAY, None).await.rows;
    assert_eq!(rows[0].division.level, "all");
    assert_eq!(three(&rows[0])[0], Some(1000.0));
    let unassigned = rows.last().unwrap();
    assert_eq!((unassigned.division.level.as_str(), unassigned.sites), ("unassigned", 0));
    assert_eq!(m2(office.why(None, Figure::All).await.total_m2), Some(1000.0));
    assert_eq!(office.why(Some("unassigned"), Figure::All).await.items.len(), 0);
}

async fn every_grade_and_completeness_is_told(database: Database) {
    let office = Office::open(database).await;
    for grade in ["measured", "measured", "design", "polygon", "estimate"] {
        office.register(court(grade, 10.0, json!({ "area_grade": grade }))).await;
    }
    office.register(court("没写", 10.0, json!({}))).await;
    office.register(court("不明", 0.0, json!({ "area_m2": null }))).await;
    office.register(court("不明的公园", 0.0, json!({ "area_m2": null, "kind": "sports_park" }))).await;
    let row = office.whole(TODAY, None).await;
    let grades: Vec<(&str, i64)> = row.grades.iter().map(|(grade, count)| (*grade, *count)).collect();
    assert_eq!(grades, [("design", 1), ("estimate", 1), ("measured", 2), ("polygon", 1), ("untold", 1)]);
    assert_eq!(row.completeness, Some(6.0 / 7.0));
}

async fn every_number_of_the_demonstration_can_be_asked_why(database: Database) {
    let office = Office::hunnan(database).await;
    let coverage = office.registry.coverage(None, None, None).await.unwrap().1;
    assert_eq!(coverage.rows.len(), 14, "the district, twelve sub-districts, unassigned");
    let parts: Area = coverage.rows[1..].iter().filter_map(|row| row.area_m2.all).sum();
    assert_eq!(coverage.rows[0].area_m2.all, Some(parts));
    assert_eq!(coverage.rows[0].sites, coverage.rows[1..].iter().map(|row| row.sites).sum::<i64>());
    for row in &coverage.rows {
        let division = row.division.id.clone().unwrap_or_else(|| "unassigned".to_owned());
        for (figure, area) in [
            (Figure::All, row.area_m2.all),
            (Figure::Open, row.area_m2.open),
            (Figure::Free, row.area_m2.free),
        ] {
            let why = office.why(Some(&division), figure).await;
            assert_eq!(why.total_m2, area, "{} {}", row.division.name_zh, why.figure);
            let counted: Area = why.items.iter().filter(|i| i.counted).filter_map(|i| i.area_m2).sum();
            assert_eq!(counted, why.total_m2.unwrap_or_default());
        }
    }
    assert!(coverage.rows[0].flags.contains(&"demo") && coverage.rows[0].flags.contains(&"schematic"));
    office.assert_sound().await;
}
