//! The typical projects, as the shipped file has them.

use crate::analysis::siting::projects::Project;
use crate::domain::area::Area;
use crate::registry::error::RegistryError;
use crate::registry::reference::read_toml;
use serde::Deserialize;

/// The shipped text.
const TEXT: &str = include_str!("../../../../seeds/projects.toml");

/// The mark of a number that was made up so that the question can be asked at all.
const EXAMPLE: &str = "EXAMPLE";

/// Typical projects, and whether their numbers are real.
pub struct Typical {
    pub version: String,
    pub currency: String,
    pub projects: Vec<Project>,
    /// By project: its cost, or how many may be built, is an example.
    pub example: Vec<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    currency: String,
    project: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    area_m2: f64,
    /// Shown in the file only.
    #[serde(rename = "area_source")]
    _area_source: Option<String>,
    cost: u64,
    cost_source: Option<String>,
    most: Option<u32>,
    most_source: Option<String>,
}

/// # Errors
/// The file can not be understood.
pub fn typical() -> Result<Typical, RegistryError> {
    read("seeds/projects.toml", TEXT)
}

fn read(name: &str, text: &str) -> Result<Typical, RegistryError> {
    let file: File = read_toml(name, text)?;
    let is_example = |source: &Option<String>| source.as_deref() == Some(EXAMPLE);
    let example: Vec<bool> =
        file.project.iter().map(|one| is_example(&one.cost_source) || is_example(&one.most_source)).collect();
    let project = |one: Written| {
        let area = Area::from_m2(one.area_m2).map_err(|error| {
            let kind = &one.kind;
            RegistryError::refused(
                format!("{name}：{kind} 的面积有误：{error}"),
                format!("{name}: {kind}: {error}"),
            )
        })?;
        Ok(Project { kind: one.kind, area, cost: one.cost, most: one.most })
    };
    let projects = file.project.into_iter().map(project).collect::<Result<_, RegistryError>>()?;
    Ok(Typical { version: file.version, currency: file.currency, projects, example })
}
