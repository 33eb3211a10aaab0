//! Side by side, division by division: reach and venue area per head.

use super::{Column, CompareQuestion};
use crate::analysis::counting::coverage::Coverage;
use crate::analysis::demand::People;
use crate::analysis::reach::{Reach, Summary, summarise};
use crate::domain::area::Area;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::json;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::reach::{Ways, Within, within};
use crate::registry::world::World;
use serde::Serialize;

/// What one column says.
#[derive(Serialize)]
pub(super) struct Told {
    /// `null`: changes that are saved nowhere.
    name: Option<String>,
    id: Option<String>,
    changes: usize,
    /// Everybody first, then the divisions of the coverage table.
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// `null`: everybody.
    division: Option<DivisionName>,
    people: People,
    within: Vec<Within>,
    #[serde(flatten)]
    distribution: Ways,
    population: Option<u64>,
    area_m2: Option<Area>,
    m2_per_head: Option<f64>,
    met: Option<bool>,
    shortfall_m2: Option<Area>,
}

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a CompareQuestion,
    #[serde(flatten)]
    head: Head,
    target_m2_per_head: Option<f64>,
    distances: &'a [Extent],
    present: Told,
    scenarios: Vec<Told>,
}

pub(super) fn told(
    world: &World,
    column: Option<&Column>,
    ways: &impl Reach,
    coverage: &Coverage,
    grounds: &Grounds,
) -> Result<Told, RegistryError> {
    let summary = summarise(ways, &world.tree, &grounds.limits)?;
    Ok(of(world, column, &summary, coverage, grounds.is_in_time()))
}

fn of(world: &World, column: Option<&Column>, summary: &Summary, coverage: &Coverage, in_time: bool) -> Told {
    let rows = coverage.rows.iter().enumerate().filter_map(|(position, figures)| {
        let id = figures.division.id.as_deref();
        let reach = if position == 0 {
            &summary.whole
        } else {
            let named = |name: DivisionName| Some(name.id.as_str()) == id;
            &summary
                .divisions
                .iter()
                .find(|row| DivisionName::of(world, row.division).is_some_and(named))?
                .row
        };
        let division = summary.divisions.iter().find_map(|row| {
            DivisionName::of(world, row.division).filter(|name| Some(name.id.as_str()) == id)
        });
        Some(Row {
            division: if position == 0 { None } else { division },
            people: reach.people,
            within: within(&reach.within, reach.people),
            distribution: Ways::of(reach.distribution, in_time),
            population: figures.population.as_ref().map(|population| population.value),
            area_m2: figures.area_m2.all,
            m2_per_head: figures.m2_per_head.all,
            met: figures.met,
            shortfall_m2: figures.shortfall_m2,
        })
    });
    Told {
        name: column.and_then(|column| column.name.clone()),
        id: column.and_then(|column| column.id.clone()),
        changes: column.map_or(0, |column| column.changes.len()),
        rows: rows.collect(),
    }
}

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &CompareQuestion,
    grounds: &Grounds,
    present: Told,
    scenarios: Vec<Told>,
) -> Result<Answer, RegistryError> {
    json(&Answered {
        question,
        head: registry.head(world, &question.scope, grounds),
        target_m2_per_head: registry.reference.target_m2_per_head(),
        distances: &grounds.extents,
        present,
        scenarios,
    })
}
