//! The data files a district replaces: they are what the generator writes, and they keep their promises.

#[path = "../seeds/generate/mod.rs"]
mod generate;

#[path = "seeds/demo.rs"]
mod demo;
#[path = "seeds/geodata.rs"]
mod geodata;
#[path = "seeds/kinds.rs"]
mod kinds;
#[path = "seeds/plan.rs"]
mod plan;
#[path = "seeds/projects.rs"]
mod projects;
#[path = "seeds/records.rs"]
mod records;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table(path: &str) -> toml::Table {
    text(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Features of a GeoJSON file.
fn features(path: &str) -> Vec<serde_json::Value> {
    let file: serde_json::Value =
        serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    file["features"].as_array().expect("features").clone()
}

fn rows(path: &str) -> Vec<std::collections::HashMap<String, String>> {
    csv::Reader::from_path(root().join(path))
        .expect(path)
        .deserialize()
        .collect::<Result<_, _>>()
        .expect(path)
}

fn geometry(feature: &serde_json::Value) -> geo::Geometry<f64> {
    let geometry: geojson::Geometry = serde_json::from_value(feature["geometry"].clone()).expect("geometry");
    geometry.try_into().expect("geometry")
}

#[test]
fn generating_again_gives_the_committed_files_to_the_byte() {
    let target = tempfile::tempdir().expect("a temporary directory");
    let made = generate::run(&root(), target.path()).expect("the generator runs");
    assert!(made.sites >= 800 && made.equipment >= 4_000 && made.records >= 1_500 && made.changes > 0);
    for file in [
        "geodata/hunnan/district.toml",
        "geodata/hunnan/divisions.geojson",
        "geodata/hunnan/population.csv",
        "geodata/hunnan/clusters.geojson",
        "seeds/demo/sites.geojson",
        "seeds/demo/sites-changes.geojson",
        "seeds/demo/sites-changes-again.geojson",
        "seeds/demo/equipment.csv",
        "seeds/demo/organisations.csv",
        "seeds/demo/events.csv",
        "seeds/demo/institutions.csv",
        "seeds/demo/providers.csv",
        "seeds/demo/observations.csv",
        "seeds/demo/milestones.csv",
        "seeds/demo/declarations.csv",
    ] {
        let read = |base: &Path| std::fs::read(base.join(file)).expect(file);
        assert!(
            read(target.path()) == read(&root()),
            "{file} differs: run `cargo run --example generate_seeds`"
        );
    }
}
