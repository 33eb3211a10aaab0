//! JSON-FG: places in other systems, in the order of axes that their authority gives.

use super::python::told;
use super::story::{Desk, assert_names, read, read_with, refusal, text};
use super::typed::{records, write};
use geo::CoordsIter as _;
use geo_types::{Geometry, Point};
use jiantu::domain::crs::{Crs, Transform};
use jiantu::formats::{DeclaredCrs, Format, ReadOptions, Record, TimeFields, Value, open};
use serde_json::json;

const CORE: &str = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core";

fn document(head: &str, feature: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","conformsTo":["{CORE}"],{head}"features":[{{"type":"Feature",{feature},"properties":{{"a":1}}}}]}}"#
    )
}

/// Where the one feature lies, in the system that the reader declares.
fn place(content: &str) -> (Option<String>, Option<Geometry<f64>>) {
    let desk = Desk::new();
    let path = desk.file("one.json", content);
    let declared = open(&path, &ReadOptions::default()).unwrap().declared_crs();
    let reading = read(&path);
    assert_eq!(reading.error_codes(), [""; 0], "{content}");
    let declared = declared.map(|declared| match declared {
        DeclaredCrs::Name(name) => name,
        other => panic!("{other:?}"),
    });
    (declared, reading.records[0].geometry.clone())
}

fn near(found: Option<Geometry<f64>>, x: f64, y: f64, within: f64) {
    let Some(Geometry::Point(Point(at))) = found else { panic!("{found:?}") };
    assert!((at.x - x).abs() < within && (at.y - y).abs() < within, "{at:?}");
}

#[test]
fn a_place_is_in_its_systems_own_order() {
    let transform = Transform::new(&Crs::Epsg(4528)).unwrap();
    let (east, north) = transform.from_wgs84(120.463, 41.679).unwrap();
    for (head, feature, crs, x, y) in [
        // Latitude first, as EPSG has it.
        (r#""coordRefSys":"http://www.opengis.net/def/crs/EPSG/0/4490","#, r#""geometry":null,"place":{"type":"Point","coordinates":[41.679,123.463]}"#.to_owned(), Some("cgcs2000"), 123.463, 41.679),
        // Northing first.
        (r#""coordRefSys":"[EPSG:4528]","#, format!(r#""geometry":null,"place":{{"type":"Point","coordinates":[{north},{east}]}}"#), Some("EPSG:4528"), east, north),
        // Easting first.
        (r#""coordRefSys":{"type":"Reference","href":"http://www.opengis.net/def/crs/EPSG/0/3857"},"#, r#""geometry":null,"place":{"type":"Point","coordinates":[100,200]}"#.to_owned(), Some("EPSG:3857"), 100.0, 200.0),
        // EPSG:4326 is WGS 84 the other way round.
        (r#""coordRefSys":"http://www.opengis.net/def/crs/EPSG/0/4326","#, r#""geometry":null,"place":{"type":"Point","coordinates":[41.679,123.463]}"#.to_owned(), None, 123.463, 41.679),
        // Only GeoJSON's own geometry.
        ("", r#""place":null,"geometry":{"type":"Point","coordinates":[123.463,41.679]}"#.to_owned(), None, 123.463, 41.679),
        // A feature without a place in a document of another system: its geometry is converted.
        (r#""coordRefSys":"[EPSG:4528]","#, r#""place":null,"geometry":{"type":"Point","coordinates":[120.463,41.679]}"#.to_owned(), Some("EPSG:4528"), east, north),
        // The feature's own system counts before the document's, and the place's before both.
        (r#""coordRefSys":"[EPSG:4528]","#, r#""geometry":null,"coordRefSys":"[EPSG:4490]","place":{"type":"Point","coordinates":[41.679,120.463]}"#.to_owned(), Some("EPSG:4528"), east, north),
        (r#""coordRefSys":"[EPSG:3857]","#, r#""geometry":null,"coordRefSys":"[EPSG:3857]","place":{"type":"Point","coordRefSys":"[EPSG:4490]","coordinates":[0,1]}"#.to_owned(), Some("EPSG:3857"), 111_319.490_793, 0.0),
        ("", r#""geometry":null,"coordRefSys":"[EPSG:4490]","place":{"type":"Point","coordinates":[41.679,120.463]}"#.to_owned(), None, 120.463, 41.679),
        // A solid is not read; what stands beside it is.
        (r#""coordRefSys":"[EPSG:4490]","#, r#""place":{"type":"Polyhedron","coordinates":[]},"geometry":{"type":"Point","coordinates":[1,2]}"#.to_owned(), Some("cgcs2000"), 1.0, 2.0),
    ] {
        let (declared, found) = place(&document(head, &feature));
        assert_eq!(declared.as_deref(), crs, "{head} {feature}");
        near(found, x, y, 1e-5);
    }
}

#[test]
fn what_is_no_json_fg_has_no_place() {
    let content = r#"{"type":"FeatureCollection","features":[{"type":"Feature","place":{"type":"Point","coordinates":[9,9]},"geometry":{"type":"Point","coordinates":[1,2]},"properties":{}}]}"#;
    near(place(content).1, 1.0, 2.0, 1e-9);
    let desk = Desk::new();
    let path = desk.file("told.json", content);
    let options = ReadOptions { format: Some(Format::JsonFg), ..ReadOptions::default() };
    near(read_with(&path, &options).unwrap().records[0].geometry.clone(), 9.0, 9.0, 1e-9);
}

#[test]
fn what_is_wrong_is_told() {
    let desk = Desk::new();
    let unknown = document(r#""coordRefSys":"http://example.org/mars","#, r#""geometry":null"#);
    let error = refusal(&desk.file("unknown.json", unknown), &ReadOptions::default());
    assert_eq!(error.code(), "unknown_crs");
    assert_names(&error, &["coordRefSys", "mars"]);
    let late = format!(r#"{{"type":"FeatureCollection","features":[],"conformsTo":["{CORE}"]}}"#);
    assert_eq!(read(&desk.file("late.json", late)).error_codes(), ["late_crs"]);
    let late = r#"{"type":"FeatureCollection","features":[],"coordRefSys":"[EPSG:4490]"}"#;
    assert_eq!(read(&desk.file("late.json", late)).error_codes(), ["late_crs"]);
    for (feature, code) in [
        (r#""geometry":null,"place":{"type":"Point","coordinates":[1]}"#, "short_position"),
        (r#""geometry":null,"place":{"type":"Prism","base":{}}"#, "geometry_type"),
        (
            r#""geometry":null,"place":{"type":"Point","coordinates":[1,2]},"coordRefSys":7"#,
            "wrong_coordinates",
        ),
        (r#""geometry":null,"place":null,"place":{"type":"Point","coordinates":[1,2]}"#, "duplicate_key"),
        (r#""geometry":{"type":"Point","coordinates":[1,200]}"#, "wrong_coordinates"),
    ] {
        let path = desk.file("wrong.json", document(r#""coordRefSys":"[EPSG:4528]","#, feature));
        assert_eq!(read(&path).error_codes(), [code], "{feature}");
    }
}

#[test]
fn time_becomes_fields_where_no_property_tells_it() {
    for (time, fields) in [
        (r#"{"date":"2024-05-01"}"#, vec![("time", "2024-05-01")]),
        (
            r#"{"timestamp":"2024-05-01T01:02:03Z","date":"2024-05-01"}"#,
            vec![("time", "2024-05-01T01:02:03Z")],
        ),
        (r#"{"interval":["2024-05-01",".."]}"#, vec![("time_start", "2024-05-01")]),
        (r#"{"interval":["..","2024-05-01"]}"#, vec![("time_end", "2024-05-01")]),
        ("null", vec![]),
        ("7", vec![]),
    ] {
        let desk = Desk::new();
        let path = desk.file("time.json", document("", &format!(r#""geometry":null,"time":{time}"#)));
        let record = &read(&path).records[0];
        let found: Vec<(&str, Value)> =
            record.fields.iter().skip(1).map(|(name, value)| (&**name, value.clone())).collect();
        let expected: Vec<(&str, Value)> =
            fields.into_iter().map(|(name, value)| (name, text(value))).collect();
        assert_eq!(found, expected, "{time}");
    }
}

/// As JSON, days are texts.
fn as_json(records: Vec<Record>) -> Vec<Record> {
    let plain = |mut record: Record| {
        for (_, value) in &mut record.fields {
            if let Value::Date(date) = value {
                *value = text(&date.to_string());
            }
        }
        record
    };
    records.into_iter().map(plain).collect()
}

#[test]
fn what_is_written_is_read_again_in_any_system() {
    let desk = Desk::new();
    let near = |crs: &Crs| {
        let mut all = as_json(records());
        let transform = Transform::new(crs).unwrap();
        all.retain(|record| {
            record.geometry.as_ref().is_none_or(|shape| transform.geometry_from_wgs84(shape).is_ok())
        });
        for record in &mut all {
            record.geometry =
                record.geometry.as_ref().map(|shape| transform.geometry_from_wgs84(shape).unwrap());
        }
        all
    };
    for crs in [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::WebMercator, Crs::Epsg(4528)] {
        let path = desk.path("out.jsonfg");
        let ours = near(&crs);
        assert!(ours.len() > 1, "{crs}");
        write(&path, &ours, |options| options.crs = crs.clone());
        let declared = open(&path, &ReadOptions::default()).unwrap().declared_crs();
        let told = (crs != Crs::Wgs84).then(|| DeclaredCrs::Name(crs.to_string()));
        assert_eq!(declared, told);
        for (back, ours) in read(&path).records.iter().zip(&ours) {
            assert_eq!(back.fields, ours.fields);
            let (Some(back), Some(ours)) = (&back.geometry, &ours.geometry) else { continue };
            // Rings may run the other way round.
            let sorted = |shape: &Geometry<f64>| {
                let mut all: Vec<(f64, f64)> = shape.coords_iter().map(|at| (at.x, at.y)).collect();
                all.sort_by(|a, b| a.partial_cmp(b).unwrap());
                all
            };
            let near =
                |(a, b): (&(f64, f64), &(f64, f64))| (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6;
            assert!(sorted(back).iter().zip(&sorted(ours)).all(near), "{crs}");
        }
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn the_written_text_is_as_expected() {
    let desk = Desk::new();
    let record = |begin: Value, end: Value| Record {
        row: 1,
        id: Some("s1".to_owned()),
        geometry: Some(Geometry::Point(Point::new(123.463, 41.679))),
        fields: vec![("opened_on".into(), begin), ("closed_on".into(), end)],
    };
    let all = [
        record(text("2019-05-01"), Value::Null),
        record(Value::Null, Value::Null),
        record(text("2019"), Value::Date(jiff::civil::date(2024, 5, 1))),
    ];
    let path = desk.path("out.jsonfg");
    write(&path, &all, |options| {
        options.crs = Crs::Cgcs2000;
        options.time = Some(TimeFields { begin: "opened_on".to_owned(), end: Some("closed_on".to_owned()) });
    });
    insta::assert_snapshot!(std::fs::read_to_string(&path).unwrap(), @r#"
    {"type":"FeatureCollection","conformsTo":["http://www.opengis.net/spec/json-fg-1/1.0/conf/core","http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas"],"featureType":"场地","coordRefSys":"http://www.opengis.net/def/crs/EPSG/0/4490","features":[
    {"type":"Feature","id":"s1","time":{"interval":["2019-05-01",".."]},"place":{"type":"Point","coordinates":[41.679,123.463]},"geometry":{"type":"Point","coordinates":[123.463,41.679]},"properties":{"opened_on":"2019-05-01","closed_on":null}},
    {"type":"Feature","id":"s1","time":null,"place":{"type":"Point","coordinates":[41.679,123.463]},"geometry":{"type":"Point","coordinates":[123.463,41.679]},"properties":{"opened_on":null,"closed_on":null}},
    {"type":"Feature","id":"s1","time":{"interval":["..","2024-05-01"]},"place":{"type":"Point","coordinates":[41.679,123.463]},"geometry":{"type":"Point","coordinates":[123.463,41.679]},"properties":{"opened_on":"2019","closed_on":"2024-05-01"}}
    ]}
    "#);
}

#[test]
fn gdal_reads_it_in_every_system() {
    let desk = Desk::new();
    let point = &records()[..1];
    for (crs, driver) in [
        (Crs::Wgs84, "EPSG:4326"),
        (Crs::Cgcs2000, "EPSG:4490"),
        (Crs::Epsg(4528), "EPSG:4528"),
        (Crs::WebMercator, "EPSG:3857"),
    ] {
        let transform = Transform::new(&crs).unwrap();
        let moved = transform.geometry_from_wgs84(point[0].geometry.as_ref().unwrap()).unwrap();
        let path = desk.path(&format!("{}.json", crs.epsg().unwrap()));
        let moved_record = Record { geometry: Some(moved.clone()), ..point[0].clone() };
        write(&path, &[moved_record], |options| {
            options.format = Some(Format::JsonFg);
            options.crs = crs.clone();
        });
        let told = told("features", &path);
        assert_eq!(told["driver"], json!("JSONFG"), "{crs}");
        assert_eq!(told["crs"], json!(driver), "{crs}");
        assert_eq!(told["layer"], json!("场地"));
        let blob = hex::decode(told["rows"][0]["wkb"].as_str().unwrap()).unwrap();
        let Geometry::Point(theirs) = jiantu::formats::wkb::decode(&blob).unwrap() else { panic!("a point") };
        let Geometry::Point(ours) = moved else { panic!("a point") };
        assert!(
            (theirs.x() - ours.x()).abs() < 1e-6 && (theirs.y() - ours.y()).abs() < 1e-6,
            "{crs}: {theirs:?}"
        );
    }
}
