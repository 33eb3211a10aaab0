//! Files that end too early, that are wrong in many rows, or whose rows hang on rows that are wrong.

use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, TODAY};
use jiantu::registry::RegistryError;
use jiantu::registry::import::{Report, Request, Severity, What};
use serde_json::json;

stories!(
    half_a_file_is_no_file,
    an_error_is_told_whatever_warnings_there_are,
    a_repetition_names_the_row_that_came_first,
    contents_of_a_refused_container_are_told_so,
    containers_may_come_thousands_of_rows_later,
    only_a_park_or_a_centre_contains,
    a_title_above_the_headings,
);

fn first_error(report: &Report) -> (u64, &str) {
    let row = report.rows.iter().find(|row| row.severity == Severity::Error);
    row.map_or_else(|| panic!("no error: {report:#?}"), |row| (row.row, row.code.as_str()))
}

async fn lenient(office: &Office, what: What, name: &str, content: impl AsRef<[u8]>) -> Report {
    let file = office.file(name, content);
    import_as(office, what, &file, |request| {
        request.lenient = true;
        request.read.lenient = true;
    })
    .await
}

async fn half_a_file_is_no_file(database: Database) {
    let office = Office::open(database).await;
    let before = office.everything().await;
    let feature = |n: usize| {
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [123.4 + n as f64 * 1e-4, 41.68] },
            "properties": { "external_id": n.to_string(), "name_zh": "球场", "kind": "basketball" } })
    };
    let sites = json!({ "type": "FeatureCollection", "features": (0..50).map(feature).collect::<Vec<_>>() })
        .to_string();
    let cell = |n: i32| format!("{},41.68,10,2024\n", 123.4 + f64::from(n) * 1e-3);
    let cells = (0..50).map(cell).collect::<Vec<_>>().concat();
    let cells = format!("lon,lat,population,year\n{cells}\"123.5,41.68,10,2024\n");
    for (what, name, content) in [
        (What::Sites, "cut.geojson", sites.as_bytes()[..sites.len() * 2 / 3].to_vec()),
        (What::Population, "quote.csv", cells.clone().into_bytes()),
        (
            What::Sites,
            "quote.csv",
            b"external_id,name_zh,kind,lon,lat\n1,A,basketball,123.4,41.6\n2,\"B,basketball,123.4,41.6\n"
                .to_vec(),
        ),
    ] {
        let report = lenient(&office, what, name, content).await;
        assert!(report.broken_off && !report.committed && report.accepted == 0, "{name}: {report:#?}");
        assert_eq!(report.rejected, 1, "{name}: {report:#?}");
        assert_eq!(office.everything().await, before, "{name}");
    }
    // Whole, they are taken.
    let whole = lenient(&office, What::Sites, "whole.geojson", sites).await;
    assert_eq!((whole.accepted, whole.committed, whole.broken_off), (50, true, false));
    office.assert_sound().await;
}

async fn an_error_is_told_whatever_warnings_there_are(database: Database) {
    let office = Office::open(database).await;
    let doubtful = |n: u32| {
        let (west, south) = (123.4 + f64::from(n) * 1e-4, 41.68);
        let (east, north) = (west + 5e-5, south + 1e-4);
        format!(
            "{n},球场,basketball,9000,\"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))\"\n"
        )
    };
    let rows: String = (0..1_100).map(doubtful).collect();
    let table = format!("external_id,name_zh,kind,area_m2,wkt\n{rows}x,球场,篮筐,600,POINT(123.4 41.6)\n");
    let report = office.try_import(What::Sites, "flood.csv", table).await;
    assert_eq!(
        (report.rows[0].row, report.rows[0].code.as_str()),
        (1_102, "unknown_kind"),
        "{:?}",
        report.rows[0]
    );
    // What concerns the whole file comes next, and then a thousand of the warnings.
    assert_eq!((report.rows[1].row, report.rows[1].code.as_str()), (0, "access_untold"));
    assert_eq!(report.rows.iter().filter(|row| row.code == "area_against_outline").count(), 1_000);
    assert_eq!((report.rejected, report.rows_omitted, report.committed), (1, 100, false));
}

async fn a_repetition_names_the_row_that_came_first(database: Database) {
    let office = Office::open(database).await;
    let rows = "external_id,source,name_zh,kind,lon,lat\nA,,甲,basketball,123.4,41.6\nB,普查,乙,basketball,123.5,41.6\n\
                C,,丙,basketball,123.5,41.7\nA,,又甲,basketball,123.6,41.6\nB,普查,又乙,basketball,123.7,41.6\n";
    let report = office.try_import(What::Sites, "twice.csv", rows).await;
    let told: Vec<(u64, &str)> = report
        .rows
        .iter()
        .filter(|row| row.severity == Severity::Error)
        .map(|row| (row.row, row.message_en.as_str()))
        .collect();
    let expected =
        [(5, "`A` is used twice: row 2 has it already"), (6, "`普查/B` is used twice: row 3 has it already")];
    assert_eq!(told, expected);
}

async fn contents_of_a_refused_container_are_told_so(database: Database) {
    let office = Office::open(database).await;
    let rows = "external_id,name_zh,kind,container,area_m2,lon,lat\nc1,球场,basketball,park,600,123.5,41.7\n\
                park,公园,sports_park,,多少,123.5,41.7\nc2,球场,tennis,park,600,123.5,41.7\nd,别的,tennis,,600,123.6,41.7\n";
    let report = lenient(&office, What::Sites, "park.csv", rows).await;
    assert_eq!((report.accepted, report.rejected, report.committed), (1, 3, true), "{report:#?}");
    let told: Vec<(u64, &str)> = report
        .rows
        .iter()
        .filter(|row| row.severity == Severity::Error)
        .map(|row| (row.row, row.code.as_str()))
        .collect();
    assert_eq!(told, [(3, "not_a_number"), (2, "container_refused"), (4, "container_refused")]);
    // By its id it is the same.
    let id = "0197b3e2-0000-7000-8000-000000000001";
    let rows = format!(
        "id,external_id,name_zh,kind,container_id,area_m2,lon,lat\n,c1,球场,basketball,{id},600,123.5,41.7\n{id},park,公园,sports_park,,,123.5,99\n"
    );
    let report = lenient(&office, What::Sites, "by-id.csv", &rows).await;
    assert_eq!((report.accepted, report.rejected, report.committed), (0, 2, true), "{report:#?}");
    let right = lenient(&office, What::Sites, "by-id.csv", rows.replace(",99", ",41.7")).await;
    assert_eq!((right.accepted, right.rejected), (2, 0), "{right:#?}");
    office.assert_sound().await;
}

async fn containers_may_come_thousands_of_rows_later(database: Database) {
    let office = Office::open(database).await;
    let court = |n: u32| format!("{n},球场{n},basketball,hall,10,{},41.7\n", 123.4 + f64::from(n) * 1e-5);
    let courts: String = (0..9_000).map(court).collect();
    // The hall is in the park, and both come after what they contain.
    let table = format!(
        "external_id,name_zh,kind,container,area_m2,lon,lat\n{courts}hall,中心,fitness_centre,park,,123.5,41.7\npark,公园,sports_park,,,123.5,41.7\n"
    );
    let report = office.import(What::Sites, "late.csv", &table).await;
    assert_eq!((report.read, report.accepted, report.rejected), (9_002, 9_002, 0));
    let row = office.whole(TODAY, None).await;
    assert_eq!((row.sites, row.area_m2.all.map(jiantu::domain::area::Area::m2)), (9_002, Some(90_000.0)));
    let again = office.import(What::Sites, "late.csv", &table).await;
    assert_eq!((again.accepted, again.unchanged), (0, 9_002));
    let orphans =
        office.try_import(What::Sites, "orphans.csv", table.replace("park,公园", "elsewhere,公园")).await;
    assert!(orphans.committed, "the park is registered: {:?}", orphans.rows.first());
    let ring = "external_id,name_zh,kind,container,lon,lat\nr1,一,sports_park,r2,123.5,41.7\nr2,二,sports_park,r1,123.5,41.7\n";
    let ring = office.try_import(What::Sites, "ring.csv", ring).await;
    assert_eq!((ring.committed, ring.rejected, first_error(&ring).1), (false, 2, "unknown_container"));
}

async fn only_a_park_or_a_centre_contains(database: Database) {
    let office = Office::open(database).await;
    let square = "external_id,name_zh,kind,area_m2,lon,lat\nsq,广场,fitness_square,30000,123.45,41.65\n";
    office.import(What::Sites, "square.csv", square).await;
    let inside =
        "external_id,name_zh,kind,container,area_m2,lon,lat\nbk,球场,basketball,sq,600,123.45,41.65\n";
    let refused = office.try_import(What::Sites, "inside.csv", inside).await;
    assert_eq!((refused.committed, first_error(&refused)), (false, (2, "not_a_container")), "{refused:#?}");
}

async fn a_title_above_the_headings(database: Database) {
    let office = Office::open(database).await;
    let file = office.path("titled.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "浑南区体育场地一览表").unwrap();
    for (column, heading) in (0..).zip(["场地编号", "场地名称", "场地类型"]) {
        sheet.write(1, column, heading).unwrap();
        for row in 2..30 {
            sheet.write(row, column, "x").unwrap();
        }
    }
    book.save(&file).unwrap();
    for lenient in [false, true] {
        let mut request = Request::new(What::Sites, &file);
        (request.lenient, request.read.lenient) = (lenient, lenient);
        let report = office.registry.import(&office.author, &request).await;
        let report = report.unwrap_or_else(|error: RegistryError| panic!("{error}"));
        assert_eq!((report.rejected, report.committed), (1, false), "{report:#?}");
        assert_eq!(first_error(&report), (2, "headings_not_first"));
        assert!(report.rows[0].message_zh.contains("一览表"), "{report:#?}");
    }
}
