//! Formats with typed columns (GeoPackage, FlatGeobuf), with GDAL as the other side.

use super::ogr::ogr2ogr;
use super::python::told;
use super::shapes::any_geometry;
use super::story::{Desk, read, text};
use geo_types::{Geometry, line_string, point, polygon};
use jiantu::domain::crs::{Crs, Transform};
use jiantu::formats::{
    Column, ColumnKind, DeclaredCrs, ReadOptions, Record, TableGeometry, Value, WriteOptions, create, open,
};
use proptest::prelude::*;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Nearest to what 64-bit floats no longer tell apart.
const BIG: i64 = 9_007_199_254_740_993;

pub fn columns() -> Vec<Column> {
    [
        ("名称", ColumnKind::Text),
        ("n", ColumnKind::Integer),
        ("area_m2", ColumnKind::Number),
        ("open", ColumnKind::Boolean),
        ("opened_on", ColumnKind::Date),
        ("tags", ColumnKind::Json),
    ]
    .map(|(name, kind)| Column::new(name, kind))
    .to_vec()
}

/// A record of each type of geometry, at the edges of the map too, and one that has nothing.
pub fn records() -> Vec<Record> {
    let square = polygon!(exterior: [(x: 123.0, y: 41.0), (x: 124.0, y: 41.0), (x: 124.0, y: 42.0), (x: 123.0, y: 41.0)],
        interiors: [[(x: 123.7, y: 41.3), (x: 123.8, y: 41.5), (x: 123.8, y: 41.3), (x: 123.7, y: 41.3)]]);
    let line = line_string![(x: 179.5, y: -10.0), (x: 180.0, y: 0.0), (x: 179.75, y: 10.0)];
    let shapes: [Geometry<f64>; 8] = [
        point! { x: 123.463, y: 41.679 }.into(),
        line.clone().into(),
        square.clone().into(),
        geo_types::MultiPoint(vec![point! { x: -180.0, y: -90.0 }, point! { x: 180.0, y: 90.0 }]).into(),
        geo_types::MultiLineString(vec![line.clone(), line]).into(),
        geo_types::MultiPolygon(vec![square.clone(), square.clone()]).into(),
        Geometry::GeometryCollection(geo_types::GeometryCollection(vec![
            point! { x: 1.0, y: 2.0 }.into(),
            square.into(),
        ])),
        point! { x: 0.1, y: -0.3 }.into(),
    ];
    let mut all: Vec<Record> = (1_i64..)
        .zip(shapes)
        .map(|(number, shape)| Record {
            row: number as u64,
            id: None,
            geometry: Some(shape),
            fields: vec![
                (Arc::from("名称"), text(&format!("健身点 \"{number}\"\n第二行 '𠀀'"))),
                (Arc::from("n"), Value::Integer(if number == 1 { i64::MIN } else { BIG + number })),
                (Arc::from("area_m2"), Value::Number(0.25 * number as f64)),
                (Arc::from("open"), Value::Bool(number % 2 == 0)),
                (Arc::from("opened_on"), Value::Date(jiff::civil::date(1_960 + number as i16, 2, 28))),
                (Arc::from("tags"), Value::Json(json!(["甲", {"b": [1, null]}]))),
            ],
        })
        .collect();
    let nothing = columns().iter().map(|column| (Arc::from(column.name.as_str()), Value::Null)).collect();
    all.push(Record { row: 9, id: None, geometry: None, fields: nothing });
    all
}

pub fn write(path: &Path, records: &[Record], edit: impl FnOnce(&mut WriteOptions)) {
    let mut options =
        WriteOptions { columns: columns(), layer: "场地".to_owned(), ..WriteOptions::default() };
    edit(&mut options);
    let mut writer = create(path, &options).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    assert!(!path.exists(), "not before it is complete");
    writer.finish().unwrap();
}

/// In the order of `n`, as FlatGeobuf has an order of its own.
fn by_number(mut records: Vec<Record>) -> Vec<Record> {
    let key = |record: &Record| match record.get("n") {
        Some(Value::Integer(number)) => *number,
        _ => i64::MAX,
    };
    records.sort_by_key(key);
    for (row, record) in (1..).zip(&mut records) {
        (record.row, record.id) = (row, None);
    }
    records
}

/// GDAL's own words for the same: GeoJSON has no days, 3.6 writes them with slashes, and its FlatGeobuf adds
/// the hour.
fn plain(record: &Record) -> Vec<(String, String)> {
    let shown = |value: &Value| value.to_text().replace('/', "-").trim_end_matches("T00:00:00").to_owned();
    // What is null may not be told at all.
    let told = record.fields.iter().filter(|(_, value)| !value.is_null());
    told.map(|(name, value)| (name.to_string(), shown(value))).collect()
}

fn ogrinfo(arguments: &[&str], path: &Path) -> String {
    let output = Command::new("ogrinfo").args(arguments).arg(path).output().expect("ogrinfo: gdal-bin");
    let (out, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
    out.into_owned()
}

/// SQL in a GeoPackage, by GDAL.
fn sql(path: &Path, statement: &str) -> String {
    ogrinfo(&["-sql", statement], path)
}

#[test]
fn what_is_written_is_read_again_and_gdal_reads_the_same() {
    let desk = Desk::new();
    let ours = records();
    for name in ["sites.gpkg", "sites.fgb"] {
        let path = desk.path(name);
        write(&path, &ours, |_| {});
        let reader = open(&path, &ReadOptions::default()).unwrap();
        let names: Vec<String> = columns().into_iter().map(|column| column.name).collect();
        assert_eq!(reader.columns().unwrap(), names, "{name}");
        let epsg = DeclaredCrs::Code { authority: "EPSG".to_owned(), code: 4326 };
        assert_eq!(reader.declared_crs(), Some(epsg), "{name}");
        let back = read(&path);
        assert_eq!(back.error_codes(), [""; 0], "{name}");
        assert_eq!(by_number(back.records), ours, "{name}");
        // By way of GDAL into GeoJSON.
        let theirs = desk.path(&format!("{name}.geojson"));
        ogr2ogr(&["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15"], &theirs, &path);
        let theirs = by_number(read(&theirs).records);
        assert_eq!(theirs.len(), ours.len(), "{name}");
        for (theirs, ours) in theirs.iter().zip(&ours) {
            assert_eq!(plain(theirs), plain(ours), "{name}");
            assert_eq!(theirs.geometry, ours.geometry, "{name}");
        }
        assert!(ogrinfo(&["-ro", "-so", "-al"], &path).contains("opened_on: Date"), "{name}");
    }
}

#[test]
fn we_read_what_gdal_writes_from_it() {
    let desk = Desk::new();
    let ours = records();
    let source = desk.path("source.gpkg");
    write(&source, &ours, |_| {});
    for (name, driver, more) in [
        ("again.gpkg", "GPKG", &[][..]),
        ("plain.fgb", "FlatGeobuf", &["-lco", "SPATIAL_INDEX=NO"]),
        ("indexed.fgb", "FlatGeobuf", &[]),
    ] {
        let path = desk.path(name);
        ogr2ogr(&[&["-f", driver], more].concat(), &path, &source);
        let back = read(&path);
        assert_eq!(back.error_codes(), [""; 0], "{name}");
        let back = by_number(back.records);
        // GDAL leaves out of a FlatGeobuf what has no place.
        let expected = if driver == "FlatGeobuf" { &ours[..8] } else { &ours[..] };
        assert_eq!(back.len(), expected.len(), "{name}");
        for (theirs, ours) in back.iter().zip(expected) {
            assert_eq!((plain(theirs), &theirs.geometry), (plain(ours), &ours.geometry), "{name}");
        }
    }
}

#[test]
fn other_systems_are_told_and_gdal_finds_the_same_places() {
    let desk = Desk::new();
    let degrees = &records()[..1];
    for crs in [Crs::Cgcs2000, Crs::Epsg(4528), Crs::WebMercator, Crs::Epsg(32_651)] {
        let transform = Transform::new(&crs).unwrap();
        let moved = transform.geometry_from_wgs84(degrees[0].geometry.as_ref().unwrap()).unwrap();
        let moved = [Record { geometry: Some(moved), ..degrees[0].clone() }];
        for name in ["moved.gpkg", "moved.fgb"] {
            let path = desk.path(&format!("{}-{name}", crs.epsg().unwrap()));
            write(&path, &moved, |options| options.crs = crs.clone());
            let declared = open(&path, &ReadOptions::default()).unwrap().declared_crs();
            let code = i64::from(crs.epsg().unwrap());
            assert_eq!(declared, Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code }), "{name}");
            let back = desk.path(&format!("{code}-{name}.geojson"));
            ogr2ogr(
                &["-f", "GeoJSON", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=9"],
                &back,
                &path,
            );
            let Some(Geometry::Point(place)) = read(&back).records[0].geometry else { panic!("a point") };
            let off = (place.x() - 123.463).abs().max((place.y() - 41.679).abs());
            assert!(off < 1e-6, "{name} {crs}: {place:?}");
        }
    }
    for crs in [Crs::Gcj02, Crs::Bd09] {
        for name in ["shifted.gpkg", "shifted.fgb"] {
            let path = desk.path(&format!("{crs}-{name}"));
            write(&path, degrees, |options| options.crs = crs.clone());
            let declared = open(&path, &ReadOptions::default()).unwrap().declared_crs();
            let Some(DeclaredCrs::Wkt(wkt)) = declared else { panic!("{declared:?}") };
            assert_eq!(wkt.parse::<Crs>(), Ok(crs.clone()));
            assert!(ogrinfo(&["-ro", "-so", "-al"], &path).contains("Feature Count: 1"));
        }
    }
}

#[test]
fn a_geopackage_is_what_the_standard_wants() {
    let desk = Desk::new();
    let path = desk.path("sites.gpkg");
    write(&path, &records(), |_| {});
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!((&bytes[68..72], &bytes[60..64]), (&b"GPKG"[..], &10_300_u32.to_be_bytes()[..]));
    for (statement, expected) in [
        ("PRAGMA integrity_check", "= ok"),
        ("SELECT rtreecheck('rtree_场地_geom') AS a", "= ok"),
        ("SELECT count(*) AS a FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)", "= 3"),
        ("SELECT count(*) AS a FROM \"rtree_场地_geom\"", "= 8"),
        (
            "SELECT data_type || ' ' || min_x || ' ' || max_y AS a FROM gpkg_contents",
            "= features -180.0 90.0",
        ),
        ("SELECT geometry_type_name AS a FROM gpkg_geometry_columns", "= GEOMETRY"),
        ("SELECT mime_type AS a FROM gpkg_data_columns", "= application/json"),
        ("SELECT last_change LIKE '____-__-__T__:__:__.___Z' AS a FROM gpkg_contents", "= 1"),
        ("SELECT count(*) AS a FROM 场地 WHERE ST_MinX(geom) > 170", "= 2"),
    ] {
        let found = sql(&path, statement);
        assert!(found.contains(expected), "{statement}: {found}");
    }
    assert!(!sql(&path, "PRAGMA foreign_key_check").contains("OGRFeature"));
    // The newest GDAL, with what the oldest does not say.
    let told = told("features", &path);
    assert_eq!(
        (&told["driver"], &told["layer"], &told["crs"]),
        (&json!("GPKG"), &json!("场地"), &json!("EPSG:4326"))
    );
    assert_eq!(told["rows"].as_array().unwrap().len(), 9);
}

#[test]
fn gdal_edits_a_geopackage_and_its_index_follows() {
    let desk = Desk::new();
    let path = desk.path("sites.gpkg");
    write(&path, &records()[..1], |_| {});
    let more = desk.file(
        "more.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"新"},"geometry":{"type":"Point","coordinates":[10,20]}}]}"#,
    );
    ogr2ogr(&["-f", "GPKG", "-append", "-nln", "场地"], &path, &more);
    let near = |x: &str, y: &str| {
        let (east, north) =
            (format!("{}", x.parse::<f64>().unwrap() + 1.0), format!("{}", y.parse::<f64>().unwrap() + 1.0));
        let found = ogrinfo(&["-ro", "-so", "-al", "-spat", x, y, &east, &north], &path);
        found.lines().find_map(|line| line.strip_prefix("Feature Count: ").map(str::to_owned)).unwrap()
    };
    assert_eq!((near("9.5", "19.5"), near("123", "41")), ("1".to_owned(), "1".to_owned()));
    sql(&path, "UPDATE 场地 SET geom = (SELECT geom FROM 场地 WHERE fid = 1) WHERE fid = 2");
    assert_eq!((near("9.5", "19.5"), near("123", "41")), ("0".to_owned(), "2".to_owned()));
    sql(&path, "DELETE FROM 场地 WHERE fid = 1");
    sql(&path, "UPDATE 场地 SET fid = 7 WHERE fid = 2");
    assert_eq!(near("123", "41"), "1");
    assert!(sql(&path, "SELECT id AS a FROM rtree_场地_geom").contains("= 7"));
    sql(&path, "UPDATE 场地 SET geom = NULL");
    assert_eq!(near("123", "41"), "0");
    assert_eq!(read(&path).records[0].get("名称"), Some(&text("新")));
}

#[test]
fn a_table_without_places_is_one() {
    let desk = Desk::new();
    let path = desk.path("table.gpkg");
    write(&path, &records(), |options| options.geometry = TableGeometry::None);
    assert!(sql(&path, "SELECT data_type AS a FROM gpkg_contents").contains("attributes"));
    assert!(ogrinfo(&["-ro", "-so", "-al"], &path).contains("Feature Count: 9"));
    // Neither do files of places have any when no record has one.
    for name in ["none.gpkg", "none.fgb", "empty.gpkg", "empty.fgb"] {
        let path = desk.path(name);
        let some = if name.starts_with("none") { &records()[8..] } else { &[] };
        write(&path, some, |_| {});
        assert_eq!(read(&path).records.len(), some.len(), "{name}");
        assert!(ogrinfo(&["-ro", "-so", "-al"], &path).contains(&format!("Feature Count: {}", some.len())));
    }
}

#[test]
fn a_value_that_its_column_cannot_hold_is_told() {
    let desk = Desk::new();
    for name in ["a.gpkg", "a.fgb"] {
        let path = desk.path(name);
        let options = WriteOptions { columns: columns(), ..WriteOptions::default() };
        let mut writer = create(&path, &options).unwrap();
        let fields = vec![(Arc::from("n"), text("七"))];
        let error = writer.write(&Record { row: 5, id: None, geometry: None, fields }).unwrap_err();
        assert_eq!(error.code(), "column_kind");
        super::story::assert_names(&error, &["5", "n", "七"]);
        drop(writer);
        assert!(!path.exists());
    }
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 0, "nothing is left behind");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_geometry_and_value_survive(
        rows in prop::collection::vec((prop::option::of(any_geometry()), any::<i64>(), "\\PC{0,20}", any::<f64>()), 0..40)
    ) {
        let desk = Desk::new();
        let mut records: Vec<Record> = rows
            .into_iter()
            .map(|(geometry, n, words, area)| Record {
                row: 0,
                id: None,
                geometry,
                fields: vec![
                    (Arc::from("名称"), text(&words)),
                    (Arc::from("n"), Value::Integer(n)),
                    (Arc::from("area_m2"), if area.is_finite() { Value::Number(area) } else { Value::Null }),
                    (Arc::from("open"), Value::Null),
                    (Arc::from("opened_on"), Value::Null),
                    (Arc::from("tags"), Value::Null),
                ],
            })
            .collect();
        records.sort_by_key(|record| record.get("n").map(Value::to_text));
        records.dedup_by_key(|record| record.get("n").map(Value::to_text));
        let records = by_number(records);
        for name in ["any.gpkg", "any.fgb"] {
            let path = desk.path(name);
            write(&path, &records, |_| {});
            let back = read(&path);
            prop_assert_eq!(back.error_codes(), [""; 0]);
            prop_assert_eq!(by_number(back.records), records.clone(), "{}", name);
        }
    }
}
