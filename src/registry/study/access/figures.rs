//! Figures by division, with what the people share and what nobody reaches.

use super::measured::Measured;
use super::supply::Told;
use super::{AccessQuestion, How};
use crate::analysis::access::container::{ContainerRatio, container_ratios};
use crate::analysis::demand::People;
use crate::analysis::equity::gini::gini;
use crate::domain::contribution::Ordinal;
use crate::registry::Registry;
use crate::registry::coverage::{Named, find_division};
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::json;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::Head;
use crate::registry::study::located::Located;
use crate::registry::study::over_people::{OverPeople, Whose, lineage, over_people, people};
use crate::registry::study::scope::Scope;
use crate::registry::world::World;
use serde::Serialize;

/// How the numbers were made.
#[derive(Serialize)]
pub struct Made {
    /// `m2` or `places`; access is so many a person.
    pub unit: &'static str,
    pub method_zh: &'static str,
    pub method_en: &'static str,
    /// The kernel in signs, with distances in metres.
    pub weights: String,
    pub catchment: Extent,
}

impl Made {
    pub fn of(registry: &Registry, scope: &Scope, how: &How) -> Self {
        let (method_zh, method_en) = how.method.names();
        let catchment = how.extents.at_speed_of(&scope.mode, &registry.reference)[0];
        Self { unit: how.supply.unit(), method_zh, method_en, weights: how.kernel.formula(), catchment }
    }
}

#[derive(Serialize)]
struct Figures<'a> {
    question: &'a AccessQuestion,
    #[serde(flatten)]
    head: Head,
    made: Made,
    /// Everybody first, then divisions, parents before children, then who is in none.
    rows: Vec<Row>,
    /// Gini's coefficient of access over people; `null` where there is nothing to share.
    gini: Option<f64>,
    unreached: Unreached,
    supply: Supplied,
    conservation: Conservation,
    pairs: u64,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    whose: Whose,
    /// Access over people.
    #[serde(flatten)]
    access: OverPeople,
    /// As if nobody crossed a border; `null` where only a part of the division's people was asked for.
    container: Option<Container>,
}

/// Supply inside a division over its people.
#[derive(Serialize)]
struct Container {
    supply: f64,
    ratio: Option<f64>,
}

/// Who reaches no site that supplies anything.
#[derive(Serialize)]
struct Unreached {
    people: People,
    share: Option<f64>,
    points: u64,
}

#[derive(Serialize)]
struct Supplied {
    total: f64,
    /// Of the sites that somebody reaches.
    reached: f64,
    /// Of the sites that nobody reaches: given to nobody.
    idle: f64,
    idle_sites: u64,
    #[serde(flatten)]
    told: Told,
}

/// Both are equal but for rounding.
#[derive(Serialize)]
struct Conservation {
    people_times_access: f64,
    supply_reached: f64,
}

pub(super) fn figures(
    registry: &Registry,
    world: &World,
    question: &AccessQuestion,
    grounds: &Grounds,
    measured: &Measured,
) -> Result<Answer, RegistryError> {
    let located = &grounds.located;
    let surface = located.state.surface();
    let access = &measured.access;
    let values = &measured.supplies.values;
    let idle = access.idle.iter().filter(|site| values[**site as usize] > 0.0).count();
    let unreached = people(access.unreached_people);
    let shared = measured.people.iter().zip(&access.access).map(|(people, access)| people * access);
    json(&Figures {
        question,
        head: registry.head(world, &question.scope, grounds),
        made: Made::of(registry, &question.scope, &question.how),
        rows: rows(world, question, located, measured)?,
        gini: gini(&measured.people, &access.access)
            .map_err(|error| RegistryError::Internal(error.to_string()))?,
        unreached: Unreached {
            people: unreached,
            share: unreached.share_of(surface.total()),
            points: access.unreached.len() as u64,
        },
        supply: Supplied {
            total: access.shared_supply + access.idle_supply,
            reached: access.shared_supply,
            idle: access.idle_supply,
            idle_sites: idle as u64,
            told: measured.supplies.told,
        },
        conservation: Conservation {
            // Plus 0: a sum of nothing is -0.
            people_times_access: shared.sum::<f64>() + 0.0,
            supply_reached: access.shared_supply,
        },
        pairs: measured.pairs,
    })
}

fn rows(
    world: &World,
    question: &AccessQuestion,
    located: &Located,
    measured: &Measured,
) -> Result<Vec<Row>, RegistryError> {
    let surface = located.state.surface();
    let asked = question.scope.division.as_deref().map(|text| find_division(world, text)).transpose()?;
    // A ratio needs all of the division's people, and the question may have been about some of them.
    let is_whole = |division: Option<Ordinal>| match (&asked, division) {
        (None | Some(Named::Everything), _) => true,
        (Some(Named::One(top)), Some(division)) => {
            division != Ordinal::NONE && world.tree.is_within(division, *top)
        }
        _ => false,
    };
    let homes = surface.division().iter().zip(&measured.people);
    let people =
        homes.flat_map(|(home, people)| lineage(&world.tree, *home).map(move |division| (division, *people)));
    let ratios = container_ratios(people, measured.supplies.by_division.iter().copied());
    let everywhere = ContainerRatio {
        division: Ordinal::NONE,
        people: surface.total().value(),
        supply: measured.access.shared_supply + measured.access.idle_supply,
        ratio: None,
    };
    let container = |division: Option<Ordinal>| {
        let found = match division {
            None => Some(&everywhere),
            Some(division) => ratios.iter().find(|ratio| ratio.division == division),
        };
        let found = found.filter(|_| is_whole(division))?;
        let ratio = (found.people > 0.0).then(|| found.supply / found.people);
        Some(Container { supply: found.supply, ratio })
    };
    let rows = over_people(world, surface, &measured.access.access).into_iter();
    let row = |(division, access)| Row {
        whose: Whose::of(world, division),
        access,
        container: container(division),
    };
    Ok(rows.map(row).collect())
}
