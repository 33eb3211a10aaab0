//! Figures by group: everybody, divisions, ages, kinds, access classes.

use super::villages::{Villages, villages};
use super::{By, ReachQuestion};
use crate::analysis::demand::{People, Surface};
use crate::analysis::reach::{AgeRow, Distribution, ReachState, Row, Summary, Target, Variety, summarise};
use crate::domain::contribution::Ordinal;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::json;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::located::Located;
use crate::registry::study::sites::Families;
use crate::registry::study::watch::Watch;
use crate::registry::world::World;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// People within a limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Within {
    pub people: People,
    /// Of the group's people, 0 to 1; `null` of nobody.
    pub share: Option<f64>,
}

/// One group of people.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub people: People,
    pub within: Vec<Within>,
    #[serde(flatten)]
    pub distribution: Distribution,
}

impl Group {
    pub fn of(row: &Row) -> Self {
        Self { people: row.people, within: within(&row.within, row.people), distribution: row.distribution }
    }
}

#[derive(Serialize)]
struct DivisionGroup {
    /// `null`: everybody, or those in no division.
    division: Option<DivisionName>,
    unassigned: bool,
    #[serde(flatten)]
    group: Group,
}

#[derive(Serialize)]
struct AgeGroup {
    group: String,
    people: People,
    /// People at points that do not tell the group: in none of these figures.
    people_at_unknown: People,
    within: Vec<Within>,
}

/// People who have a site of one kind, or of one access class, within a limit.
#[derive(Serialize)]
struct Class {
    id: String,
    name_zh: String,
    name_en: String,
    sites: u64,
    within: Vec<Within>,
}

#[derive(Serialize)]
struct VarietyFigures {
    metres: f64,
    least: u32,
    people: People,
    share: Option<f64>,
    /// People with exactly so many families of facilities near.
    by_count: Vec<People>,
    /// The families that are told apart, such as walk, dance, ball.
    families: Vec<String>,
}

#[derive(Serialize)]
struct Figures<'a> {
    question: &'a ReachQuestion,
    #[serde(flatten)]
    head: Head,
    distances: &'a [Extent],
    /// Everybody first, then divisions, parents before children, then who is in none.
    rows: Vec<DivisionGroup>,
    ages: Vec<AgeGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kinds: Option<Vec<Class>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<Vec<Class>>,
    variety: VarietyFigures,
    villages: Option<Villages>,
}

pub(super) fn figures(
    registry: &Registry,
    world: &World,
    question: &ReachQuestion,
    located: &Located,
    extents: &[Extent],
    watch: Watch<'_>,
) -> Result<Answer, RegistryError> {
    let metres: Vec<f64> = extents.iter().map(|extent| extent.metres).collect();
    let state = &*located.state;
    let surface = state.surface();
    let summary = summarise(state, &world.tree, &metres)?;
    let by = |wanted: By| {
        let asked = question.by.contains(&wanted);
        asked.then(|| classes(registry, world, located, wanted, &metres, watch)).transpose()
    };
    json(&Figures {
        question,
        head: registry.head(world, &question.scope, surface, located.told),
        distances: extents,
        rows: rows(world, &summary),
        ages: summary.ages.iter().map(age).collect(),
        kinds: by(By::Kind)?,
        access: by(By::Access)?,
        variety: variety(registry, question, state)?,
        villages: villages(registry, world)?,
    })
}

fn rows(world: &World, summary: &Summary) -> Vec<DivisionGroup> {
    let whole = DivisionGroup { division: None, unassigned: false, group: Group::of(&summary.whole) };
    let of_division = summary.divisions.iter().map(|row| DivisionGroup {
        division: DivisionName::of(world, row.division),
        unassigned: row.division == Ordinal::NONE,
        group: Group::of(&row.row),
    });
    std::iter::once(whole).chain(of_division).collect()
}

pub fn within(people: &[People], whole: People) -> Vec<Within> {
    people.iter().map(|people| Within { people: *people, share: people.share_of(whole) }).collect()
}

fn age(row: &AgeRow) -> AgeGroup {
    AgeGroup {
        group: row.group.clone(),
        people: row.known,
        people_at_unknown: row.people_at_unknown,
        within: within(&row.within, row.known),
    }
}

fn variety(
    registry: &Registry,
    question: &ReachQuestion,
    state: &ReachState,
) -> Result<VarietyFigures, RegistryError> {
    let surface: &Surface = state.surface();
    let targets: Vec<Target> = state.sites().standing().map(|(_, target)| target.clone()).collect();
    let near = Variety::new(surface, &targets, question.variety_m)?;
    let by_count = near.people_by_count(surface);
    let people: People = by_count.iter().skip(question.variety_kinds as usize).copied().sum();
    Ok(VarietyFigures {
        metres: question.variety_m,
        least: question.variety_kinds,
        people,
        share: people.share_of(surface.total()),
        by_count,
        families: Families::new(&registry.reference).names().to_vec(),
    })
}

/// A search for each class: who has *one of these* near, whatever else is nearer.
fn classes(
    registry: &Registry,
    world: &World,
    located: &Located,
    by: By,
    metres: &[f64],
    watch: Watch<'_>,
) -> Result<Vec<Class>, RegistryError> {
    let catalogue = &registry.reference.catalogue;
    let mut groups: BTreeMap<(usize, String), (String, String, Vec<Target>)> = BTreeMap::new();
    for (number, target) in located.state.sites().standing() {
        let Some(entry) = located.ids.get(number as usize).and_then(|id| world.snapshot.sites.get(*id))
        else {
            continue;
        };
        let (key, zh, en) = match by {
            By::Kind => {
                let kind = catalogue.get(entry.facts.kind);
                (
                    (usize::from(entry.facts.kind.0), kind.id.clone()),
                    kind.name_zh.clone(),
                    kind.name_en.clone(),
                )
            }
            By::Access => {
                let access = entry.facts.access;
                let word = access.as_str().to_owned();
                ((access as usize, word.clone()), access.zh().to_owned(), word)
            }
        };
        groups.entry(key).or_insert_with(|| (zh, en, Vec::new())).2.push(target.clone());
    }
    let surface = located.state.surface();
    let whole = surface.total();
    let shared = located.state.shared_surface();
    groups
        .into_iter()
        .map(|((_, id), (name_zh, name_en, targets))| {
            let sites = targets.len() as u64;
            let state =
                ReachState::with_progress(Arc::clone(&shared), targets, &|share| watch.progress(share))?;
            let summary = summarise(&state, &crate::analysis::divisions::Tree::default(), metres)?;
            Ok(Class { id, name_zh, name_en, sites, within: within(&summary.whole.within, whole) })
        })
        .collect()
}
