//! Files out of the registry: what comes out goes in again unchanged, and GDAL reads it.

use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, TODAY, court, date};
use jiantu::domain::crs::Crs;
use jiantu::formats::Format;
use jiantu::registry::export::Request;
use jiantu::registry::import::What;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

stories!(
    every_export_comes_back_as_it_was,
    gdal_reads_every_export_of_the_demonstration,
    an_export_of_a_day_in_the_past,
    an_export_for_maps_in_china,
);

const FORMATS: [Format; 7] = Format::WRITTEN;

async fn export(
    office: &Office,
    what: What,
    format: Format,
    edit: impl FnOnce(&mut Request<'_>),
) -> (PathBuf, u64) {
    let extension = if format == Format::GeoJsonSeq { "geojsonl" } else { format.name() };
    let file = office.path(&format!("{}-{}.{extension}", what.as_str(), uuid::Uuid::new_v4().simple()));
    let mut request = Request {
        what,
        name: None,
        file: &file,
        format: Some(format),
        as_of: None,
        known_at: None,
        crs: Crs::Wgs84,
    };
    edit(&mut request);
    let count = office.registry.export(&request).await.unwrap();
    (file, count)
}

/// Every member of a site, every geometry.
async fn full(office: &Office) {
    office.import(What::Divisions, "squares.geojson", crate::belonging::squares()).await;
    let park = office.register(court("公园", 0.0, json!({ "area_m2": null, "kind": "sports_park" }))).await;
    let all = json!({
        "external_id": "S-1", "source": "普查, \"2025\"", "name_en": "A, \"quoted\" court", "status": "temporarily_closed",
        "access": "members", "level": "community", "owner": "甲", "operator": "乙", "funder": "丙", "receiver": "丁",
        "maintainer": "戊", "programmes": ["smart", "rural_square"], "area_m2": 600.0001, "area_grade": "measured",
        "counts_area": false, "container_id": park.to_string(), "closed_on": "2026-12-31", "capacity": 120,
        "surface": "rubber", "lighting": true, "accessible": false, "opening_hours": "06:00-22:00", "address": "某路1号",
        "photos": ["a.jpg", "b.jpg"], "official_codes": { "survey": "0012" }, "note": "第一行\n第二行", "demo": true,
        "lon": 123.4525, "lat": 41.682, "effective_from": "2022-03-04",
    });
    office.register(court("全部属性", 1.0, all)).await;
    let shares = json!([{ "division": "x1", "share": 0.25 }, { "division": "x2", "share": 0.75 }]);
    office.register(court("分摊", 100.0, json!({ "allocation": shares, "external_id": "00123" }))).await;
    let lines = json!({ "type": "MultiLineString", "coordinates":
        [[[123.463, 41.679], [123.469049, 41.681356]], [[123.47, 41.68], [123.48, 41.69]]] });
    let segments = json!([{ "width_m": 2.5, "surface": "asphalt" }, { "width_m": null }]);
    office
        .register(court(
            "步道",
            0.0,
            json!({ "kind": "trail", "area_m2": null, "geometry": lines, "segments": segments }),
        ))
        .await;
    let ring = json!([
        [[123.46, 41.68], [123.47, 41.68], [123.47, 41.69], [123.46, 41.68]],
        [[123.466, 41.682], [123.469, 41.682], [123.469, 41.685], [123.466, 41.682]]
    ]);
    office
        .register(court("带孔", 3.5, json!({ "geometry": { "type": "Polygon", "coordinates": ring } })))
        .await;
    office
        .register(court(
            "单线",
            8.0,
            json!({ "kind": "trail", "geometry":
        { "type": "LineString", "coordinates": [[123.5, 41.7], [123.51, 41.71]] } }),
        ))
        .await;
}

async fn every_export_comes_back_as_it_was(database: Database) {
    let office = Office::open(database).await;
    full(&office).await;
    let pieces = "external_id,site,source,kind,installed_on,standard_edition,design_life_years\nE1,S-1,\"普查, \"\"2025\"\"\",twister,2021-06-01,GB 19272-2011,8\n";
    office.import(What::Equipment, "pieces.csv", pieces).await;
    let expected = office.content_with_ids();
    assert_eq!(expected.len(), 6);
    for format in FORMATS {
        let beside = office.beside().await;
        for what in [What::Divisions, What::Sites, What::Equipment] {
            let (file, count) = export(&office, what, format, |_| {}).await;
            let report = import_as(&beside, what, &file, |_| {}).await;
            assert!(report.committed && report.accepted == count, "{format:?} {what:?}: {report:#?}");
            // Into the registry it came from, nothing is new.
            if what != What::Divisions {
                let again = import_as(&office, what, &file, |_| {}).await;
                assert_eq!((again.accepted, again.unchanged), (0, count), "{format:?} {what:?}: {again:#?}");
            }
        }
        assert_eq!(beside.content_with_ids(), expected, "{format:?}");
        assert_eq!(
            beside.coverage(TODAY, None).await.rows[0].area_m2,
            office.coverage(TODAY, None).await.rows[0].area_m2
        );
        beside.assert_sound().await;
    }
}

/// Features that GDAL counts in all layers of a file.
fn counted_by_gdal(file: &Path) -> u64 {
    let arguments = ["-ro", "-so", "-al", "-oo", "HEADERS=YES"];
    let output = Command::new("ogrinfo")
        .args(arguments)
        .arg(file)
        .output()
        .expect("ogrinfo: apt-get install gdal-bin");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    text.lines().filter_map(|line| line.strip_prefix("Feature Count: ")?.parse::<u64>().ok()).sum()
}

async fn gdal_reads_every_export_of_the_demonstration(database: Database) {
    let office = Office::hunnan(database).await;
    let snapshot = office.registry.world().snapshot.clone();
    for (what, held) in [
        (What::Sites, snapshot.sites.len()),
        (What::Equipment, snapshot.equipment.len()),
        (What::Divisions, snapshot.divisions.len()),
        (What::Clusters, snapshot.clusters.len()),
    ] {
        for format in FORMATS {
            let (file, count) = export(&office, what, format, |_| {}).await;
            assert_eq!(count, held as u64);
            assert_eq!(counted_by_gdal(&file), count, "{format:?} {what:?}");
        }
    }
}

async fn an_export_of_a_day_in_the_past(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on("2024-06-01");
    office.change(site, json!({ "area_m2": 700 })).await;
    office.register(court("新球场", 400.0, json!({ "opened_on": "2024-05-01" }))).await;
    for (day, areas) in [("2019-12-31", vec![]), ("2023-12-31", vec![600]), ("2024-12-31", vec![400, 700])] {
        let (file, count) =
            export(&office, What::Sites, Format::GeoJson, |request| request.as_of = Some(date(day))).await;
        assert_eq!(count, areas.len() as u64, "{day}");
        let told: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let mut found: Vec<i64> = told["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["properties"]["area_m2"].as_i64().unwrap())
            .collect();
        found.sort_unstable();
        assert_eq!(found, areas, "{day}");
    }
}

async fn an_export_for_maps_in_china(database: Database) {
    let office = Office::open(database).await;
    // The published vector: WGS 84 and GCJ-02 of one place.
    office.register(court("球场", 600.0, json!({ "lon": 123.463, "lat": 41.679, "external_id": "1" }))).await;
    for format in FORMATS {
        let (file, _) = export(&office, What::Sites, format, |request| request.crs = Crs::Gcj02).await;
        if format == Format::GeoJson {
            let told: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            let at = |n: usize| told["features"][0]["geometry"]["coordinates"][n].as_f64().unwrap();
            assert!((at(0) - 123.469_049).abs() < 1e-6 && (at(1) - 41.681_356).abs() < 1e-6, "{told}");
            // Whoever gets the file can see what it is in; so does an import that is told nothing.
            assert_eq!(told["crs"]["properties"]["name"], "gcj02");
            crate::import::gdal(&[
                "-f",
                "GPKG",
                office.path("gdal.gpkg").to_str().unwrap(),
                file.to_str().unwrap(),
            ]);
        }
        if matches!(format, Format::GeoJson | Format::JsonFg | Format::GeoPackage | Format::FlatGeobuf) {
            let beside = office.beside().await;
            import_as(&beside, What::Sites, &file, |_| {}).await;
            assert_eq!(beside.content_with_ids(), office.content_with_ids(), "{format:?}");
        }
        let beside = office.beside().await;
        import_as(&beside, What::Sites, &file, |request| request.crs = Some(Crs::Gcj02)).await;
        assert_eq!(beside.content_with_ids(), office.content_with_ids(), "{format:?}");
    }
}
