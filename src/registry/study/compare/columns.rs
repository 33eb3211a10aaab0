//! Side by side, division by division: reach and venue area per head.

use super::{Column, CompareQuestion};
use crate::analysis::counting::coverage::Coverage;
use crate::analysis::demand::People;
use crate::analysis::reach::{self as analysis, Distribution, Reach, Summary, summarise};
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
    /// Everybody first, then the divisions of the coverage table, then what lies in none of them.
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// `null`: everybody, or what lies in none.
    division: Option<DivisionName>,
    unassigned: bool,
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
    let mut elsewhere = Reached::of(&summary.whole);
    let mut rows = Vec::new();
    for (position, figures) in coverage.rows.iter().enumerate() {
        let home = figures.division.id.as_deref().and_then(|id| {
            world.tree.ordinals().find(|at| world.tree.node(*at).division.id.to_string() == id)
        });
        let unassigned = position > 0 && home.is_none();
        let reached = match home {
            _ if position == 0 => Reached::of(&summary.whole),
            None => std::mem::take(&mut elsewhere),
            Some(home) => {
                let found = summary.divisions.iter().find(|row| row.division == home);
                let nobody = || Reached::nobody(summary.distances_m.len());
                let reached = found.map_or_else(nobody, |found| Reached::of(&found.row));
                elsewhere.leave_out(&reached);
                reached
            }
        };
        rows.push(Row {
            division: home.filter(|_| position > 0).and_then(|home| DivisionName::of(world, home)),
            unassigned,
            people: reached.people,
            within: within(&reached.within, reached.people),
            distribution: Ways::of(reached.distribution, in_time),
            population: figures.population.as_ref().map(|population| population.value),
            area_m2: figures.area_m2.all,
            m2_per_head: figures.m2_per_head.all,
            met: figures.met,
            shortfall_m2: figures.shortfall_m2,
        });
    }
    Told {
        name: column.and_then(|column| column.name.clone()),
        id: column.and_then(|column| column.id.clone()),
        changes: column.map_or(0, |column| column.changes.len()),
        rows,
    }
}

/// People of a row.
#[derive(Default)]
struct Reached {
    people: People,
    within: Vec<People>,
    /// Of who is in no division of the table nothing is told: what is left over has people, and no ways.
    distribution: Distribution,
}

impl Reached {
    fn of(row: &analysis::Row) -> Self {
        Self { people: row.people, within: row.within.clone(), distribution: row.distribution }
    }

    fn nobody(limits: usize) -> Self {
        Self { within: vec![People::ZERO; limits], ..Self::default() }
    }

    fn leave_out(&mut self, part: &Self) {
        self.people = self.people.differs(part.people);
        self.within.iter_mut().zip(&part.within).for_each(|(left, out)| *left = left.differs(*out));
        self.distribution = Distribution::default();
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
