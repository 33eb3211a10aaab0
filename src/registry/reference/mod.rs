//! The reference data a database carries: kinds, rules, plan target, the district's own facts.
//!
//! They are files that a user replaces; `init` stores their text in the database, so that every
//! instance on it counts by the same rules.

/// Typical projects.
mod projects;
/// Replaces reference data of a database that stands.
mod replace;
/// The texts themselves.
mod texts;

use super::error::RegistryError;
use crate::domain::kind::Catalogue;
use crate::domain::network::Modes;
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::storage::Store;
pub use projects::Projects;
use serde::{Deserialize, Serialize};
pub use texts::{Edits, File, Texts, built_in_modes, built_in_projects, counting};

/// `geodata/NAME/district.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    pub id: String,
    pub name_zh: String,
    #[serde(default)]
    pub name_en: String,
    #[serde(default)]
    pub city_zh: String,
    #[serde(default)]
    pub city_en: String,
    /// IANA name; decides on which day it is "today".
    #[serde(default = "china")]
    pub time_zone: String,
    /// Path of the plan file, of the kinds, of the counting rules and of the headings.
    #[serde(default)]
    pub plan: Option<String>,
    #[serde(default = "kinds_file")]
    pub kinds: String,
    #[serde(default = "rules_file")]
    pub rules: String,
    #[serde(default = "columns_file")]
    pub columns: String,
    /// Path of the modes and of the typical projects; left out: `seeds/modes.toml`, `seeds/projects.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<String>,
    /// Folder with a demonstration registry; leave it out for real work.
    #[serde(default)]
    pub demo: Option<String>,
    /// West, south, east, north in degrees; told to whoever asks what this registry is.
    #[serde(default)]
    pub bbox: Option<[f64; 4]>,
    /// About, to see whether the boundaries are the right ones.
    #[serde(default)]
    pub area_km2: Option<f64>,
    #[serde(default)]
    pub map: MapNotice,
    /// Code systems of the divisions.
    #[serde(default, rename = "code_system", skip_serializing_if = "Vec::is_empty")]
    pub code_systems: Vec<CodeSystem>,
    /// The data files `init` loads, with how good they are; where none of a kind is listed, those of
    /// the folder are taken by their names.
    #[serde(default, rename = "file", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<DataFile>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeSystem {
    pub id: String,
    pub name_zh: String,
    #[serde(default)]
    pub name_en: String,
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub note_zh: String,
    #[serde(default)]
    pub note_en: String,
}

/// One file of a district's folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    pub what: FileHolds,
    /// Within the district's folder.
    pub path: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub licence: String,
    #[serde(default)]
    pub quality: String,
    #[serde(default)]
    pub date: String,
}

/// What a district's file can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileHolds {
    Divisions,
    Population,
    Clusters,
}

/// What must stand on a map that is shown to the public; empty until the office fills it in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapNotice {
    #[serde(default)]
    pub attribution: String,
    /// 审图号 of a reviewed base map.
    #[serde(default)]
    pub approval_number: String,
}

fn china() -> String {
    "Asia/Shanghai".to_owned()
}

fn kinds_file() -> String {
    "seeds/kinds.toml".to_owned()
}

fn rules_file() -> String {
    "seeds/rules.toml".to_owned()
}

fn columns_file() -> String {
    "seeds/columns.toml".to_owned()
}

/// Names of the settings under which the texts are stored.
pub const KINDS: &str = "kinds";
pub const RULES: &str = "rules";
pub const PLAN: &str = "plan";
pub const DISTRICT: &str = "district";
pub const COLUMNS: &str = "columns";
pub const MODES: &str = "modes";
pub const PROJECTS: &str = "projects";

/// Reference data, parsed.
#[derive(Clone, Debug)]
pub struct Reference {
    pub catalogue: Catalogue,
    pub rules: Rules,
    pub plan: Option<Plan>,
    pub district: District,
    pub columns: super::import::columns::Columns,
    pub modes: Modes,
    pub projects: Projects,
    pub zone: jiff::tz::TimeZone,
}

impl Reference {
    /// # Errors
    /// A text is missing (the database was not made by `init`) or can not be understood.
    pub async fn load(store: &dyn Store) -> Result<Self, RegistryError> {
        Texts::stored(store).await?.read()
    }

    /// Square metres per head that the plan wants, if it has such a task.
    pub fn target_m2_per_head(&self) -> Option<f64> {
        self.plan.as_ref().and_then(Plan::target_m2_per_head)
    }
}

/// Reads a TOML text; the error names the file, line and column.
pub fn read_toml<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, RegistryError> {
    toml::from_str(text).map_err(|error| {
        let place = error.span().map_or_else(String::new, |span| {
            let before = text.get(..span.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(1, |last| last.chars().count() + 1);
            format!(":{line}:{column}")
        });
        let why = error.message();
        RegistryError::refused(format!("{name}{place} 有误：{why}"), format!("{name}{place}: {why}"))
    })
}
