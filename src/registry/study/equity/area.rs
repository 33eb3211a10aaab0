//! Area per head of the divisions that are compared.

use super::EquityQuestion;
use crate::analysis::counting::coverage::Three;
use crate::domain::contribution::Ordinal;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::divided::{coverage_of, divisions, top};
use crate::registry::study::head::DivisionName;
use crate::registry::world::World;
use serde::Serialize;

/// Which of the three areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The statutory one.
    #[default]
    All,
    Open,
    Free,
}

impl Figure {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Self::All),
            "open" => Some(Self::Open),
            "free" => Some(Self::Free),
            _ => None,
        }
    }

    fn of(self, three: &Three<f64>) -> Option<f64> {
        match self {
            Self::All => three.all,
            Self::Open => three.open,
            Self::Free => three.free,
        }
    }
}

/// Divisions with a figure, and those without one.
#[derive(Default)]
pub struct Compared {
    pub divisions: Vec<Ordinal>,
    pub people: Vec<f64>,
    /// Square metres per head.
    pub values: Vec<f64>,
    /// Where a division belongs: its parent, or itself where all have the same one.
    pub groups: Vec<Ordinal>,
    /// All divisions of the level, those without a figure too.
    pub level: Vec<Ordinal>,
    pub left_out: Vec<LeftOut>,
}

/// A division that has no figure.
#[derive(Clone, Serialize)]
pub struct LeftOut {
    division: Option<DivisionName>,
    /// `no_people` or `area_unknown`.
    why: &'static str,
}

pub fn compared(
    registry: &Registry,
    world: &World,
    question: &EquityQuestion,
) -> Result<Compared, RegistryError> {
    let top = top(world, question.scope.division.as_deref())?;
    let level = divisions(&world.tree, top, question.level.as_deref())?;
    let mut compared = Compared::default();
    for division in &level {
        let row = coverage_of(world, &registry.reference, Some(*division))?;
        let people = row.population.filter(|people| people.value > 0);
        match (people, question.figure.of(&row.m2_per_head)) {
            (Some(people), Some(value)) => {
                compared.divisions.push(*division);
                compared.people.push(people.value as f64);
                compared.values.push(value);
            }
            (people, _) => compared.left_out.push(LeftOut {
                division: DivisionName::of(world, *division),
                why: if people.is_none() { "no_people" } else { "area_unknown" },
            }),
        }
    }
    let parent = |division: &Ordinal| world.tree.node(*division).parent.unwrap_or(Ordinal::NONE);
    let parents: Vec<Ordinal> = compared.divisions.iter().map(parent).collect();
    let is_divided = parents.iter().any(|parent| Some(parent) != parents.first());
    compared.groups = if is_divided { parents } else { compared.divisions.clone() };
    compared.level = level;
    Ok(compared)
}
