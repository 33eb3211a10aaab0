//! Sub-districts and communities of the shipped district, as its files have them.

use crate::office::repository;
use serde_json::Value;
use std::sync::LazyLock;

/// A sub-district, a point in it, and its people at the end of 2025.
pub struct Subdistrict {
    pub id: String,
    pub lon: f64,
    pub lat: f64,
    pub people: f64,
}

/// Texts of the cells of a table, by row.
fn table(path: &str) -> Vec<Vec<String>> {
    let mut rows = csv::Reader::from_path(repository().join(path)).unwrap();
    rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

pub static SUBDISTRICTS: LazyLock<Vec<Subdistrict>> = LazyLock::new(|| {
    let people = table("geodata/hunnan/population.csv");
    let of =
        |id: &str| people.iter().find(|row| row[0] == id && row[3] == "2025").unwrap()[4].parse().unwrap();
    let rows = table("seeds/generate/facts/subdistricts.csv").into_iter().map(|row| {
        let id = format!("hunnan-{}", row[0]);
        Subdistrict { people: of(&id), lon: row[7].parse().unwrap(), lat: row[8].parse().unwrap(), id }
    });
    rows.collect()
});

/// External ids of all communities.
pub static COMMUNITIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = std::fs::read_to_string(repository().join("geodata/hunnan/divisions.geojson")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let properties = file["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]);
    let communities = properties.filter(|properties| properties["level"] == "community");
    communities.map(|properties| properties["external_id"].as_str().unwrap().to_owned()).collect()
});

/// A heading and lines under it.
pub fn lines(heading: &str, lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().fold(format!("{heading}\n"), |table, line| table + &line + "\n")
}
