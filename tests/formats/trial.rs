//! Real files, where they are at hand: `JIANTU_TRIAL_DATA`, by default `../shared/data`.

use super::story::{assert_names, lenient, read, read_with, refusal};
use jiantu::formats::{DeclaredCrs, ReadOptions, Value, open};
use std::path::{Path, PathBuf};

/// The file, or `None` with a counted line in the test's output.
fn trial(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("JIANTU_TRIAL_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = folder.join(name);
    if !path.is_file() {
        println!("not run: 1 (trial data absent: {name})");
        return None;
    }
    Some(path)
}

#[test]
fn helsinkis_outdoor_gyms() {
    let Some(path) = trial("helsinki/lipas.geojson") else {
        return;
    };
    let error = refusal(&path, &ReadOptions::default());
    assert_eq!(error.code(), "wrong_features_key");
    assert_names(&error, &["Features", "features", "--lenient"]);
    let reading = read_with(&path, &lenient()).unwrap();
    assert_eq!((reading.records.len(), reading.errors.len()), (347, 0));
    let areas = reading.records.iter().map(|record| record.get("Liikuntapinta-ala m2"));
    let known: Vec<f64> = areas
        .filter_map(|area| match area {
            Some(Value::Integer(area)) => Some(*area as f64),
            Some(Value::Number(area)) => Some(*area),
            _ => None,
        })
        .collect();
    assert_eq!(known.len(), 232);
    assert!((known.iter().sum::<f64>() - 34_658.7).abs() < 1e-6);
}

#[test]
fn helsinkis_population_grid() {
    let Some(path) = trial("helsinki/Vaestotietoruudukko_2022.shp") else {
        return;
    };
    let reader = open(&path, &ReadOptions::default()).unwrap();
    let Some(DeclaredCrs::Wkt(prj)) = reader.declared_crs() else { panic!("a .prj") };
    assert!(prj.contains("ETRS_1989_GK25FIN"), "EPSG:3879");
    let reading = read(&path);
    assert_eq!((reading.records.len(), reading.errors.len()), (5_838, 0));
    let people: i64 = reading
        .records
        .iter()
        .map(|record| match record.get("ASUKKAITA") {
            Some(Value::Integer(people)) => *people,
            other => panic!("ASUKKAITA is {other:?}"),
        })
        .sum();
    assert_eq!(people, 1_225_417);
}

#[test]
fn hunnans_lists() {
    let Some(path) = trial("hunnan/hunnan_subdistricts.csv") else {
        return;
    };
    let reading = read(&path);
    assert_eq!(reading.error_codes(), [""; 0]);
    assert!(reading.records.len() >= 12);
}

#[test]
fn porto_alegres_hexagons() {
    let Some(path) = trial("porto_alegre/poa_hexgrid.csv") else {
        return;
    };
    let reading = read(&path);
    assert_eq!((reading.records.len(), reading.errors.len()), (1_227, 0));
    assert!(reading.records.iter().all(|record| record.geometry.is_some()));
}
