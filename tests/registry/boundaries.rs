//! Boundaries as offices have them: without ids, with other names, of a few communities only, with days on
//! which they begin and end.

use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, TODAY, court, date, object, repository};
use jiantu::domain::crs::{Crs, Transform};
use jiantu::registry::coverage::Row;
use jiantu::registry::import::{Report, Request, What};
use serde_json::{Value, json};
use std::collections::BTreeMap;

stories!(
    what_lies_in_a_division_does_not_outlive_it,
    a_parent_that_begins_later_keeps_nobody_from_reading,
    a_new_cut_is_entered_before_its_day,
    what_exists_can_not_begin_later,
    a_map_of_an_earlier_day_stays_before_the_later_one,
    names_as_offices_write_them_lose_nothing,
    a_few_communities_leave_the_others_alone,
    other_divisions_replace_stand_ins_only_when_told_so,
    boundaries_need_no_ids,
    villages_of_one_name,
    neighbours_that_overlap_are_told,
    boundaries_in_a_wrong_datum_are_noticed,
    a_second_district_stands_beside_the_first,
);

fn area(id: &str, level: &str, west: f64, east: f64, more: Value) -> Value {
    let ring = [[west, 41.6], [east, 41.6], [east, 41.75], [west, 41.75], [west, 41.6]];
    let mut properties = object(json!({ "external_id": id, "name_zh": id, "level": level }));
    properties.extend(object(more));
    json!({ "type": "Feature", "properties": properties,
        "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

fn collection(features: &[Value]) -> String {
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

/// A district with a western and an eastern half.
fn halves(district: Value, west: Value, east: Value) -> String {
    let below = |more: Value| {
        let mut members = object(json!({ "parent": "区" }));
        members.extend(object(more));
        Value::Object(members)
    };
    collection(&[
        area("区", "district", 123.4, 123.6, district),
        area("西街道", "subdistrict", 123.4, 123.5, below(west)),
        area("东街道", "subdistrict", 123.5, 123.6, below(east)),
    ])
}

fn codes(report: &Report) -> Vec<(u64, &str, &str)> {
    let rows = report.rows.iter();
    rows.map(|row| (row.row, row.field.as_deref().unwrap_or_default(), row.code.as_str())).collect()
}

fn names(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.division.name_zh.as_str()).collect()
}

async fn names_on(office: &Office, day: &str) -> Vec<String> {
    let rows = office.coverage(day, None).await.rows;
    names(&rows).into_iter().map(str::to_owned).collect()
}

async fn what_lies_in_a_division_does_not_outlive_it(database: Database) {
    let office = Office::open(database).await;
    let before = office.everything().await;
    let ended = halves(json!({ "valid_to": "2020-12-31" }), json!({}), json!({ "valid_to": "2020-12-31" }));
    for lenient in [false, true] {
        let file = office.file("ended.geojson", &ended);
        let refused = import_as(&office, What::Divisions, &file, |request| request.lenient = lenient).await;
        assert_eq!((refused.committed, codes(&refused)), (false, vec![(2, "valid_to", "outlives_parent")]));
    }
    let early =
        halves(json!({ "valid_from": "2010-01-01" }), json!({ "valid_from": "2010-01-01" }), json!({}));
    let refused = office.try_import(What::Divisions, "early.geojson", early).await;
    assert_eq!((refused.committed, codes(&refused)), (false, vec![(3, "valid_from", "before_its_parent")]));
    assert!(refused.rows[0].message_en.contains("--set valid_from=2010-01-01"), "{refused:#?}");
    let backwards = json!({ "valid_from": "2010-01-01", "valid_to": "2009-12-31" });
    let refused =
        office.try_import(What::Divisions, "back.geojson", halves(json!({}), backwards, json!({}))).await;
    assert_eq!(codes(&refused), [(2, "valid_to", "before_its_beginning")]);
    assert_eq!(office.everything().await, before);
    // Of what is registered and not in the file it is the parent's row that is wrong.
    office.import(What::Divisions, "halves.geojson", halves(json!({}), json!({}), json!({}))).await;
    let district = area("区", "district", 123.4, 123.6, json!({ "valid_to": "2027-12-31" }));
    let refused = office.try_import(What::Divisions, "ends.geojson", collection(&[district])).await;
    assert_eq!(codes(&refused), [(1, "valid_to", "would_orphan"), (1, "valid_to", "would_orphan")]);
    assert_eq!(names_on(&office, TODAY).await, ["区", "东街道", "西街道", "未划入任何区划"]);
    office.assert_sound().await;
}

async fn a_parent_that_begins_later_keeps_nobody_from_reading(database: Database) {
    let mut office = Office::open(database).await;
    office.import(What::Divisions, "halves.geojson", halves(json!({}), json!({}), json!({}))).await;
    office.register(court("球场", 600.0, json!({ "opened_on": "2001-01-01" }))).await;
    let begins = json!({ "valid_from": "2010-01-01", "effective_from": "1949-10-01" });
    let district = area("区", "district", 123.4, 123.6, begins);
    let report = office.import(What::Divisions, "begins.geojson", collection(&[district])).await;
    assert_eq!(codes(&report), [(0, "valid_from", "before_their_parent")]);
    assert_eq!(names_on(&office, TODAY).await, ["区", "东街道", "西街道", "未划入任何区划"]);
    // Until then the halves stand alone.
    let rows = office.coverage("2009-12-31", None).await.rows;
    assert_eq!(names(&rows)[1..], ["东街道", "西街道", "未划入任何区划"]);
    assert_eq!((rows[0].sites, rows[2].sites), (1, 1));
    office.assert_sound().await;
    office.reopen().await;
    office.assert_sound().await;
}

async fn a_new_cut_is_entered_before_its_day(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "halves.geojson", halves(json!({}), json!({}), json!({}))).await;
    let ends = json!({ "parent": "区", "valid_to": "2027-05-31" });
    let begins = json!({ "parent": "区", "valid_from": "2027-06-01" });
    let cut = collection(&[
        area("西街道", "subdistrict", 123.4, 123.5, ends.clone()),
        area("东街道", "subdistrict", 123.5, 123.6, ends),
        area("新街道", "subdistrict", 123.4, 123.6, begins),
    ]);
    let report = office.import(What::Divisions, "cut.geojson", &cut).await;
    // They do not overlap: there is no day on which both exist.
    assert_eq!((report.accepted, codes(&report)), (3, vec![]));
    let again = office.import(What::Divisions, "cut.geojson", &cut).await;
    assert_eq!((again.accepted, again.unchanged), (0, 3), "{again:#?}");
    assert_eq!(names_on(&office, TODAY).await, ["区", "东街道", "西街道", "未划入任何区划"]);
    assert_eq!(names_on(&office, "2027-05-31").await, ["区", "东街道", "西街道", "未划入任何区划"]);
    assert_eq!(names_on(&office, "2027-06-01").await, ["区", "新街道", "未划入任何区划"]);
    office.assert_sound().await;
}

async fn what_exists_can_not_begin_later(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "halves.geojson", halves(json!({}), json!({}), json!({}))).await;
    let later = halves(json!({}), json!({ "valid_from": "2027-06-01" }), json!({}));
    let refused = office.try_import(What::Divisions, "later.geojson", later).await;
    assert_eq!((refused.committed, codes(&refused)), (false, vec![(2, "valid_from", "in_the_future")]));
    // Nor can what is yet to come replace what only stands in: there would be nothing until then.
    let office = office.beside().await;
    let schematic = json!({ "boundary_quality": "schematic" });
    office.import(What::Divisions, "halves.geojson", halves(json!({}), schematic, json!({}))).await;
    let new = json!({ "valid_from": "2027-06-01", "parent": "区" });
    let new = collection(&[area("新街道", "subdistrict", 123.4, 123.5, new)]);
    let refused = office.try_import(What::Divisions, "new.geojson", new).await;
    assert_eq!((refused.committed, codes(&refused)), (false, vec![(1, "valid_from", "in_the_future")]));
    assert_eq!(names_on(&office, TODAY).await, ["区", "东街道", "西街道", "未划入任何区划"]);
}

/// How many sites the western half has on a day.
async fn western(office: &Office, day: &str) -> i64 {
    let rows = office.coverage(day, None).await.rows;
    rows.iter().find(|row| row.division.name_zh == "西街道").unwrap().sites
}

async fn a_map_of_an_earlier_day_stays_before_the_later_one(database: Database) {
    let office = Office::open(database).await;
    let place = json!({ "lon": 123.505, "opened_on": "2001-01-01" });
    office.register(court("球场", 600.0, place)).await;
    let whole = area("区", "district", 123.4, 123.6, json!({}));
    let map = |border: f64, day: &str| {
        let more = json!({ "parent": "区", "effective_from": day });
        collection(&[
            whole.clone(),
            area("西街道", "subdistrict", 123.4, border, more.clone()),
            area("东街道", "subdistrict", border, 123.6, more),
        ])
    };
    office.import(What::Divisions, "first.geojson", map(123.5, "2000-01-01")).await;
    office.import(What::Divisions, "of-2022.geojson", map(123.51, "2022-01-01")).await;
    assert_eq!([western(&office, "2021-12-31").await, western(&office, TODAY).await], [0, 1]);
    // An older map comes to light: it holds from its day until the next is known to.
    let report = office.import(What::Divisions, "of-2015.geojson", map(123.508, "2015-01-01")).await;
    assert!(codes(&report).contains(&(0, "effective_from", "later_revision")), "{report:#?}");
    let days = ["2014-12-31", "2015-01-01", TODAY];
    let mut found = Vec::new();
    for day in days {
        found.push(western(&office, day).await);
    }
    assert_eq!(found, [0, 1, 1]);
    let again = office.import(What::Divisions, "of-2015.geojson", map(123.508, "2015-01-01")).await;
    assert_eq!((again.accepted, again.unchanged), (0, 3), "{again:#?}");
    // A correction of the first goes on into what came after, until that tells otherwise.
    let file = office.file("corrected.geojson", map(123.506, "2000-01-01"));
    let reason = "corrected".parse().unwrap();
    let report = import_as(&office, What::Divisions, &file, |request| request.reason = Some(reason)).await;
    assert!(report.committed, "{report:#?}");
    assert_eq!([western(&office, "2001-06-01").await, western(&office, "2014-12-31").await], [1, 1]);
    office.assert_sound().await;
}

/// Hunnan's divisions of a level as the repository has them.
fn hunnan(level: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(repository().join("geodata/hunnan/divisions.geojson")).unwrap();
    let told: Value = serde_json::from_str(&text).unwrap();
    let features = told["features"].as_array().unwrap().iter();
    features.filter(|feature| feature["properties"]["level"] == level).cloned().collect()
}

/// A boundary file that knows no more than names.
fn named(level: &str, name: impl Fn(&str) -> String) -> String {
    let mut features = hunnan(level);
    for feature in &mut features {
        let name = name(feature["properties"]["name_zh"].as_str().unwrap());
        feature["properties"] = json!({ "NAME": name });
    }
    collection(&features)
}

/// `--set level=subdistrict --map name_zh=NAME`, as the help shows it.
fn as_the_help_shows(request: &mut Request<'_>) {
    request.mapping.set = BTreeMap::from([("level".to_owned(), "subdistrict".to_owned())]);
    request.mapping.map = BTreeMap::from([("name_zh".to_owned(), "NAME".to_owned())]);
}

fn told_of(rows: &[Row]) -> Vec<(&str, Option<String>, usize, Option<u64>)> {
    let row = |row: &Row| row.population.as_ref().map(|people| people.value);
    rows.iter()
        .map(|one| {
            let name = &one.division;
            (name.name_zh.as_str(), name.name_en.clone(), name.codes.len(), row(one))
        })
        .collect()
}

async fn names_as_offices_write_them_lose_nothing(database: Database) {
    let office = Office::hunnan(database).await;
    let divisions = office.registry.world().tree.len();
    let before = office.coverage("2025-12-31", None).await.rows;
    for (n, name) in [|name: &str| name.to_owned(), |name: &str| name.replace("街道", "街道办事处")]
        .into_iter()
        .enumerate()
    {
        let file = office.file(&format!("names-{n}.geojson"), named("subdistrict", name));
        let report = import_as(&office, What::Divisions, &file, as_the_help_shows).await;
        assert!(report.committed && report.accepted + report.unchanged == 12, "{report:#?}");
        assert!(!report.rows.iter().any(|row| row.code == "replaced"), "{report:#?}");
        let after = office.coverage("2025-12-31", None).await.rows;
        assert_eq!(told_of(&after), told_of(&before));
        assert_eq!(office.registry.world().tree.len(), divisions);
        let again = import_as(&office, What::Divisions, &file, as_the_help_shows).await;
        assert_eq!((again.accepted, again.unchanged), (0, 12));
    }
    office.assert_sound().await;
}

async fn a_few_communities_leave_the_others_alone(database: Database) {
    let office = Office::hunnan(database).await;
    let divisions = office.registry.world().tree.len();
    let mut three: Vec<Value> = hunnan("community").into_iter().take(3).collect();
    for feature in &mut three {
        let at = |n: usize| feature["geometry"]["coordinates"][n].as_f64().unwrap();
        let (w, s, e, n) = (at(0) - 1e-3, at(1) - 1e-3, at(0) + 1e-3, at(1) + 1e-3);
        feature["geometry"] =
            json!({ "type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]] });
        feature["properties"].as_object_mut().unwrap().remove("boundary_quality");
    }
    let report = office.import(What::Divisions, "three.geojson", collection(&three)).await;
    assert_eq!((report.accepted, report.rows.iter().any(|row| row.code == "replaced")), (3, false));
    assert_eq!(office.registry.world().tree.len(), divisions);
    office.assert_sound().await;
}

async fn other_divisions_replace_stand_ins_only_when_told_so(database: Database) {
    let office = Office::hunnan(database).await;
    let before = office.everything().await;
    let divisions = office.registry.world().tree.len();
    let file = office.file("others.geojson", named("subdistrict", |name| name.replace("街道", "管理处")));
    let refused = import_as(&office, What::Divisions, &file, as_the_help_shows).await;
    assert!(!refused.committed, "{refused:#?}");
    let wrong = refused.rows.iter().find(|row| row.code == "would_lose");
    let wrong = wrong.unwrap_or_else(|| panic!("{refused:#?}"));
    for told in ["12", "257", "五三街道", "--replace"] {
        assert!(wrong.message_zh.contains(told) && wrong.message_en.contains(told), "{told}: {wrong:?}");
    }
    assert_eq!(office.everything().await, before);
    let report = import_as(&office, What::Divisions, &file, |request| {
        as_the_help_shows(request);
        request.replace = true;
    })
    .await;
    assert!(report.committed && report.accepted == 12, "{report:#?}");
    assert_eq!(office.registry.world().tree.len(), divisions - 257);
    office.assert_sound().await;
}

async fn boundaries_need_no_ids(database: Database) {
    let office = Office::open(database).await;
    let file = office.file("names.geojson", named("subdistrict", str::to_owned));
    let report = import_as(&office, What::Divisions, &file, as_the_help_shows).await;
    assert!(report.committed && report.accepted == 12, "{report:#?}");
    let again = import_as(&office, What::Divisions, &file, as_the_help_shows).await;
    assert_eq!((again.accepted, again.unchanged), (0, 12));
    let world = office.registry.world();
    assert_eq!(world.tree.named("subdistrict:五三街道"), world.tree.named("五三街道"));
    // Two rows of one name are one too many.
    let twice = collection(&[
        area("", "subdistrict", 123.4, 123.5, json!({ "external_id": null, "name_zh": "甲" })),
        area("", "subdistrict", 123.5, 123.6, json!({ "external_id": null, "name_zh": "甲" })),
    ]);
    let refused = office.try_import(What::Divisions, "twice.geojson", twice).await;
    assert_eq!((refused.committed, refused.rejected), (false, 1), "{refused:#?}");
    assert!(refused.rows.iter().any(|row| row.row == 2 && row.code == "duplicate"), "{refused:#?}");
}

async fn villages_of_one_name(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "halves.geojson", halves(json!({}), json!({}), json!({}))).await;
    let village = |parent: &str, west: f64, more: Value| {
        let mut members = object(json!({ "external_id": null, "name_zh": "红星村", "parent": parent }));
        members.extend(object(more));
        area("", "village", west, west + 0.02, Value::Object(members))
    };
    let both = |west: f64| {
        collection(&[
            village("西街道", west, json!({})),
            village("东街道", west + 0.1, json!({ "rural": true })),
        ])
    };
    office.import(What::Divisions, "villages.geojson", both(123.42)).await;
    let moved = office.import(What::Divisions, "moved.geojson", both(123.44)).await;
    assert_eq!(moved.accepted, 2, "{moved:#?}");
    let world = office.registry.world();
    let found = world.tree.named("红星村");
    assert_eq!((found.len(), world.tree.len()), (2, 5));
    for village in found {
        let node = world.tree.node(village);
        let parent = &world.tree.node(node.parent.unwrap()).division.name_zh;
        assert_eq!(node.division.rural, parent == "东街道");
    }
}

async fn neighbours_that_overlap_are_told(database: Database) {
    let office = Office::open(database).await;
    let below = json!({ "parent": "区" });
    let overlapping = [
        area("区", "district", 123.4, 123.6, json!({})),
        area("西街道", "subdistrict", 123.4, 123.52, below.clone()),
        area("东街道", "subdistrict", 123.5, 123.6, below),
    ];
    let report = office.import(What::Divisions, "overlapping.geojson", collection(&overlapping)).await;
    assert_eq!(codes(&report), [(3, "geometry", "overlap")]);
    for told in ["西街道", "东街道", "20"] {
        assert!(report.rows[0].message_zh.contains(told), "{report:#?}");
    }
    let mended =
        office.import(What::Divisions, "mended.geojson", halves(json!({}), json!({}), json!({}))).await;
    assert_eq!(mended.warnings, 0, "{mended:#?}");
}

async fn boundaries_in_a_wrong_datum_are_noticed(database: Database) {
    let office = Office::hunnan(database).await;
    let gcj = Transform::new(&Crs::Gcj02).unwrap();
    let mut features = hunnan("subdistrict");
    for ring in
        features.iter_mut().flat_map(|feature| feature["geometry"]["coordinates"].as_array_mut().unwrap())
    {
        for place in ring.as_array_mut().unwrap() {
            let (x, y) = gcj.from_wgs84(place[0].as_f64().unwrap(), place[1].as_f64().unwrap()).unwrap();
            *place = json!([x, y]);
        }
    }
    let file = office.file("gcj.geojson", collection(&features));
    let warned = import_as(&office, What::Divisions, &file, |request| request.dry_run = true).await;
    let warning = warned.rows.iter().find(|row| row.code == "suspect_datum");
    assert!(warning.is_some_and(|row| row.message_zh.contains("gcj02")), "{warned:#?}");
    let right = import_as(&office, What::Divisions, &file, |request| request.crs = Some(Crs::Gcj02)).await;
    assert!(right.committed && !right.rows.iter().any(|row| row.code == "suspect_datum"), "{right:#?}");
}

async fn a_second_district_stands_beside_the_first(database: Database) {
    let office = Office::open(database).await;
    let county = |name: &str, west: f64| collection(&[area(name, "county", west, west + 0.1, json!({}))]);
    office.import(What::Divisions, "first.geojson", county("甲县", 123.4)).await;
    office.import(What::Divisions, "second.geojson", county("乙县", 123.6)).await;
    let world = office.registry.world();
    assert_eq!(world.tree.roots().count(), 2);
    let (_, below) = office.registry.coverage(Some(date(TODAY)), None, Some("甲县")).await.unwrap();
    assert_eq!(below.rows.len(), 2);
}
