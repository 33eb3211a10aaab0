//! GDAL as the other side: it reads what we write, and we read what it writes.

use super::story::{Desk, read};
use geo_types::{Geometry, point};
use jiantu::formats::{Record, Value, WriteOptions, create};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Runs ogr2ogr, which the tests need to be installed (Debian: gdal-bin).
pub fn ogr2ogr(arguments: &[&str], target: &Path, source: &Path) {
    let output = Command::new("ogr2ogr")
        .args(arguments)
        .args([target, source])
        .output()
        .expect("ogr2ogr runs; install gdal-bin");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ogr2ogr {arguments:?}: {said}");
}

/// A point, a trail, a square and a site without a place.
pub fn sites() -> Vec<Record> {
    let shapes: [Option<Geometry<f64>>; 4] = [
        Some(point! { x: 123.463, y: 41.679 }.into()),
        Some(Geometry::LineString(vec![(123.4, 41.7), (123.5, 41.8), (123.6, 41.7)].into())),
        Some(Geometry::Polygon(geo_types::Polygon::new(
            vec![(123.4, 41.6), (123.5, 41.6), (123.5, 41.7), (123.4, 41.6)].into(),
            Vec::new(),
        ))),
        None,
    ];
    (1_i64..)
        .zip(shapes)
        .map(|(number, geometry)| Record {
            row: number as u64,
            id: None,
            geometry,
            fields: vec![
                (Arc::from("external_id"), Value::Text(format!("S-{number}"))),
                (Arc::from("name_zh"), Value::Text(format!("健身点,第{number}号"))),
                (Arc::from("area_m2"), Value::Number(number as f64 + 0.25)),
                (Arc::from("capacity"), Value::Integer(number)),
            ],
        })
        .collect()
}

pub fn write(path: &Path, records: &[Record]) {
    let columns = ["external_id", "name_zh", "area_m2", "capacity"].map(Into::into).to_vec();
    let options = WriteOptions { columns, ..WriteOptions::default() };
    let mut writer = create(path, &options).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn gdal_reads_every_export() {
    let desk = Desk::new();
    let records = sites();
    for (name, arguments) in [
        ("sites.geojson", &[][..]),
        ("sites.geojsonl", &[]),
        ("sites.csv", &["-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO"]),
        ("sites.xlsx", &["-oo", "HEADERS=FORCE"]),
    ] {
        let ours = desk.path(name);
        write(&ours, &records);
        let theirs = desk.path(&format!("{name}.back.geojson"));
        ogr2ogr(&[&["-f", "GeoJSON"], arguments].concat(), &theirs, &ours);
        let back = read(&theirs).records;
        assert_eq!(back.len(), records.len(), "{name}");
        for (theirs, ours) in back.iter().zip(&records) {
            for (field, value) in &ours.fields {
                let found = theirs.get(field).map(Value::to_text);
                assert_eq!(found, Some(value.to_text()), "{name}: {field}");
            }
            if name.contains("geojson") {
                assert_eq!(theirs.geometry, ours.geometry, "{name}");
            }
        }
    }
}

#[test]
fn gdal_finds_points_and_text_in_the_same_csv() {
    let desk = Desk::new();
    let records = sites();
    let ours = desk.path("sites.csv");
    write(&ours, &records);
    for (option, index) in [("GEOM_POSSIBLE_NAMES=wkt", 1), ("X_POSSIBLE_NAMES=lon", 0)] {
        let theirs = desk.path(&format!("{index}.geojson"));
        ogr2ogr(&["-f", "GeoJSON", "-oo", option, "-oo", "Y_POSSIBLE_NAMES=lat"], &theirs, &ours);
        assert_eq!(read(&theirs).records[index].geometry, records[index].geometry, "{option}");
    }
}

#[test]
fn we_read_what_gdal_writes() {
    let desk = Desk::new();
    let records = sites();
    let source = desk.path("source.geojson");
    write(&source, &records);
    for (name, arguments) in [
        ("theirs.geojson", &["-f", "GeoJSON"][..]),
        ("rfc.geojson", &["-f", "GeoJSON", "-lco", "RFC7946=YES"]),
        ("theirs.geojsonl", &["-f", "GeoJSONSeq"]),
        ("rs.geojsonl", &["-f", "GeoJSONSeq", "-lco", "RS=YES"]),
        ("theirs.csv", &["-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-lco", "GEOMETRY_NAME=wkt"]),
        (
            "marked.csv",
            &[
                "-f",
                "CSV",
                "-lco",
                "WRITE_BOM=YES",
                "-lco",
                "SEPARATOR=SEMICOLON",
                "-lco",
                "GEOMETRY=AS_WKT",
                "-lco",
                "GEOMETRY_NAME=wkt",
            ],
        ),
        ("theirs.xlsx", &["-f", "XLSX"]),
        ("theirs.gpkg", &["-f", "GPKG"]),
        ("bare.gpkg", &["-f", "GPKG", "-lco", "SPATIAL_INDEX=NO", "-lco", "GEOMETRY_NAME=几何"]),
    ] {
        let path = desk.path(name);
        ogr2ogr(arguments, &path, &source);
        let reading = read(&path);
        assert_eq!(reading.error_codes(), [""; 0], "{name}");
        assert_eq!(reading.records.len(), records.len(), "{name}");
        for (theirs, ours) in reading.records.iter().zip(&records) {
            for (field, value) in &ours.fields {
                let found = theirs.get(field).map(Value::to_text);
                assert_eq!(found, Some(value.to_text()), "{name}: {field}");
            }
            if !name.ends_with("xlsx") {
                assert_eq!(theirs.geometry, ours.geometry, "{name}");
            }
        }
    }
}

#[test]
fn we_read_gdals_shapefiles_in_their_system_and_encoding() {
    let desk = Desk::new();
    let records = &sites()[..1];
    let source = desk.path("source.geojson");
    write(&source, records);
    for encoding in ["UTF-8", "CP936"] {
        let path = desk.path(&format!("{encoding}.shp"));
        let option = format!("ENCODING={encoding}");
        ogr2ogr(&["-f", "ESRI Shapefile", "-t_srs", "EPSG:3857", "-lco", &option], &path, &source);
        let reading = read(&path);
        assert_eq!(reading.error_codes(), [""; 0], "{encoding}");
        let record = &reading.records[0];
        assert_eq!(record.get("external_i"), Some(&Value::Text("S-1".to_owned())), "{encoding}");
        assert_eq!(record.get("name_zh"), Some(&Value::Text("健身点,第1号".to_owned())), "{encoding}");
        let Some(Geometry::Point(point)) = record.geometry else { panic!("a point") };
        // Spherical Mercator, worked out here.
        let (x, y) = (123.463_f64.to_radians(), 41.679_f64.to_radians());
        let radius = 6_378_137.0;
        let northing = radius * (std::f64::consts::FRAC_PI_4 + y / 2.0).tan().ln();
        assert!((point.x() - radius * x).abs() < 0.01, "{point:?}");
        assert!((point.y() - northing).abs() < 0.01, "{point:?}");
    }
}
