//! GeoPackages, made by GDAL.

use super::ogr::{ogr2ogr, sites, write};
use super::story::{Desk, assert_names, read, read_with, refusal, text};
use geo_types::Geometry;
use jiantu::formats::{DeclaredCrs, ReadOptions, Value, open};
use std::path::PathBuf;

fn layer(name: &str) -> ReadOptions {
    ReadOptions { layer: Some(name.to_owned()), ..ReadOptions::default() }
}

fn package(desk: &Desk, arguments: &[&str]) -> PathBuf {
    let source = desk.path("source.geojson");
    write(&source, &sites());
    let path = desk.path("layer.gpkg");
    ogr2ogr(&[&["-f", "GPKG"], arguments].concat(), &path, &source);
    path
}

#[test]
fn types_keys_and_system_are_read() {
    let desk = Desk::new();
    let source = desk.file(
        "typed.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":
          {"name":"浑\"南","opened":"2024-05-01","open":true,"area":1.5,"n":7,"none":null},
          "geometry":{"type":"Point","coordinates":[123.4,41.7,52]}}]}"#,
    );
    let path = desk.path("typed.gpkg");
    ogr2ogr(&["-f", "GPKG", "-t_srs", "EPSG:4490", "-nln", "一 \"层\""], &path, &source);
    let reader = open(&path, &ReadOptions::default()).unwrap();
    let epsg = DeclaredCrs::Code { authority: "EPSG".to_owned(), code: 4490 };
    assert_eq!(reader.declared_crs(), Some(epsg));
    assert_eq!(reader.columns().unwrap(), ["name", "opened", "open", "area", "n", "none"]);
    let record = &read(&path).records[0];
    assert_eq!((record.row, record.id.as_deref()), (1, Some("1")));
    assert_eq!(record.get("name"), Some(&text("浑\"南")));
    assert_eq!(record.get("opened"), Some(&Value::Date(jiff::civil::date(2024, 5, 1))));
    assert_eq!(record.get("open"), Some(&Value::Bool(true)));
    assert_eq!(record.get("area"), Some(&Value::Number(1.5)));
    assert_eq!(record.get("n"), Some(&Value::Integer(7)));
    assert_eq!(record.get("none"), Some(&Value::Null));
    assert!(matches!(record.geometry, Some(Geometry::Point(_))), "z is dropped");
}

#[test]
fn the_layer_is_the_first_or_the_one_named() {
    let desk = Desk::new();
    let path = package(&desk, &["-nln", "sites"]);
    let other = desk.file(
        "other.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"b":1},"geometry":null}]}"#,
    );
    ogr2ogr(&["-f", "GPKG", "-update", "-nln", "others"], &path, &other);
    assert_eq!(read(&path).records.len(), 4);
    assert_eq!(open(&path, &ReadOptions::default()).unwrap().notices()[0].code, "other_layers");
    let reading = read_with(&path, &layer("others")).unwrap();
    assert_eq!(reading.records[0].get("b"), Some(&Value::Integer(1)));
    let error = refusal(&path, &layer("x\"; DROP TABLE sites; --"));
    assert_eq!(error.code(), "missing_layer");
    assert_names(&error, &["sites", "others"]);
}

#[test]
fn reading_leaves_the_file_and_its_folder_alone() {
    let desk = Desk::new();
    let path = package(&desk, &[]);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(read(&path).records.len(), 4);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let mut names: Vec<_> =
        std::fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["layer.gpkg", "source.geojson"]);
}

#[test]
fn damaged_and_foreign_files_are_refused() {
    let desk = Desk::new();
    let path = package(&desk, &[]);
    let bytes = std::fs::read(&path).unwrap();
    for len in [50, 4096, bytes.len() / 2] {
        let cut = desk.file("cut.gpkg", &bytes[..len]);
        let complete = read_with(&cut, &ReadOptions::default())
            .is_ok_and(|reading| reading.errors.is_empty() && reading.records.len() == 4);
        assert!(!complete, "{len} of {} bytes passed", bytes.len());
    }
    let text = desk.file("text.gpkg", "not a database");
    assert_eq!(refusal(&text, &ReadOptions::default()).code(), "damaged_geopackage");
    let database = desk.path("other.gpkg");
    ogr2ogr(&["-f", "SQLite"], &database, &desk.path("source.geojson"));
    assert_eq!(refusal(&database, &ReadOptions::default()).code(), "not_a_geopackage");
}
