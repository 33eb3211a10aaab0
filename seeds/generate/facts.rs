//! The facts and wishes the generator works from, as read from files.

use super::records::wishes::Wishes;
use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::Path;

#[derive(Deserialize)]
pub struct District {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub city_zh: String,
    pub city_en: String,
    pub nbs_code: String,
    pub nbs_edition: String,
    pub mca_code: String,
    pub mca_edition: String,
    pub outline_source: String,
    pub unit_source: String,
    pub licence: String,
    pub plan: String,
    pub date: String,
    pub population: PopulationFacts,
}

#[derive(Deserialize)]
pub struct PopulationFacts {
    pub census_people: u64,
    pub city_census_people: u64,
    pub community_weight: u64,
    pub village_weight: u64,
    pub shenfu_people: u64,
    pub first_year: i32,
    pub last_year: i32,
}

#[derive(Deserialize)]
pub struct Subdistrict {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub nbs_code: String,
    pub mca_code: String,
    pub communities: u64,
    pub villages: u64,
    pub lon: f64,
    pub lat: f64,
    pub centroid_mark: String,
    pub population_group: String,
}

#[derive(Deserialize)]
pub struct Unit {
    pub subdistrict: String,
    pub name_zh: String,
    pub name_en: String,
    pub level: String,
    pub ethnic: bool,
}

#[derive(Deserialize)]
pub struct OutlinePoint {
    pub lon: f64,
    pub lat: f64,
}

#[derive(Deserialize)]
pub struct CityYear {
    pub year: i32,
    pub people: Option<u64>,
}

#[derive(Deserialize)]
pub struct ClusterFact {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub quality: String,
    pub shape: String,
    #[serde(default)]
    pub lon: f64,
    #[serde(default)]
    pub lat: f64,
    #[serde(default)]
    pub line: Vec<[f64; 2]>,
    pub size_m: f64,
    pub source: String,
}

/// Size, look and frequency of one kind in the demonstration.
#[derive(Deserialize)]
pub struct KindWish {
    pub kind: String,
    pub length_m: f64,
    pub width_m: f64,
    pub spread: f64,
    pub polygon_share: f64,
    pub surface: String,
    pub access: String,
    pub per_community: f64,
    pub per_village: f64,
    pub filler: u32,
}

#[derive(Deserialize)]
pub struct Target {
    pub subdistrict: String,
    pub from: f64,
    pub to: f64,
    pub pace: String,
}

#[derive(Deserialize)]
pub struct Special {
    pub kind: String,
    pub subdistrict: String,
    pub year: i32,
}

#[derive(Deserialize)]
pub struct Park {
    pub subdistrict: String,
    pub year: i32,
}

#[derive(Deserialize)]
pub struct ClusterWish {
    pub id: String,
    pub park: Option<i32>,
    pub path: Option<i32>,
    pub trail: Option<i32>,
}

#[derive(Deserialize)]
pub struct Demo {
    pub seed: u64,
    pub trail_weight: u32,
    pub cycle_weight: u32,
    pub missing_area_percent: u32,
    pub unknown_width_percent: u32,
    pub paces: HashMap<String, [f64; 5]>,
    #[serde(rename = "target")]
    pub targets: Vec<Target>,
    #[serde(rename = "special")]
    pub specials: Vec<Special>,
    #[serde(rename = "park")]
    pub parks: Vec<Park>,
    #[serde(rename = "cluster")]
    pub clusters: Vec<ClusterWish>,
}

/// What the generator needs of `seeds/kinds.toml`.
#[derive(Deserialize)]
pub struct KindName {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    #[serde(default)]
    pub counts_area: bool,
}

#[derive(Deserialize)]
pub struct EquipmentKind {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub target_group: String,
    pub smart_possible: bool,
}

#[derive(Deserialize)]
struct Kinds {
    kind: Vec<KindName>,
    equipment_kind: Vec<EquipmentKind>,
}

#[derive(Deserialize)]
struct Clusters {
    cluster: Vec<ClusterFact>,
}

pub struct Facts {
    pub district: District,
    pub subdistricts: Vec<Subdistrict>,
    pub units: Vec<Unit>,
    pub outline: Vec<OutlinePoint>,
    pub city: Vec<CityYear>,
    pub clusters: Vec<ClusterFact>,
    pub wishes: Vec<KindWish>,
    pub demo: Demo,
    pub kinds: Vec<KindName>,
    pub equipment_kinds: Vec<EquipmentKind>,
    pub records: Wishes,
}

impl Facts {
    pub fn read(root: &Path) -> Result<Self> {
        let facts = root.join("seeds").join("generate").join("facts");
        let kinds: Kinds = read_toml(&root.join("seeds").join("kinds.toml"))?;
        let clusters: Clusters = read_toml(&facts.join("clusters.toml"))?;
        Ok(Self {
            district: read_toml(&facts.join("district.toml"))?,
            subdistricts: read_csv(&facts.join("subdistricts.csv"))?,
            units: read_csv(&facts.join("units.csv"))?,
            outline: read_csv(&facts.join("outline.csv"))?,
            city: read_csv(&facts.join("city_population.csv"))?,
            clusters: clusters.cluster,
            wishes: read_csv(&facts.join("demo_kinds.csv"))?,
            demo: read_toml(&facts.join("demo.toml"))?,
            kinds: kinds.kind,
            equipment_kinds: kinds.equipment_kind,
            records: read_toml(&facts.join("demo_records.toml"))?,
        })
    }

    /// # Panics
    /// When `seeds/kinds.toml` lacks the kind: the generator's own tables must agree with it.
    pub fn kind(&self, id: &str) -> &KindName {
        self.kinds.iter().find(|kind| kind.id == id).unwrap_or_else(|| panic!("kinds.toml lacks `{id}`"))
    }

    /// # Panics
    /// When `facts/demo_kinds.csv` lacks the kind.
    pub fn wish(&self, id: &str) -> &KindWish {
        self.wishes
            .iter()
            .find(|wish| wish.kind == id)
            .unwrap_or_else(|| panic!("demo_kinds.csv lacks `{id}`"))
    }

    /// Position of a sub-district in the table, which is also that of its cell.
    ///
    /// # Panics
    /// When the table lacks it.
    pub fn subdistrict(&self, id: &str) -> usize {
        self.subdistricts
            .iter()
            .position(|s| s.id == id)
            .unwrap_or_else(|| panic!("subdistricts.csv lacks `{id}`"))
    }
}

fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

fn read_csv<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    csv::Reader::from_path(path)
        .with_context(|| path.display().to_string())?
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| path.display().to_string())
}
