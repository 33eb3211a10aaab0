//! Population rasters into the registry; what GDAL reads in them is the truth.

use crate::belonging::squares;
use crate::database::{Database, stories};
use crate::import::{import_as, pairs};
use crate::office::{Office, TODAY};
use jiantu::domain::change::EntityKind;
use jiantu::domain::crs::{Crs, Transform};
use jiantu::domain::population::PopulationSet;
use jiantu::formats::Format;
use jiantu::registry::RegistryError;
use jiantu::registry::export;
use jiantu::registry::import::{Report, Request, What};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

stories!(
    rasters_of_every_packing_keep_their_people,
    a_raster_in_metres_comes_to_its_place,
    a_country_is_cut_to_the_divisions,
    a_raster_that_is_not_sound_changes_nothing,
    what_a_raster_does_not_say_is_asked_for,
);

const NO_DATA: &str = "-99999";

/// Runs a program of GDAL and returns what it prints.
pub fn gdal(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("apt-get install gdal-bin");
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A grid as text: corner and size of its cells, then values row by row from the north.
pub fn ascii(office: &Office, (west, south, size): (f64, f64, f64), rows: &[Vec<f64>]) -> PathBuf {
    let (columns, count) = (rows[0].len(), rows.len());
    let mut text = format!(
        "ncols {columns}\nnrows {count}\nxllcorner {west}\nyllcorner {south}\ncellsize {size}\nNODATA_value {NO_DATA}\n"
    );
    for row in rows {
        let values: Vec<String> = row.iter().map(ToString::to_string).collect();
        writeln!(text, "{}", values.join(" ")).unwrap();
    }
    office.file("grid.asc", text)
}

/// The same as a GeoTIFF.
pub fn tiff(from: &Path, name: &str, arguments: &[&str]) -> PathBuf {
    let to = from.with_file_name(name);
    let mut all = vec!["-q", "-of", "GTiff"];
    all.extend(arguments);
    all.extend([from.to_str().unwrap(), to.to_str().unwrap()]);
    gdal("gdal_translate", &all);
    to
}

/// Place and value of every pixel that has people, as GDAL reads them, in the raster's own system.
fn pixels(path: &Path) -> Vec<(f64, f64, f64)> {
    let text = gdal("gdal_translate", &["-q", "-of", "XYZ", path.to_str().unwrap(), "/vsistdout/"]);
    let numbers =
        |line: &str| line.split(' ').map(|number| number.parse::<f64>().unwrap()).collect::<Vec<_>>();
    let all = text.lines().map(numbers).map(|line| (line[0], line[1], line[2]));
    all.filter(|(.., value)| *value > 0.0).collect()
}

fn sum(pixels: &[(f64, f64, f64)]) -> f64 {
    pixels.iter().map(|(.., value)| value).sum()
}

/// Parts of people, full houses, nobody, and places of which nothing is known.
fn people(columns: u32, rows: u32) -> Vec<Vec<f64>> {
    let value = |column: u32, row: u32| match (column * 7 + row * 11) % 13 {
        0 => NO_DATA.parse().unwrap(),
        1 | 2 => 0.0,
        n => f64::from(n * n) * 0.0625 + f64::from((column * row) % 5) * 0.1,
    };
    (0..rows).map(|row| (0..columns).map(|column| value(column, row)).collect()).collect()
}

/// The newest set in the log.
pub async fn newest_set(office: &Office) -> PopulationSet {
    let changes = office.registry.changes(jiantu::domain::id::Seq(0), 10_000).await.unwrap();
    let of_people = changes.iter().rev().find(|change| change.entity.kind == EntityKind::Population);
    serde_json::from_str(&of_people.unwrap().after.as_ref().unwrap().doc).unwrap()
}

/// The rows of an export of all populations by heading.
pub async fn exported(office: &Office) -> Vec<std::collections::HashMap<String, String>> {
    let file = office.path("exported.csv");
    let request = export::Request {
        what: What::Population,
        name: None,
        file: &file,
        format: Some(Format::Csv),
        as_of: None,
        known_at: None,
        crs: Crs::Wgs84,
    };
    office.registry.export(&request).await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

fn warnings(report: &Report) -> Vec<&str> {
    report.rows.iter().map(|row| row.code.as_str()).collect()
}

fn told(vintage: &str) -> impl FnOnce(&mut Request<'_>) {
    move |request| {
        request.population.year = Some(2024);
        request.population.vintage = Some(vintage.to_owned());
        request.population.base = Some(jiantu::domain::population::Base::Resident);
    }
}

async fn rasters_of_every_packing_keep_their_people(database: Database) {
    let office = Office::open(database).await;
    let from = ascii(&office, (123.4, 41.6, 0.001), &people(83, 61));
    let packings: [&[&str]; 4] = [
        &[
            "-ot",
            "Float32",
            "-co",
            "TILED=YES",
            "-co",
            "BLOCKXSIZE=16",
            "-co",
            "BLOCKYSIZE=32",
            "-co",
            "COMPRESS=DEFLATE",
            "-co",
            "PREDICTOR=3",
        ],
        &["-ot", "Float64", "-co", "COMPRESS=LZW", "-co", "BLOCKYSIZE=7"],
        &["-ot", "Int32", "-co", "TILED=YES", "-co", "COMPRESS=LZW", "-co", "PREDICTOR=2"],
        &["-ot", "UInt16", "-a_nodata", "0", "-co", "BIGTIFF=YES"],
    ];
    for (number, packing) in packings.into_iter().enumerate() {
        let name = format!("packed-{number}.tif");
        let file = tiff(&from, &name, &[&["-a_srs", "EPSG:4326"], packing].concat());
        let pixels = pixels(&file);
        let wanted = sum(&pixels).round() as u64;
        let before = exported(&office).await.len();
        let trial = import_as(&office, What::Population, &file, |request| {
            told(&name)(request);
            request.dry_run = true;
        })
        .await;
        assert!(!trial.committed && trial.rejected == 0, "{trial:#?}");
        let report = import_as(&office, What::Population, &file, told(&name)).await;
        assert!(report.committed, "{report:#?}");
        assert_eq!((report.people, trial.people), (Some(wanted), Some(wanted)), "{name}");
        assert_eq!((report.read, report.accepted), (pixels.len() as u64, pixels.len() as u64), "{name}");
        let parts = packing[1].starts_with("Float");
        assert_eq!(warnings(&report), if parts { vec!["whole_people"] } else { vec![] });
        let set = newest_set(&office).await;
        assert_eq!((set.cell_people, Some(set.cells), set.estimate), (wanted, report.cells, parts));
        assert_eq!(
            serde_json::to_value(set.footprint).unwrap(),
            serde_json::json!({ "degrees": [0.001, 0.001] })
        );
        // Each cell stands on its pixel and holds its people, give or take parts of one.
        let rows: Vec<_> = exported(&office).await.into_iter().filter(|row| row["vintage"] == name).collect();
        assert_eq!((before + rows.len(), rows.len() as u64), (exported(&office).await.len(), set.cells));
        let key = |lon: f64, lat: f64| ((lon * 1e5).round() as i64, (lat * 1e5).round() as i64);
        let mut by_place: std::collections::HashMap<_, f64> =
            pixels.iter().map(|(lon, lat, value)| (key(*lon, *lat), *value)).collect();
        for row in rows {
            let number = |name: &str| row[name].parse::<f64>().unwrap();
            let value = by_place.remove(&key(number("lon"), number("lat"))).unwrap();
            assert!((value - number("population")).abs() < 1.0, "{row:?}: {value}");
        }
        assert!(by_place.values().all(|value| *value < 1.0), "{by_place:?}");
        // Again: the same.
        let again = import_as(&office, What::Population, &file, told(&name)).await;
        assert_eq!((again.accepted, again.unchanged), (0, pixels.len() as u64), "{again:#?}");
    }
    office.assert_sound().await;
}

async fn a_raster_in_metres_comes_to_its_place(database: Database) {
    let office = Office::open(database).await;
    for (crs, corner, side) in [
        ("ESRI:54009", (10_300_000.0, 4_960_000.0), 1_000.0),
        ("EPSG:4549", (530_000.0, 4_600_000.0), 100.0),
        ("EPSG:3857", (13_740_000.0, 5_110_000.0), 100.0),
    ] {
        let from = ascii(&office, (corner.0, corner.1, side), &people(40, 30));
        let file = tiff(&from, "metres.tif", &["-ot", "Float32", "-a_srs", crs, "-co", "COMPRESS=DEFLATE"]);
        let report = import_as(&office, What::Population, &file, told(crs)).await;
        assert!(report.committed, "{crs}: {report:#?}");
        let pixels = pixels(&file);
        assert_eq!(report.people, Some(sum(&pixels).round() as u64), "{crs}");
        // Where GDAL says that the pixels are.
        let places = pixels.iter().fold(String::new(), |text, (x, y, _)| format!("{text}{x} {y}\n"));
        let list = office.file("places.txt", places);
        let shell = format!("gdaltransform -s_srs {crs} -t_srs EPSG:4326 < {}", list.display());
        let there = gdal("sh", &["-c", &shell]);
        let there: Vec<(f64, f64)> = there
            .lines()
            .map(|line| {
                let numbers: Vec<f64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
                (numbers[0], numbers[1])
            })
            .collect();
        let rows: Vec<_> = exported(&office).await.into_iter().filter(|row| row["vintage"] == crs).collect();
        assert!(rows.len() > 500, "{crs}");
        for row in rows {
            let (lon, lat): (f64, f64) = (row["lon"].parse().unwrap(), row["lat"].parse().unwrap());
            let is_there = |(x, y): &(f64, f64)| (x - lon).abs() < 2e-7 && (y - lat).abs() < 2e-7;
            assert!(there.iter().any(is_there), "{crs}: {row:?}");
        }
        let footprint = serde_json::to_value(newest_set(&office).await.footprint).unwrap();
        let found = footprint["square_m"].as_f64().unwrap();
        // Web Mercator stretches: a pixel of 100 m covers less of the ground.
        let wanted = if crs == "EPSG:3857" { 74.7 } else { side };
        assert!((found - wanted).abs() < side * 0.002, "{crs}: {footprint}");
    }
}

async fn a_country_is_cut_to_the_divisions(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    // The squares reach from 123.45 to 123.555 and from 41.68 to 41.684; two hundredths around are kept.
    let inside = |lon: f64, lat: f64| (123.43..=123.575).contains(&lon) && (41.66..=41.704).contains(&lat);
    for crs in ["EPSG:4326", "EPSG:4550"] {
        let (corner, size) =
            if crs == "EPSG:4326" { ((123.3, 41.5), 0.002) } else { ((525_000.0, 4_600_000.0), 200.0) };
        let from = ascii(&office, (corner.0, corner.1, size), &people(200, 150));
        let tiles = ["-co", "TILED=YES", "-co", "BLOCKXSIZE=32", "-co", "BLOCKYSIZE=32"];
        let file = tiff(&from, "country.tif", &[&["-ot", "Float64", "-a_srs", crs], &tiles[..]].concat());
        let report = import_as(&office, What::Population, &file, told(crs)).await;
        assert!(report.committed, "{report:#?}");
        let transform = Transform::new(&crs.parse().unwrap()).unwrap();
        let (within, outside): (Vec<_>, Vec<_>) = pixels(&file).into_iter().partition(|(x, y, _)| {
            let (lon, lat) = transform.to_wgs84(*x, *y).unwrap();
            inside(lon, lat)
        });
        assert!(within.len() > 100 && outside.len() > 1_000, "{crs}: {}", within.len());
        assert_eq!((report.read, report.people), (within.len() as u64, Some(sum(&within).round() as u64)));
        assert_eq!(warnings(&report), ["outside_divisions", "whole_people"]);
        let people = sum(&outside).round();
        for message in [&report.rows[0].message_zh, &report.rows[0].message_en] {
            assert!(
                message.contains(&outside.len().to_string()) && message.contains(&people.to_string()),
                "{message}"
            );
        }
    }
    // Divisions find their people.
    let rows = office.coverage(TODAY, None).await.rows;
    let x0 = rows.iter().find(|row| row.division.name_zh == "x0").unwrap();
    assert!(x0.population.as_ref().is_some_and(|people| people.value > 0 && people.estimate), "{x0:?}");
    // A raster of somewhere else.
    let from = ascii(&office, (10.0, 50.0, 0.01), &people(20, 20));
    let file = tiff(&from, "elsewhere.tif", &["-a_srs", "EPSG:4326"]);
    let refused = import_as(&office, What::Population, &file, told("elsewhere")).await;
    assert_eq!((refused.committed, warnings(&refused)[0]), (false, "no_figures"), "{refused:#?}");
}

async fn a_raster_that_is_not_sound_changes_nothing(database: Database) {
    let office = Office::open(database).await;
    let before = office.everything().await;
    let grid = people(60, 50);
    let from = ascii(&office, (123.4, 41.6, 0.001), &grid);
    // "No value" that is not marked as such.
    let unmarked = tiff(&from, "unmarked.tif", &["-a_srs", "EPSG:4326", "-a_nodata", "none"]);
    let refused = import_as(&office, What::Population, &unmarked, told("v")).await;
    assert_eq!((refused.committed, warnings(&refused)[0]), (false, "not_people"), "{refused:#?}");
    for message in [&refused.rows[0].message_zh, &refused.rows[0].message_en] {
        assert!(message.contains("-a_nodata -99999") && message.contains('1'), "{message}");
    }
    // Cut off in the middle.
    let tiles =
        ["-co", "TILED=YES", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16", "-co", "COMPRESS=DEFLATE"];
    let whole = tiff(&from, "whole.tif", &[&["-a_srs", "EPSG:4326"], &tiles[..]].concat());
    let bytes = std::fs::read(&whole).unwrap();
    let cut = office.file("cut.tif", &bytes[..bytes.len() * 2 / 3]);
    let mut request = Request::new(What::Population, &cut);
    told("v")(&mut request);
    let error = office.registry.import(&office.author, &request).await.unwrap_err();
    assert!(matches!(&error, RegistryError::Format(error) if error.code() == "damaged_tiff"), "{error}");
    // A system that cannot be computed with is named, with what to do.
    let bonne = "PROJCS[\"odd\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Bonne\"],PARAMETER[\"standard_parallel_1\",40],PARAMETER[\"central_meridian\",0],PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]";
    let odd = tiff(&from, "odd.tif", &["-a_srs", bonne]);
    let error =
        office.registry.import(&office.author, &Request::new(What::Population, &odd)).await.unwrap_err();
    assert!(error.to_string().contains("odd") && error.to_string().contains("gdalwarp"), "{error}");
    // It has no rows, so it is no file of sites, and its columns can not be mapped.
    let error = office.registry.import(&office.author, &Request::new(What::Sites, &whole)).await.unwrap_err();
    assert!(error.to_string().contains("import population"), "{error}");
    let mut mapped = Request::new(What::Population, &whole);
    mapped.mapping.map = pairs(&[("population", "Band1")]);
    assert!(office.registry.import(&office.author, &mapped).await.unwrap_err().to_string().contains("Band1"));
    assert_eq!(office.everything().await, before);
    assert!(exported(&office).await.is_empty());
}

async fn what_a_raster_does_not_say_is_asked_for(database: Database) {
    let office = Office::open(database).await;
    let from = ascii(&office, (123.4, 41.6, 0.01), &people(9, 8));
    let bare = tiff(&from, "people.tif", &["-a_srs", "EPSG:4326"]);
    let refused = import_as(&office, What::Population, &bare, |_| {}).await;
    assert_eq!(refused.rows.iter().find(|row| row.code == "missing").unwrap().field.as_deref(), Some("year"));
    assert!(!refused.committed);
    // The file's name has a year; what holds for all cells is said by --set.
    let named = tiff(&from, "people_2023.tif", &["-a_srs", "EPSG:4326", "-b", "1", "-b", "1"]);
    let report = import_as(&office, What::Population, &named, |request| {
        request.mapping.set = pairs(&[
            ("source", "某机构"),
            ("method", "模型"),
            ("estimate", "否"),
            ("published_on", "2024-05-01"),
            ("vintage", "R2024"),
        ]);
    })
    .await;
    assert_eq!(warnings(&report), ["year_from_name", "base_assumed", "whole_people", "first_band"]);
    let set = newest_set(&office).await;
    assert_eq!((set.year, set.vintage.as_str(), set.estimate), (2023, "R2024", false));
    assert_eq!((set.source.as_deref(), set.method.as_deref()), (Some("某机构"), Some("模型")));
}
