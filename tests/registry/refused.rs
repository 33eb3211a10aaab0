//! Bad files: each a clear report that names row and field in both languages, and nothing changed.

use crate::database::{Database, stories};
use crate::office::{Office, court};
use jiantu::registry::RegistryError;
use jiantu::registry::import::{Request, Severity, What};
use serde_json::json;
use std::path::Path;

stories!(rows_that_are_wrong, files_that_can_not_be_read);

const HEADING: &str = "external_id,name_zh,kind,area_m2,opened_on,lon,lat\n";
const RIGHT: &str = "S-1,球场,basketball,600,2020-05-01,123.463,41.679\n";

fn table(row: &str) -> Vec<u8> {
    format!("{HEADING}{RIGHT}{row}\n").into_bytes()
}

fn polygon(ring: &str) -> Vec<u8> {
    let feature = |id: &str, geometry: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"external_id":"{id}","name_zh":"广场","kind":"fitness_square"}},"geometry":{geometry}}}"#
        )
    };
    let right = feature("1", r#"{"type":"Point","coordinates":[123.46,41.68]}"#);
    let wrong = feature("2", &format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#));
    format!(r#"{{"type":"FeatureCollection","features":[{right},{wrong}]}}"#).into_bytes()
}

fn merged(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 1, "场地", &format).unwrap();
    for (column, heading) in (0..).zip(["场地编号", "场地名称", "场地类型", "经度", "纬度"]) {
        sheet.write(1, column, heading).unwrap();
    }
    for (column, cell) in (0..).zip(["S-1", "球场", "basketball"]) {
        sheet.write(2, column, cell).unwrap();
    }
    sheet.write(2, 3, 123.46).unwrap();
    sheet.write(2, 4, 41.68).unwrap();
    book.save(path).unwrap();
}

/// A ring that does not end where it began is told by where it stands in the feature.
const RING: &str = "/geometry/coordinates/0";

/// A file that can be read, the row that is wrong, and its field.
async fn rows_that_are_wrong(database: Database) {
    let office = Office::open(database).await;
    office.register(court("先来的", 600.0, json!({}))).await;
    let before = office.everything().await;
    let cases: Vec<(&str, Vec<u8>, u64, &str)> = vec![
        ("huge area.csv", table("S-2,场,basketball,1e300,,123.46,41.68"), 3, "area_m2"),
        ("negative area.csv", table("S-2,场,basketball,-5,,123.46,41.68"), 3, "area_m2"),
        ("nan area.csv", table("S-2,场,basketball,NaN,,123.46,41.68"), 3, "area_m2"),
        ("infinite area.csv", table("S-2,场,basketball,1e999,,123.46,41.68"), 3, "area_m2"),
        ("huge place.csv", table("S-2,场,basketball,5,,12346000,41.68"), 3, "geometry"),
        ("swapped.csv", table("S-2,场,basketball,5,,41.68,123.46"), 3, "geometry"),
        ("duplicate.csv", table(RIGHT.trim()), 3, "external_id"),
        ("no name.csv", table("S-2,,basketball,5,,123.46,41.68"), 3, "name_zh"),
        ("no kind.csv", table("S-2,场,,5,,123.46,41.68"), 3, "kind"),
        ("no place.csv", table("S-2,场,basketball,5,,,"), 3, "geometry"),
        ("wrong date.csv", table("S-2,场,basketball,5,31.02.2024,123.46,41.68"), 3, "opened_on"),
        ("trail as point.csv", table("S-2,场,trail,,,123.46,41.68"), 3, "geometry"),
        (
            "crossing.geojson",
            polygon("[[123.46,41.68],[123.47,41.69],[123.47,41.68],[123.46,41.69],[123.46,41.68]]"),
            2,
            "geometry",
        ),
        ("unclosed.geojson", polygon("[[123.46,41.68],[123.47,41.68],[123.47,41.69]]"), 2, RING),
        ("two corners.geojson", polygon("[[123.46,41.68],[123.47,41.68],[123.46,41.68]]"), 2, RING),
        ("nan.csv", table("S-2,场,basketball,5,,NaN,41.68"), 3, "lon"),
    ];
    for (name, content, row, field) in cases {
        let report = office.try_import(What::Sites, name, content).await;
        assert!(!report.committed && report.accepted == 0, "{name}: {report:#?}");
        let fault = report.rows.iter().find(|fault| fault.severity == Severity::Error);
        let fault = fault.unwrap_or_else(|| panic!("{name}: {report:#?}"));
        assert_eq!((fault.row, fault.field.as_deref()), (row, Some(field)), "{name}: {report:#?}");
        assert!(fault.message_zh.chars().any(|c| c > '\u{2e80}'), "{name}: {}", fault.message_zh);
        let mixed = fault.message_en.chars().any(|c| c > '\u{2e80}');
        assert!(!mixed && !fault.message_en.is_empty(), "{name}: {}", fault.message_en);
        assert_eq!(office.everything().await, before, "{name} changed something");
    }
    office.assert_sound().await;
}

/// What is wrong with the file as a whole.
async fn files_that_can_not_be_read(database: Database) {
    let office = Office::open(database).await;
    office.register(court("先来的", 600.0, json!({}))).await;
    let before = office.everything().await;
    let whole = polygon("[[123.46,41.68],[123.47,41.68],[123.47,41.69],[123.46,41.68]]");
    let mut broken_text = table("S-2,场,basketball,5,,123.46,41.68");
    broken_text.extend([0xff, 0xfe, 0x80, 0xff, b'\n']);
    merged(&office.path("merged.xlsx"));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("truncated.geojson", whole[..whole.len() - 40].to_vec()),
        (
            "Features.geojson",
            String::from_utf8(whole.clone()).unwrap().replace("\"features\"", "\"Features\"").into(),
        ),
        ("open quote.csv", table("S-2,\"场,basketball,5,,123.46,41.68")),
        ("neither utf-8 nor gbk.csv", broken_text),
        ("zeros.shp", vec![0; 200]),
        ("text.xlsx", b"this is no workbook".to_vec()),
        ("text.gpkg", b"this is no database".to_vec()),
        ("empty.csv", Vec::new()),
        ("merged.xlsx", std::fs::read(office.path("merged.xlsx")).unwrap()),
    ];
    for (name, content) in cases {
        let file = office.file(name, content);
        let told = match office.registry.import(&office.author, &Request::new(What::Sites, &file)).await {
            Err(RegistryError::Format(error)) => [error.message_zh(), error.message_en()],
            Err(other) => panic!("{name}: {other}"),
            Ok(report) => {
                assert!(!report.committed, "{name}: {report:#?}");
                let fault = report.rows.iter().find(|fault| fault.severity == Severity::Error);
                let fault = fault.unwrap_or_else(|| panic!("{name}: {report:#?}"));
                [fault.message_zh.clone(), fault.message_en.clone()]
            }
        };
        assert!(told[0].chars().any(|c| c > '\u{2e80}') && told[0] != told[1], "{name}: {told:?}");
        assert_eq!(office.everything().await, before, "{name} changed something");
    }
    office.assert_sound().await;
}
