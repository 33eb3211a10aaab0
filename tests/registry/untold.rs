//! What a file leaves untold: taken for what it is, told once, never for more than is known.

use crate::belonging::squares;
use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, TODAY, court};
use jiantu::domain::area::Area;
use jiantu::registry::coverage::Figure;
use jiantu::registry::import::{Report, Severity, What};
use serde_json::json;

stories!(
    untold_access_counts_in_the_statutory_figure_only,
    a_file_says_what_its_rows_leave_out,
    a_file_without_ids_comes_again_without_doubling,
    pieces_without_ids_come_again_without_doubling,
    a_stated_division_that_the_place_contradicts_is_told,
);

fn warning<'a>(report: &'a Report, code: &str) -> Option<&'a str> {
    let row = report.rows.iter().find(|row| row.code == code)?;
    assert_eq!(row.severity, Severity::Warning, "{row:?}");
    Some(&row.message_en)
}

async fn untold_access_counts_in_the_statutory_figure_only(database: Database) {
    let office = Office::open(database).await;
    let rows = "external_id,name_zh,kind,area_m2,opened_on,lon,lat\n1,某小学操场,athletics_track,10000,2020-01-01,123.45,41.68\n";
    let report = office.import(What::Sites, "school.csv", rows).await;
    assert!(
        warning(&report, "access_untold").is_some_and(|text| text.contains("--set access=")),
        "{report:#?}"
    );
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.area_m2.all.map(Area::m2), Some(10_000.0));
    // Nothing else is known of the two other figures, so they are not known; and not zero.
    assert_eq!((row.area_m2.open, row.area_m2.free), (None, None));
    assert_eq!((row.completeness, row.completeness_of.open, row.access_unknown), (Some(1.0), Some(0.0), 1));
    office.register(court("开放的", 600.0, json!({ "access": "free_open" }))).await;
    office.register(court("会员的", 500.0, json!({ "access": "members" }))).await;
    let row = office.whole(TODAY, None).await;
    let areas = [row.area_m2.all, row.area_m2.open, row.area_m2.free].map(|area| area.map(Area::m2));
    assert_eq!(areas, [Some(11_100.0), Some(600.0), Some(600.0)]);
    let known = row.completeness_of;
    assert_eq!((known.all, known.open, known.free), (Some(1.0), Some(0.5), Some(0.5)));
    let why = office.why(None, Figure::Free).await;
    let school = why.items.iter().find(|item| item.name_zh == "某小学操场").unwrap();
    assert!(!school.counted && school.rule_en.contains("not known"), "{school:?}");
    // Told for the whole file, it counts.
    let file = office.path("school.csv");
    let told = import_as(&office, What::Sites, &file, |request| {
        request.mapping.set = crate::import::pairs(&[("access", "free_open"), ("status", "operating")]);
    })
    .await;
    assert_eq!((told.accepted, told.warnings), (1, 0), "{told:#?}");
    assert_eq!(office.whole(TODAY, None).await.area_m2.free.map(Area::m2), Some(10_600.0));
    office.assert_sound().await;
}

async fn a_file_says_what_its_rows_leave_out(database: Database) {
    let office = Office::open(database).await;
    let rows = "external_id,name_zh,kind,access,status,opened_on,lon,lat\n1,甲,basketball,open,operating,2020-01-01,123.45,41.68\n\
                2,乙,basketball,open,operating,,123.46,41.68\n3,丙,basketball,open,,,123.47,41.68\n4,丁,basketball,,,,123.48,41.68\n";
    let report = office.import(What::Sites, "rows.csv", rows).await;
    let told = |code: &str| warning(&report, code).map(|text| text.split(' ').next().unwrap().to_owned());
    assert_eq!(
        ["access_untold", "status_untold", "opening_untold", "no_external_id"].map(told),
        [Some("1".to_owned()), Some("2".to_owned()), Some("3".to_owned()), None]
    );
    assert_eq!(report.warnings, 3);
    // They hold from today, so years gone by do not have them; told since when, they do.
    assert_eq!(office.whole("2022-12-31", None).await.sites, 1);
    let beside = office.beside().await;
    let file = office.path("rows.csv");
    let dated = import_as(&beside, What::Sites, &file, |request| {
        request.effective_from = Some(crate::office::date("2021-01-01"));
    })
    .await;
    assert!(dated.committed && warning(&dated, "opening_untold").is_none(), "{dated:#?}");
    assert_eq!(beside.whole("2022-12-31", None).await.sites, 4);
    // Not from a day that has not come, though.
    let mut request = jiantu::registry::import::Request::new(What::Sites, &file);
    request.effective_from = Some(crate::office::date("2027-06-01"));
    let early = beside.registry.import(&beside.author, &request).await.unwrap_err().to_string();
    assert!(early.contains("2027-06-01") && early.contains("has not come"), "{early}");
}

async fn a_file_without_ids_comes_again_without_doubling(database: Database) {
    let office = Office::open(database).await;
    // Two courts of one name at one address are two.
    let rows = "name_zh,kind,access,status,area_m2,opened_on,lon,lat\n甲球场,basketball,open,operating,600,2020-01-01,123.45,41.68\n\
                甲球场,basketball,open,operating,420,2020-01-01,123.45,41.68\n乙球场,basketball,open,operating,600,2020-01-01,123.46,41.68\n";
    let report = office.import(What::Sites, "noid.csv", rows).await;
    assert!(warning(&report, "no_external_id").is_some_and(|text| text.starts_with("3 rows")), "{report:#?}");
    let before = office.everything().await;
    let again = office.import(What::Sites, "noid.csv", rows).await;
    assert_eq!((again.accepted, again.unchanged), (0, 3), "{again:#?}");
    assert_eq!(office.everything().await, before);
    let larger = office.import(What::Sites, "noid.csv", rows.replace("420", "430")).await;
    assert_eq!((larger.accepted, larger.unchanged), (1, 2), "{larger:#?}");
    let row = office.whole(TODAY, None).await;
    assert_eq!((row.sites, row.area_m2.all.map(Area::m2)), (3, Some(1630.0)));
    // Another place is another site.
    office.import(What::Sites, "noid.csv", rows.replace("123.46", "123.47")).await;
    assert_eq!(office.whole(TODAY, None).await.sites, 4);
    office.assert_sound().await;
}

async fn pieces_without_ids_come_again_without_doubling(database: Database) {
    let office = Office::open(database).await;
    let sites = "external_id,source,name_zh,kind,lon,lat\nS1,街道,健身点,fitness_path,123.45,41.68\nS2,街道,二号,fitness_path,123.46,41.68\n\
                 S2,社区,又一个二号,fitness_path,123.47,41.68\n";
    office.import(What::Sites, "sites.csv", sites).await;
    // Who lists the equipment is not who listed the sites.
    let rows = "site,source,kind,installed_on\nS1,体育局,twister,2021-06-01\nS1,体育局,twister,2021-06-01\nS1,体育局,walker,2021\n";
    let report = office.import(What::Equipment, "pieces.csv", rows).await;
    assert!(report.accepted == 3 && warning(&report, "no_external_id").is_some(), "{report:#?}");
    let again = office.import(What::Equipment, "pieces.csv", rows).await;
    assert_eq!((again.accepted, again.unchanged), (0, 3), "{again:#?}");
    let one_more =
        office.import(What::Equipment, "pieces.csv", format!("{rows}S1,体育局,twister,2021-06-01\n")).await;
    assert_eq!((one_more.accepted, one_more.unchanged), (1, 3), "{one_more:#?}");
    assert_eq!(office.registry.world().snapshot.equipment.len(), 4);
    let which =
        office.try_import(What::Equipment, "which.csv", "site,source,kind\nS2,体育局,twister\n").await;
    assert_eq!((which.committed, which.rows[0].code.as_str()), (false, "ambiguous_site"), "{which:#?}");
    assert!(which.rows[0].message_en.contains("街道"), "{which:#?}");
}

async fn a_stated_division_that_the_place_contradicts_is_told(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let rows = "external_id,name_zh,kind,access,status,opened_on,division,lon,lat\n\
                1,对,basketball,open,operating,2020-01-01,x0,123.4525,41.682\n2,错,basketball,open,operating,2020-01-01,x1,123.4525,41.682\n\
                3,外,basketball,open,operating,2020-01-01,x2,123.60,41.60\n4,别处,basketball,open,operating,2020-01-01,无此街道,123.4525,41.682\n";
    let report = office.import(What::Sites, "rows.csv", rows).await;
    let told: Vec<(u64, &str)> = report.rows.iter().map(|row| (row.row, row.code.as_str())).collect();
    assert_eq!(told, [(3, "division_contradicts_place"), (4, "division_contradicts_place")], "{report:#?}");
    assert!(report.rows[0].message_zh.contains("x1") && report.rows[0].message_zh.contains("x0"));
    let schematic = squares().replace("\"level\"", "\"boundary_quality\":\"schematic\",\"level\"");
    let beside = office.beside().await;
    beside.import(What::Divisions, "schematic.geojson", schematic).await;
    let report = beside.import(What::Sites, "rows.csv", rows).await;
    assert!(report.rows[0].message_en.contains("schematic"), "{report:#?}");
    // A trail may be said to lie in any division it passes.
    let line = json!({ "type": "LineString", "coordinates": [[123.4525, 41.682], [123.4725, 41.682], [123.56, 41.682]] });
    let trail = json!({ "type": "Feature", "geometry": line, "properties": { "external_id": "t", "name_zh": "步道", "kind": "trail",
        "access": "open", "status": "operating", "opened_on": "2020-01-01", "division": "x1" } });
    let file = json!({ "type": "FeatureCollection", "features": [trail] }).to_string();
    assert_eq!(office.import(What::Sites, "trail.geojson", file).await.rows, Vec::new());
    assert_eq!(office.content().iter().filter(|site| site["properties"]["kind"] == "trail").count(), 1);
}
