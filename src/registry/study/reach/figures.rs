//! Figures by group: everybody, divisions, ages, kinds, access classes.

use super::villages::{Villages, villages};
use super::{By, ReachQuestion};
use crate::analysis::demand::People;
use crate::analysis::divisions::Tree;
use crate::analysis::reach::{AgeRow, Distribution, Reach, Row, Summary, Target, summarise};
use crate::domain::contribution::Ordinal;
use crate::domain::kind::Family;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::{Extent, kmh};
use crate::registry::study::features::json;
use crate::registry::study::few::Few;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::sites::Families;
use crate::registry::study::watch::Watch;
use crate::registry::world::World;
use serde::Serialize;
use std::collections::BTreeMap;

/// People within a limit; both `null` where so few differ from what stands beside it that nobody is to
/// know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Within {
    pub people: Option<People>,
    /// Of the group's people, 0 to 1; `null` of nobody.
    pub share: Option<f64>,
}

/// One group of people.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub people: People,
    pub within: Vec<Within>,
    #[serde(flatten)]
    pub distribution: Ways,
}

/// How ways are spread over people, in the unit in which they were measured.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Ways {
    Metres(Distribution),
    Minutes { mean_min: Option<f64>, median_min: Option<f64>, p90_min: Option<f64> },
}

impl Ways {
    /// `in_time`: what was summed are seconds.
    pub fn of(distribution: Distribution, in_time: bool) -> Self {
        if !in_time {
            return Self::Metres(distribution);
        }
        let minutes = |seconds: Option<f64>| seconds.map(|seconds| seconds / 60.0);
        Self::Minutes {
            mean_min: minutes(distribution.mean_m),
            median_min: minutes(distribution.median_m),
            p90_min: minutes(distribution.p90_m),
        }
    }
}

impl Group {
    /// `in_time`: what was summed are seconds.
    pub fn of(row: &Row, in_time: bool) -> Self {
        Self {
            people: row.people,
            within: within(&row.within, row.people),
            distribution: Ways::of(row.distribution, in_time),
        }
    }

    /// Beside the same group before a change.
    pub fn after(before: &Row, row: &Row, in_time: bool, few: Few) -> Self {
        let mut after = Self::of(row, in_time);
        // With other people altogether nobody is singled out.
        if before.people == row.people {
            after.within = within_after(&before.within, row, few);
        }
        after
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
    families: Vec<Family>,
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
    grounds: &Grounds,
    watch: Watch<'_>,
) -> Result<Answer, RegistryError> {
    let summary = summarise(grounds, &world.tree, &grounds.limits)?;
    let by = |wanted: By| {
        let asked = question.by.contains(&wanted);
        asked.then(|| classes(registry, world, grounds, wanted, watch)).transpose()
    };
    json(&Figures {
        question,
        head: registry.head(world, &question.scope, grounds),
        distances: &grounds.extents,
        rows: rows(world, question, &summary, grounds.is_in_time()),
        ages: summary.ages.iter().map(age).collect(),
        kinds: by(By::Kind)?,
        access: by(By::Access)?,
        variety: variety(registry, question, grounds, watch)?,
        villages: if question.scope.division.is_none() { villages(registry, world)? } else { None },
    })
}

fn rows(world: &World, question: &ReachQuestion, summary: &Summary, in_time: bool) -> Vec<DivisionGroup> {
    let whole = Group::of(&summary.whole, in_time);
    let whole = DivisionGroup { division: None, unassigned: false, group: whole };
    let told = summary.divisions.iter().filter(|row| question.scope.is_about(world, row.division));
    let of_division = told.map(|row| DivisionGroup {
        division: DivisionName::of(world, row.division),
        unassigned: row.division == Ordinal::NONE,
        group: Group::of(&row.row, in_time),
    });
    std::iter::once(whole).chain(of_division).collect()
}

pub fn within(people: &[People], whole: People) -> Vec<Within> {
    people.iter().map(|people| Within { people: Some(*people), share: people.share_of(whole) }).collect()
}

/// The same beside those before a change.
pub fn within_after(before: &[People], after: &Row, few: Few) -> Vec<Within> {
    let within = |(before, people): (&People, &People)| {
        let people = few.beside(*before, *people);
        Within { people, share: people.and_then(|people| people.share_of(after.people)) }
    };
    before.iter().zip(&after.within).map(within).collect()
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
    grounds: &Grounds,
    watch: Watch<'_>,
) -> Result<VarietyFigures, RegistryError> {
    let surface = grounds.surface();
    let metres_a_second = kmh(&question.scope.mode, &registry.reference) / 3.6;
    let limit = if grounds.is_in_time() { question.variety_m / metres_a_second } else { question.variety_m };
    let mut by_count = vec![People::ZERO; 1];
    for (families, people) in grounds.families(limit, watch)?.iter().zip(surface.people()) {
        let count = families.count_ones() as usize;
        if by_count.len() <= count {
            by_count.resize(count + 1, People::ZERO);
        }
        by_count[count] += *people;
    }
    let people: People = by_count.iter().skip(question.variety_kinds as usize).copied().sum();
    Ok(VarietyFigures {
        metres: question.variety_m,
        least: question.variety_kinds,
        people,
        share: people.share_of(surface.total()),
        by_count,
        families: Families::new(&registry.reference).all().to_vec(),
    })
}

/// A search for each class: who has *one of these* near, whatever else is nearer.
fn classes(
    registry: &Registry,
    world: &World,
    grounds: &Grounds,
    by: By,
    watch: Watch<'_>,
) -> Result<Vec<Class>, RegistryError> {
    let catalogue = &registry.reference.catalogue;
    let mut groups: BTreeMap<(usize, String), (String, String, Vec<Target>)> = BTreeMap::new();
    for (number, target) in grounds.located.state.sites().standing() {
        let Some(entry) =
            grounds.located.ids.get(number as usize).and_then(|id| world.snapshot.sites.get(*id))
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
    let whole = grounds.surface().total();
    groups
        .into_iter()
        .map(|((_, id), (name_zh, name_en, targets))| {
            let sites = targets.len() as u64;
            let summary = summarise(&grounds.to(targets, watch)?, &Tree::default(), &grounds.limits)?;
            Ok(Class { id, name_zh, name_en, sites, within: within(&summary.whole.within, whole) })
        })
        .collect()
}
