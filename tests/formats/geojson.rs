//! GeoJSON files: what is read, what is written, and what each kind of damage is called.

use super::story::{Desk, assert_names, lenient, read, read_with, refusal, text};
use geo_types::{Geometry, point};
use jiantu::formats::{
    DeclaredCrs, Format, ReadOptions, Record, TextEncoding, Value, WriteOptions, create, open, writer,
};
use proptest::prelude::*;
use std::sync::Arc;

const TWO: &str = r#"{"type":"FeatureCollection","name":"demo","features":[
 {"type":"Feature","id":"a-1","geometry":{"type":"Point","coordinates":[123.463,41.679]},
  "properties":{"name_zh":"浑南广场","area_m2":80.5,"capacity":12,"lighting":true,"note":null,
   "segments":[{"width_m":2.5}]}},
 {"type":"Feature","id":7,"geometry":null,"properties":{"name_zh":"二","area_m2":null}}
]}"#;

fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn feature(properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[1,2]}},"properties":{properties}}}"#
    )
}

#[test]
fn features_become_records() {
    let desk = Desk::new();
    let reading = read(&desk.file("two.geojson", TWO));
    assert_eq!(reading.error_codes(), [""; 0]);
    let [first, second] = &reading.records[..] else { panic!("two records") };
    assert_eq!(first.row, 1);
    assert_eq!(first.id.as_deref(), Some("a-1"));
    assert_eq!(first.geometry, Some(point! { x: 123.463, y: 41.679 }.into()));
    let fields: Vec<(&str, &Value)> = first.fields.iter().map(|(name, value)| (&**name, value)).collect();
    assert_eq!(
        fields,
        [
            ("name_zh", &text("浑南广场")),
            ("area_m2", &Value::Number(80.5)),
            ("capacity", &Value::Integer(12)),
            ("lighting", &Value::Bool(true)),
            ("note", &Value::Null),
            ("segments", &Value::Json(serde_json::json!([{"width_m": 2.5}]))),
        ]
    );
    assert_eq!((second.row, second.id.as_deref(), &second.geometry), (2, Some("7"), &None));
}

#[test]
fn a_byte_order_mark_a_single_feature_and_an_empty_collection_are_fine() {
    let desk = Desk::new();
    let marked = format!("\u{feff}{TWO}");
    assert_eq!(read(&desk.file("bom.geojson", marked)).records.len(), 2);
    let single = read(&desk.file("one.geojson", feature(r#"{"a":1}"#)));
    assert_eq!(single.records[0].get("a"), Some(&Value::Integer(1)));
    assert!(read(&desk.file("none.geojson", collection(""))).records.is_empty());
}

#[test]
fn the_wrong_key_is_named_with_the_right_one_and_the_flag() {
    let desk = Desk::new();
    let path = desk.file("lookalike.geojson", TWO.replace("\"features\"", "\"Features\""));
    let error = refusal(&path, &ReadOptions::default());
    assert_eq!(error.code(), "wrong_features_key");
    assert_names(&error, &["Features", "features", "--lenient", "lookalike.geojson"]);
    let reading = read_with(&path, &lenient()).unwrap();
    assert_eq!(reading.records.len(), 2);
    assert_eq!(reading.records[1].get("area_m2"), Some(&Value::Null), "unknown is not zero");
    assert_eq!(open(&path, &lenient()).unwrap().notices()[0].code, "wrong_features_key");
}

#[test]
fn files_that_are_no_collection_are_refused_by_name() {
    let desk = Desk::new();
    for (content, code) in [
        ("", "empty_file"),
        ("  \n", "empty_file"),
        ("<html>", "not_geojson"),
        ("[1,2]", "not_geojson"),
        ("PK\u{3}\u{4}", "compressed"),
        (r#"{"type":"Topology","objects":{}}"#, "not_feature_collection"),
        (r#"{"type":"Point","coordinates":[1,2]}"#, "not_feature_collection"),
        (r#"{"a":1}"#, "not_feature_collection"),
        (r#"{"type":"FeatureCollection"}"#, "no_features"),
        (r#"{"type":"Feature","features":[]}"#, "not_feature_collection"),
        (r#"{"type":"FeatureCollection","type":"x","features":[]}"#, "duplicate_key"),
        (r#"{"type":"FeatureCollection","feat"#, "truncated"),
        (r#"{"type" "FeatureCollection"}"#, "invalid_json"),
        (r"{type: 1}", "invalid_json"),
    ] {
        let path = desk.file("bad.geojson", content);
        assert_eq!(refusal(&path, &ReadOptions::default()).code(), code, "{content}");
    }
    let missing = refusal(&desk.path("absent.geojson"), &ReadOptions::default());
    assert_eq!(missing.code(), "not_found");
    assert_names(&missing, &["absent.geojson"]);
    assert_eq!(refusal(desk.folder.path(), &ReadOptions::default()).code(), "is_folder");
}

#[test]
fn one_bad_feature_does_not_end_the_file() {
    let desk = Desk::new();
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let bad = [
        (feature(r#"{"a":NaN}"#), "not_finite", None),
        (feature(r#"{"a":1,"a":2}"#), "duplicate_key", Some("/properties")),
        (feature(r#"{"a":tru}"#), "invalid_json", None),
        (feature(r#"{"a":1e999}"#), "invalid_json", Some("/properties")),
        (feature(&format!(r#"{{"a":{deep}}}"#)), "too_deep", Some("/properties")),
        (feature("[]"), "invalid_json", Some("/properties")),
        (r#"{"type":"Feature","type":"Feature"}"#.to_owned(), "duplicate_key", None),
        (r#"{"type":"feature","properties":{}}"#.to_owned(), "not_a_feature", Some("type")),
        ("null".to_owned(), "not_a_feature", None),
        (
            r#"{"type":"Feature","id":{},"geometry":null,"properties":null}"#.to_owned(),
            "feature_id",
            Some("id"),
        ),
        (
            r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,1]},"properties":{}}"#.to_owned(),
            "not_finite",
            None,
        ),
        (
            r#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],["x",1]]},"properties":{}}"#.to_owned(),
            "coordinate_number",
            Some("/geometry/coordinates/1/0"),
        ),
    ];
    let good = feature(r#"{"a":1}"#);
    for (text, code, field) in bad {
        let path = desk.file("bad.geojson", collection(&format!("{good},{text},{good}")));
        let reading = read(&path);
        assert_eq!(reading.error_codes(), [code], "{text}");
        let error = &reading.errors[0];
        assert_eq!((error.row, error.field.as_deref()), (2, field), "{text}");
        let rows: Vec<u64> = reading.records.iter().map(|record| record.row).collect();
        assert_eq!(rows, [1, 3], "{text}");
    }
}

#[test]
fn what_ends_the_file_early_is_fatal() {
    let desk = Desk::new();
    let good = feature(r#"{"a":1}"#);
    for (content, code, records) in [
        (TWO[..TWO.len() - 1].to_owned(), "truncated", 2),
        (TWO[..TWO.len() - 40].to_owned(), "truncated", 1),
        (format!("{TWO}\n{TWO}"), "trailing_content", 2),
        (collection(&format!("{good} {good}")), "invalid_json", 1),
        (
            format!(r#"{{"type":"FeatureCollection","features":[{good}],"features":[{good}]}}"#),
            "duplicate_key",
            1,
        ),
        (
            format!(
                r#"{{"type":"FeatureCollection","features":[{good}],"crs":{{"type":"name","properties":{{"name":"EPSG:3857"}}}}}}"#
            ),
            "late_crs",
            1,
        ),
    ] {
        let reading = read(&desk.file("cut.geojson", &content));
        assert_eq!(reading.error_codes(), [code], "{content}");
        assert!(reading.errors[0].fatal);
        assert_eq!(reading.records.len(), records, "{content}");
    }
}

#[test]
fn no_prefix_of_a_file_passes_for_the_whole() {
    let desk = Desk::new();
    let bytes = TWO.as_bytes();
    for len in 0..bytes.len() {
        let path = desk.file("prefix.geojson", &bytes[..len]);
        let complete = match read_with(&path, &ReadOptions::default()) {
            Ok(reading) => reading.errors.is_empty(),
            Err(_) => false,
        };
        assert!(!complete, "{len} of {} bytes passed", bytes.len());
    }
}

#[test]
fn the_declared_reference_system_is_told() {
    let desk = Desk::new();
    let with = |name: &str| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[]}}"#
        )
    };
    let declared = |name: &str| {
        open(&desk.file("crs.geojson", with(name)), &ReadOptions::default()).unwrap().declared_crs()
    };
    let epsg = |code| Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code });
    assert_eq!(declared("EPSG:3857"), epsg(3857));
    assert_eq!(declared("urn:ogc:def:crs:EPSG::4490"), epsg(4490));
    let crs84 = "urn:ogc:def:crs:OGC:1.3:CRS84";
    assert_eq!(declared(crs84), Some(DeclaredCrs::Name(crs84.to_owned())));
}

#[test]
fn another_encoding_is_named_by_its_byte_and_read_when_told() {
    let desk = Desk::new();
    let content = collection(&feature(r#"{"name_zh":"浑南体育公园\\丂"}"#));
    let (bytes, _, _) = encoding_rs::GB18030.encode(&content);
    let path = desk.file("gbk.geojson", &bytes);
    let reading = read(&path);
    assert_eq!(reading.error_codes(), ["not_utf8"]);
    let at = content.find('浑').unwrap();
    let error = &reading.errors[0];
    assert!(error.message_en.contains(&format!("byte {at} ")), "{}", error.message_en);
    assert!(error.message_zh.contains("--encoding gbk"), "{}", error.message_zh);
    let options = ReadOptions { encoding: "gbk".parse().ok(), ..ReadOptions::default() };
    let reading = read_with(&path, &options).unwrap();
    assert_eq!(reading.records[0].get("name_zh"), Some(&text("浑南体育公园\\丂")));
    let wrong = ReadOptions { encoding: Some(TextEncoding::GB18030), ..ReadOptions::default() };
    let broken =
        desk.file("broken.geojson", b"{\"type\":\"FeatureCollection\",\"x\":\"\xff\xff\",\"features\":[]}");
    assert_eq!(refusal(&broken, &wrong).code(), "wrong_encoding");
}

#[test]
fn sequences_are_read_line_by_line() {
    let desk = Desk::new();
    let (a, b) = (feature(r#"{"a":1}"#), feature(r#"{"a":2}"#));
    for (name, content) in [
        ("plain.geojsonl", format!("{a}\n{b}\n")),
        ("separated.json", format!("\u{1e}{a}\n\u{1e}{b}\n")),
        ("gap.ndjson", format!("{a}\r\n\r\n{b}")),
    ] {
        let reading = read(&desk.file(name, content));
        assert_eq!((reading.records.len(), reading.errors.len()), (2, 0), "{name}");
    }
    let reading = read(&desk.file("bad.geojsonl", format!("{a}\noops\n{b}\n{}", &b[..20])));
    assert_eq!(reading.error_codes(), ["not_a_feature", "truncated"]);
    assert_eq!(reading.records.len(), 2);
}

#[test]
fn a_file_of_many_chunks_is_read_in_order_by_many_threads() {
    use rayon::prelude::*;
    let desk = Desk::new();
    let long = "长".repeat(700);
    let features: Vec<String> = (0..3_000)
        .map(|index| feature(&format!(r#"{{"n":{index},"quote":"\"]}}{{[","long":"{long}"}}"#)))
        .collect();
    let path = desk.file("many.geojson", collection(&features.join(",")));
    let mut reader = open(&path, &ReadOptions::default()).unwrap();
    let mut numbers = Vec::new();
    loop {
        let batch = reader.next_batch(256);
        if batch.is_empty() {
            break;
        }
        let records: Vec<Record> = batch.into_par_iter().map(|raw| raw.unwrap().parse().unwrap()).collect();
        numbers.extend(records.iter().map(|record| record.get("n").cloned()));
    }
    let expected: Vec<_> = (0..3_000).map(|index| Some(Value::Integer(index))).collect();
    assert_eq!(numbers, expected);
    let progress = reader.progress();
    assert_eq!(progress.read, progress.total);
}

#[test]
fn what_is_written_is_read_again_and_appears_only_when_finished() {
    let desk = Desk::new();
    let records = read(&desk.file("two.geojson", TWO)).records;
    for name in ["out.geojson", "out.geojsonl"] {
        let path = desk.path(name);
        let mut writer = create(&path, &WriteOptions::default()).unwrap();
        for record in &records {
            writer.write(record).unwrap();
        }
        assert!(!path.exists(), "not before it is complete");
        writer.finish().unwrap();
        assert_eq!(read(&path).records, records, "{name}");
    }
    drop(create(&desk.path("dropped.geojson"), &WriteOptions::default()).unwrap());
    let left: Vec<_> = std::fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("dropped"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_written_text_is_as_expected() {
    let record = Record {
        row: 1,
        id: Some("x\"y".to_owned()),
        geometry: Some(Geometry::Point((123.400_000_04, 41.7).into())),
        fields: vec![
            (Arc::from("name_zh"), text("广场\n一")),
            (Arc::from("opened_on"), Value::Date(jiff::civil::date(2024, 5, 1))),
            (Arc::from("area_m2"), Value::Number(0.1)),
            (Arc::from("bad"), Value::Number(f64::NAN)),
        ],
    };
    let desk = Desk::new();
    let path = desk.path("body");
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = writer(Format::GeoJson, &WriteOptions::default(), Box::new(file)).unwrap();
    writer.write(&record).unwrap();
    writer.finish().unwrap();
    insta::assert_snapshot!(std::fs::read_to_string(&path).unwrap(), @r#"
    {"type":"FeatureCollection","features":[
    {"type":"Feature","id":"x\"y","geometry":{"type":"Point","coordinates":[123.4,41.7]},"properties":{"name_zh":"广场\n一","opened_on":"2024-05-01","area_m2":0.1,"bad":null}}
    ]}
    "#);
}

proptest! {
    #[test]
    fn any_text_survives(name in "\\PC{0,30}", value in -1e200_f64..1e200, number: i64) {
        let desk = Desk::new();
        let record = Record {
            row: 1,
            id: None,
            geometry: None,
            fields: vec![
                (Arc::from(name.as_str()), text(&name)),
                (Arc::from("\u{1}value"), Value::Number(value + 0.5)),
                (Arc::from("\u{1}number"), Value::Integer(number)),
            ],
        };
        let path = desk.path("any.geojson");
        let mut writer = create(&path, &WriteOptions::default()).unwrap();
        writer.write(&record).unwrap();
        writer.finish().unwrap();
        prop_assert_eq!(&read(&path).records, &[record]);
    }

    #[test]
    fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 1..200)) {
        let desk = Desk::new();
        let mut bytes = br#"{"type":"FeatureCollection","features":["#.to_vec();
        bytes.extend(noise);
        let path = desk.file("noise.geojson", bytes);
        let reading = read_with(&path, &ReadOptions::default());
        prop_assert!(reading.is_err() || reading.is_ok_and(|reading| reading.records.is_empty()));
    }
}
