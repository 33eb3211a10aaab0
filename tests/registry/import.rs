//! Files into the registry: the same content from every format, once, wholly or not at all.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court};
use jiantu::registry::RegistryError;
use jiantu::registry::import::{Mapping, Report, Request, What};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

stories!(
    every_format_gives_the_same_content,
    columns_and_values_are_mapped,
    a_mapping_file_and_flags_over_it,
    a_trial_changes_nothing,
    wrong_rows_are_left_out_on_request,
    the_same_file_again_changes_nothing,
    only_changed_rows_are_written,
);

/// Sites that every format can hold, a Shapefile too.
pub fn points() -> Vec<Value> {
    let rows = [
        (
            "S-001",
            "五三健身广场",
            "fitness_square",
            json!(1200.5),
            "2021-05-01",
            "free_open",
            123.435,
            41.735,
        ),
        ("S-002", "东湖篮球场", "basketball", json!(600), "2022-09-30", "open", 123.555, 41.75),
        ("S-003", "白塔羽毛球馆", "badminton", json!(null), "2023-01-01", "members", 123.419_66, 41.684_83),
        (
            "S-004",
            "桃仙小学操场",
            "athletics_track",
            json!(17000.25),
            "2019-08-15",
            "closed_to_public",
            123.49,
            41.645,
        ),
    ];
    let rows = rows.into_iter().map(|(id, name, kind, area, opened, access, lon, lat)| {
        json!({ "external_id": id, "name_zh": name, "kind": kind, "area_m2": area, "opened_on": opened,
            "access": access, "note": "备注：一、二；三", "lon": lon, "lat": lat })
    });
    rows.collect()
}

pub const FIELDS: [&str; 9] =
    ["external_id", "name_zh", "kind", "area_m2", "opened_on", "access", "note", "lon", "lat"];
const HEADINGS: [&str; 9] = [
    "场地编号",
    "场地名称",
    "场地类型",
    "场地面积（平方米）",
    "启用日期",
    "开放情况",
    "备注",
    "经度",
    "纬度",
];

fn features() -> Vec<Value> {
    let feature = |mut row: Value| {
        let members = row.as_object_mut().unwrap();
        let (lon, lat) = (members.remove("lon").unwrap(), members.remove("lat").unwrap());
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [lon, lat] }, "properties": row })
    };
    points().into_iter().map(feature).collect()
}

pub fn geojson() -> String {
    json!({ "type": "FeatureCollection", "features": features() }).to_string()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub fn csv(headings: &[&str]) -> String {
    let mut lines = vec![headings.join(",")];
    lines.extend(points().iter().map(|row| FIELDS.map(|field| plain(&row[field])).join(",")));
    lines.join("\r\n") + "\r\n"
}

pub fn wkt_csv() -> String {
    let mut lines = vec![format!("{};wkt", FIELDS[..7].join(";"))];
    for row in points() {
        let cells: Vec<String> = FIELDS[..7].iter().map(|field| plain(&row[*field])).collect();
        lines.push(format!("{};POINT ({} {})", cells.join(";"), row["lon"], row["lat"]));
    }
    lines.join("\n")
}

fn xlsx(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write(0, column, heading).unwrap();
    }
    for (line, row) in (1..).zip(points()) {
        for (column, field) in (0..).zip(FIELDS) {
            match &row[field] {
                Value::Null => {}
                Value::Number(number) => drop(sheet.write(line, column, number.as_f64().unwrap()).unwrap()),
                other => drop(sheet.write(line, column, plain(other)).unwrap()),
            }
        }
    }
    book.save(path).unwrap();
}

pub fn gdal(arguments: &[&str]) {
    let output = Command::new("ogr2ogr").args(arguments).output().expect("ogr2ogr: apt-get install gdal-bin");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub async fn import_as(
    office: &Office,
    what: What,
    file: &Path,
    edit: impl FnOnce(&mut Request<'_>),
) -> Report {
    let mut request = Request::new(what, file);
    edit(&mut request);
    office.registry.import(&office.author, &request).await.unwrap()
}

pub fn pairs(pairs: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

async fn every_format_gives_the_same_content(database: Database) {
    let office = Office::open(database).await;
    let base = office.file("sites.geojson", geojson());
    let sequence: Vec<String> = features().iter().map(Value::to_string).collect();
    let mut files = vec![
        base.clone(),
        office.file("sites.geojsonl", sequence.join("\n")),
        office.file("sites.csv", csv(&FIELDS)),
        office.file("headings.csv", csv(&HEADINGS)),
        office.file("marked.csv", format!("\u{feff}{}", csv(&HEADINGS))),
        office.file("wkt.csv", wkt_csv()),
        office.file("gbk.csv", encoding_rs::GBK.encode(&csv(&HEADINGS)).0),
    ];
    files.push(office.path("sites.xlsx"));
    xlsx(&files[7]);
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    files.push(office.path("sites.gpkg"));
    gdal(&["-f", "GPKG", &text(&files[8]), &text(&base), "-nln", "sites"]);
    files.push(office.path("sites.shp"));
    gdal(&["-f", "ESRI Shapefile", &text(&files[9]), &text(&base), "-lco", "ENCODING=GBK"]);
    let mut expected: Option<Vec<Value>> = None;
    for file in &files {
        let beside = office.beside().await;
        let report = import_as(&beside, What::Sites, file, |request| {
            // A Shapefile cuts names after ten characters.
            if file.extension().unwrap() == "shp" {
                request.mapping.map = pairs(&[("external_id", "external_i")]);
            }
        })
        .await;
        assert!(report.committed && report.accepted == 4, "{}: {report:#?}", file.display());
        let content = beside.content();
        match &expected {
            None => {
                assert_eq!(content[2]["properties"]["area_m2"], Value::Null);
                assert_eq!(content[0]["properties"]["name_zh"], "五三健身广场");
                expected = Some(content);
            }
            Some(expected) => assert_eq!(&content, expected, "{}", file.display()),
        }
        beside.assert_sound().await;
    }
}

async fn columns_and_values_are_mapped(database: Database) {
    let office = Office::open(database).await;
    let file = office.file(
        "foreign.csv",
        "Nr,Titel,Art,Flaeche,X,Y\n7,Hof,Korb,420,123.46,41.68\n8,Bad,Becken,,123.47,41.69\n",
    );
    let report = import_as(&office, What::Sites, &file, |request| {
        request.mapping.map = pairs(&[
            ("external_id", "Nr"),
            ("name_zh", "titel"),
            ("kind", "Art"),
            ("area_m2", "Flaeche"),
            ("lon", "X"),
            ("lat", "Y"),
        ]);
        request.mapping.set = pairs(&[("access", "members"), ("source", "survey 2025")]);
        let words = pairs(&[("Korb", "basketball"), ("Becken", "outdoor_pool")]);
        request.mapping.values.insert("kind".to_owned(), words);
    })
    .await;
    assert!(report.committed, "{report:#?}");
    let content = office.content();
    let told = |n: usize, member: &str| content[n]["properties"][member].clone();
    assert_eq!([told(0, "kind"), told(1, "kind")], [json!("basketball"), json!("outdoor_pool")]);
    assert_eq!([told(0, "area_m2"), told(1, "area_m2")], [json!(420), Value::Null]);
    assert_eq!([told(0, "access"), told(1, "source")], [json!("members"), json!("survey 2025")]);
    let mut request = Request::new(What::Sites, &file);
    request.mapping.map = pairs(&[("name_zh", "Name")]);
    let refused = office.registry.import(&office.author, &request).await.unwrap_err();
    assert!(
        matches!(&refused, RegistryError::Refused { zh, en } if zh.contains("Name") && en.contains("Titel"))
    );
    request.mapping.map = pairs(&[("nmae", "Titel")]);
    let refused = office.registry.import(&office.author, &request).await.unwrap_err();
    assert!(refused.to_string().contains("nmae"), "{refused}");
}

async fn a_mapping_file_and_flags_over_it(database: Database) {
    let office = Office::open(database).await;
    let saved = "[map]\nname_zh = 'Titel'\nkind = 'Art'\nlon = 'X'\nlat = 'Y'\n[set]\naccess = 'open'\n\
                 owner = '体育局'\n[values.kind]\nKorb = 'tennis'\n";
    let saved: Mapping = jiantu::registry::reference::read_toml("saved.toml", saved).unwrap();
    let mut flags = Mapping { set: pairs(&[("access", "members")]), ..Mapping::default() };
    flags.values.insert("kind".to_owned(), pairs(&[("Korb", "basketball")]));
    let file = office.file("foreign.csv", "Titel,Art,X,Y\nHof,Korb,123.46,41.68\n");
    let report = import_as(&office, What::Sites, &file, |request| request.mapping = flags.over(saved)).await;
    assert!(report.committed, "{report:#?}");
    let properties = office.content().remove(0)["properties"].clone();
    assert_eq!(
        [&properties["kind"], &properties["access"], &properties["owner"]],
        [&json!("basketball"), &json!("members"), &json!("体育局")]
    );
    let wrong = jiantu::registry::reference::read_toml::<Mapping>("saved.toml", "[map]\nname_zh = 3\n");
    assert!(wrong.unwrap_err().to_string().contains("saved.toml:2"), "names the file and the line");
}

async fn a_trial_changes_nothing(database: Database) {
    let office = Office::open(database).await;
    office.register(court("先来的", 600.0, json!({}))).await;
    let before = office.everything().await;
    let file = office.file("sites.csv", csv(&FIELDS));
    let trial = import_as(&office, What::Sites, &file, |request| request.dry_run = true).await;
    assert_eq!((trial.accepted, trial.committed, trial.dry_run, trial.seq), (4, false, true, None));
    let wrong = office.file("wrong.csv", csv(&FIELDS).replace("basketball", "篮筐"));
    let refused = import_as(&office, What::Sites, &wrong, |_| {}).await;
    assert_eq!((refused.read, refused.accepted, refused.rejected, refused.committed), (4, 0, 1, false));
    assert_eq!((refused.rows[0].row, refused.rows[0].field.as_deref()), (3, Some("kind")));
    assert_eq!(office.everything().await, before);
    office.assert_sound().await;
}

async fn wrong_rows_are_left_out_on_request(database: Database) {
    let office = Office::open(database).await;
    let table = csv(&FIELDS).replace("basketball", "篮筐").replace("2019-08-15", "八月");
    let file = office.file("wrong.csv", table);
    let report = import_as(&office, What::Sites, &file, |request| request.lenient = true).await;
    assert_eq!((report.read, report.accepted, report.rejected, report.committed), (4, 2, 2, true));
    let faults: Vec<(u64, Option<&str>)> =
        report.rows.iter().filter(|r| r.row > 0).map(|r| (r.row, r.field.as_deref())).collect();
    assert_eq!(faults, [(3, Some("kind")), (5, Some("opened_on"))]);
    assert_eq!(office.whole(TODAY, None).await.sites, 2);
}

async fn the_same_file_again_changes_nothing(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Sites, "sites.geojson", geojson()).await;
    let before = office.everything().await;
    for (name, content) in
        [("sites.geojson", geojson()), ("sites.csv", csv(&HEADINGS)), ("wkt.csv", wkt_csv())]
    {
        let again = office.import(What::Sites, name, content).await;
        assert_eq!((again.read, again.accepted, again.unchanged), (4, 0, 4), "{name}");
    }
    assert_eq!(office.everything().await, before);
}

async fn only_changed_rows_are_written(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Sites, "sites.csv", csv(&FIELDS)).await;
    let head = office.registry.ping().await.unwrap();
    let again = office.import(What::Sites, "sites.csv", csv(&FIELDS).replace(",600,", ",650,")).await;
    assert_eq!((again.read, again.accepted, again.unchanged), (4, 1, 3));
    let changes = office.registry.changes(head, 100).await.unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].reason.as_str(), changes[0].effective_from),
        ("changed", crate::office::date(TODAY))
    );
    office.assert_sound().await;
}
