//! As offices write it: numbers, days, words, widths and places in tables.

use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, TODAY};
use jiantu::domain::area::Area;
use jiantu::domain::crs::Crs;
use jiantu::registry::import::What;
use serde_json::{Value, json};

stories!(
    a_decimal_comma_is_refused,
    a_bare_year_begins_or_ends,
    usual_words_are_understood,
    segments_under_chinese_headings,
    a_trail_in_one_row_has_one_width,
    the_raw_coordinate_of_every_geometry_is_kept,
);

async fn a_decimal_comma_is_refused(database: Database) {
    let office = Office::open(database).await;
    let table = |area: &str| {
        format!("external_id,name_zh,kind,area_m2,lon,lat\n1,球场,basketball,\"{area}\",123.45,41.68\n")
    };
    for wrong in ["34658,7", "1.234,5", "34658,70"] {
        let report = office.try_import(What::Sites, "comma.csv", table(wrong)).await;
        let fault = &report.rows[0];
        assert_eq!(
            (fault.code.as_str(), fault.field.as_deref()),
            ("decimal_comma", Some("area_m2")),
            "{wrong}"
        );
    }
    office.import(What::Sites, "comma.csv", table("34，658.7")).await;
    assert_eq!(office.whole(TODAY, None).await.area_m2.all, Some(Area::from_cm2(346_587_000)));
}

async fn a_bare_year_begins_or_ends(database: Database) {
    let office = Office::open(database).await;
    let table = "external_id,name_zh,kind,status,opened_on,closed_on,lon,lat\n1,甲,basketball,closed,2019,2024,123.45,41.68\n\
                 2,乙,basketball,closed,2019年3月,2024年2月,123.46,41.68\n3,丙,basketball,closed,2019,2026,123.47,41.68\n";
    office.import(What::Sites, "years.csv", table).await;
    let days: Vec<[Value; 2]> = office
        .content()
        .iter()
        .map(|site| ["opened_on", "closed_on"].map(|member| site["properties"][member].clone()))
        .collect();
    // What closed this year has closed by now.
    let expected = [["2019-01-01", "2024-12-31"], ["2019-03-01", "2024-02-29"], ["2019-01-01", TODAY]];
    assert_eq!(days, expected.map(|days| days.map(Value::from)));
}

async fn usual_words_are_understood(database: Database) {
    let office = Office::open(database).await;
    let table = "场地编号,场地名称,场地类型,状态,开放情况,面积等级,面积,经度,纬度\n1,甲,篮球场,正常使用,免费,实地测量,600,123.45,41.68\n\
                 2,乙,篮球场,维修中,收费开放,估计,600,123.46,41.68\n3,丙,篮球场,正常,不详,,600,123.47,41.68\n";
    office.import(What::Sites, "words.csv", table).await;
    let told: Vec<[String; 2]> = office
        .content()
        .iter()
        .map(|site| {
            ["status", "access"].map(|member| site["properties"][member].as_str().unwrap().to_owned())
        })
        .collect();
    let expected = [["operating", "free_open"], ["temporarily_closed", "open"], ["operating", "unknown"]];
    assert_eq!(told, expected.map(|words| words.map(str::to_owned)));
    let wrong = office.try_import(What::Sites, "words.csv", table.replace("收费开放", "看情况")).await;
    let fault = &wrong.rows[0];
    assert!(
        fault.message_zh.contains("免费开放（free_open）") && fault.message_zh.contains("会员"),
        "{fault:?}"
    );
    assert!(fault.message_en.contains("closed_to_public"), "{fault:?}");
}

async fn segments_under_chinese_headings(database: Database) {
    let office = Office::open(database).await;
    let rows = |headings: &str| {
        format!(
            "{headings}\nT1,2,3,塑胶,步道,trail,\"LINESTRING(123.46 41.68,123.47 41.68)\"\nT1,1,,,步道,trail,\"LINESTRING(123.45 41.68,123.46 41.68)\"\n"
        )
    };
    let expected = json!([{ "width_m": null }, { "width_m": 3.0, "surface": "塑胶" }]);
    let report = office
        .import(What::Sites, "segments.csv", rows("步道编号,路段序号,宽度,路段面层,名称,类型,几何"))
        .await;
    assert_eq!((report.read, report.accepted), (1, 1), "{report:#?}");
    let site = office.content().remove(0);
    assert_eq!(
        (&site["properties"]["external_id"], &site["properties"]["segments"]),
        (&json!("T1"), &expected)
    );
    // Mapped by hand, and a width for those that have none.
    let beside = office.beside().await;
    let file = office.file("mapped.csv", rows("Pfad,Nr,Breite,Belag,名称,类型,wkt"));
    let report = import_as(&beside, What::Sites, &file, |request| {
        request.mapping.map = crate::import::pairs(&[
            ("trail_id", "Pfad"),
            ("seq", "Nr"),
            ("width_m", "Breite"),
            ("segment_surface", "Belag"),
        ]);
        request.mapping.set = crate::import::pairs(&[("width_m", "2.5")]);
    })
    .await;
    assert!(report.committed, "{report:#?}");
    let expected = json!([{ "width_m": 2.5 }, { "width_m": 3.0, "surface": "塑胶" }]);
    assert_eq!(beside.content()[0]["properties"]["segments"], expected);
}

async fn a_trail_in_one_row_has_one_width(database: Database) {
    let office = Office::open(database).await;
    let table = "external_id,name_zh,kind,width_m,wkt\nt,步道,trail,3,\"MULTILINESTRING((123.45 41.68,123.46 41.68),(123.47 41.68,123.48 41.68))\"\n\
                 b,球场,basketball,15,POINT(123.5 41.7)\n";
    let report = office.import(What::Sites, "widths.csv", table).await;
    let unused = report.rows.iter().find(|row| row.code == "not_a_trail").unwrap();
    assert_eq!((unused.row, unused.field.as_deref()), (3, Some("width_m")));
    let content = office.content();
    assert_eq!(content[1]["properties"]["segments"], json!([{ "width_m": 3.0 }, { "width_m": 3.0 }]));
    assert_eq!(office.whole(TODAY, None).await.completeness, Some(0.5));
}

async fn the_raw_coordinate_of_every_geometry_is_kept(database: Database) {
    let office = Office::open(database).await;
    let table = "external_id,name_zh,kind,定位精度,wkt\np,球场,basketball,4.5,POINT(123.469049 41.681356)\n\
                 t,步道,trail,,\"LINESTRING(123.469049 41.681356,123.48 41.69)\"\n";
    let file = office.file("raw.csv", table);
    let raw = async |office: &Office, n: usize| {
        let id = office.content_with_ids()[n]["id"].as_str().unwrap().parse().unwrap();
        let history = office.history(id).await;
        let document: Value = serde_json::from_str(&history[0].after.as_ref().unwrap().doc).unwrap();
        document["raw"].clone()
    };
    import_as(&office, What::Sites, &file, |request| request.crs = Some(Crs::Gcj02)).await;
    let place = json!({ "x": 123.469049, "y": 41.681356, "crs": "gcj02" });
    let mut accurate = place.clone();
    accurate["accuracy_m"] = json!(4.5);
    assert_eq!([raw(&office, 0).await, raw(&office, 1).await], [accurate, place]);
    let beside = office.beside().await;
    import_as(&beside, What::Sites, &file, |_| {}).await;
    let told = json!({ "x": 123.469049, "y": 41.681356, "crs": "wgs84", "accuracy_m": 4.5 });
    assert_eq!([raw(&beside, 0).await, raw(&beside, 1).await], [told, Value::Null]);
    let wrong = office.try_import(What::Sites, "raw.csv", table.replace("4.5", "-1")).await;
    assert_eq!(wrong.rows[0].field.as_deref(), Some("accuracy_m"), "{wrong:#?}");
}
