//! Typical projects and what they cost: `seeds/projects.toml`, or a district's own.

use super::read_toml;
use crate::analysis::siting::projects::Project;
use crate::domain::area::Area;
use crate::domain::kind::Catalogue;
use crate::registry::error::RegistryError;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Projects from which a shortfall of venue area is made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projects {
    /// Told with every result.
    pub version: String,
    /// ISO 4217.
    pub currency: String,
    pub projects: Vec<Project>,
    /// A cost or a limit is a number made up so that the question can be asked; results have to say so.
    pub are_examples: bool,
    /// Kinds that the catalogue does not have; their projects are not among the others.
    pub left_out: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    currency: String,
    #[serde(default, rename = "project")]
    projects: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    kind: String,
    area_m2: Area,
    #[serde(rename = "area_source")]
    _area_source: String,
    cost: u64,
    cost_source: String,
    most: Option<u32>,
    most_source: Option<String>,
}

/// The mark of a number made up.
const EXAMPLE: &str = "EXAMPLE";

impl Projects {
    /// # Errors
    /// It is no such file (line and column are named), a kind comes twice, or a project adds or costs
    /// nothing.
    pub fn parse(name: &str, text: &str, catalogue: &Catalogue) -> Result<Self, RegistryError> {
        let Written { version, currency, projects } = read_toml(name, text)?;
        let mut seen = BTreeSet::new();
        for Line { kind, area_m2, cost, .. } in &projects {
            if !seen.insert(kind) {
                return Err(RegistryError::refused(
                    format!("{name}：类型 {kind} 出现了两次"),
                    format!("{name}: kind {kind} comes twice"),
                ));
            }
            if *area_m2 <= Area::ZERO || *cost == 0 {
                return Err(RegistryError::refused(
                    format!("{name}：{kind} 的 area_m2 和 cost 须大于 0"),
                    format!("{name}: area_m2 and cost of {kind} have to be more than 0"),
                ));
            }
        }
        let is_example = |line: &Line| {
            line.cost_source == EXAMPLE || line.most_source.as_ref().is_some_and(|mark| mark == EXAMPLE)
        };
        let are_examples = projects.iter().any(is_example);
        let (known, unknown): (Vec<Line>, Vec<Line>) =
            projects.into_iter().partition(|line| catalogue.find(&line.kind).is_some());
        let project =
            |line: Line| Project { kind: line.kind, area: line.area_m2, cost: line.cost, most: line.most };
        Ok(Self {
            version,
            currency,
            projects: known.into_iter().map(project).collect(),
            are_examples,
            left_out: unknown.into_iter().map(|line| line.kind).collect(),
        })
    }

    /// Of a file that somebody gave for this catalogue.
    ///
    /// # Errors
    /// It names a kind that is not there.
    pub fn refuse_left_out(&self) -> Result<(), RegistryError> {
        if self.left_out.is_empty() {
            return Ok(());
        }
        let names = self.left_out.join(", ");
        Err(RegistryError::refused(
            format!("项目表中的类型 {names} 不在类型表中，请核对"),
            format!("the projects name kinds that are not in the catalogue: {names}; check them"),
        ))
    }
}
