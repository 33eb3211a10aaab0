//! `facts/demo_records.toml` as read.

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Wishes {
    pub organisations: Organisations,
    pub events: Events,
    pub institutions: Institutions,
    #[serde(rename = "provider")]
    pub providers: Vec<Provider>,
    #[serde(rename = "observation")]
    pub observations: Vec<Observation>,
    pub quarterly: Vec<Quarterly>,
    pub staffed: Staffed,
    #[serde(rename = "milestone")]
    pub milestones: Vec<Milestone>,
    #[serde(rename = "declaration")]
    pub declarations: Vec<Declaration>,
}

#[derive(Deserialize)]
pub struct Organisations {
    pub associations: [usize; 6],
    pub clubs: [usize; 6],
    pub fitness_stations: [usize; 6],
    pub guidance_stations: [usize; 6],
    pub culture_stations: Vec<i32>,
    pub sports: Vec<String>,
    pub sports_en: Vec<String>,
    pub idle: Vec<(usize, i32)>,
}

#[derive(Deserialize)]
pub struct Events {
    pub years: Vec<i32>,
    pub mass: Vec<usize>,
    pub community_games: Vec<i32>,
    #[serde(rename = "brand")]
    pub brands: Vec<Brand>,
    pub tagged: Vec<Tagged>,
}

#[derive(Deserialize)]
pub struct Brand {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub day: String,
    pub division: String,
    pub years: Vec<i32>,
}

#[derive(Deserialize)]
pub struct Tagged {
    pub tags: Vec<String>,
    pub name_zh: String,
    pub name_en: String,
    pub day: String,
    pub years: Vec<i32>,
}

#[derive(Deserialize)]
pub struct Institutions {
    #[serde(rename = "kind")]
    pub kinds: Vec<InstitutionKind>,
}

#[derive(Deserialize)]
pub struct InstitutionKind {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// Target group of the equipment that is near.
    pub group: String,
    pub with: usize,
    pub without: usize,
}

#[derive(Deserialize)]
pub struct Provider {
    pub category: String,
    pub name_zh: String,
    pub name_en: String,
    pub from: Vec<i32>,
}

#[derive(Deserialize)]
pub struct Observation {
    pub series: String,
    pub unit: String,
    pub reporter: String,
    #[serde(default)]
    pub method: String,
    #[serde(default)]
    pub per_1000_residents: bool,
    /// People asked, where the values are no counts; 0: nobody.
    #[serde(default)]
    pub sample: Vec<u32>,
    pub values: Vec<String>,
}

#[derive(Deserialize)]
pub struct Quarterly {
    pub series: String,
    pub unit: String,
    pub reporter: String,
    pub values: Vec<[u32; 4]>,
}

#[derive(Deserialize)]
pub struct Staffed {
    pub series: String,
    pub reporter: String,
    pub communities: Vec<usize>,
}

#[derive(Deserialize)]
pub struct Milestone {
    pub task: u16,
    #[serde(default)]
    pub milestone: String,
    pub title_zh: String,
    pub title_en: String,
    pub dates: Vec<String>,
    #[serde(default)]
    pub pending: bool,
}

#[derive(Deserialize)]
pub struct Declaration {
    pub task: u16,
    pub state: String,
    pub date: String,
    pub declared_by: String,
    pub evidence: String,
}
