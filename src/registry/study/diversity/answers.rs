//! Figures by division and by category, and cells coloured by how much there is near.

use super::DiversityQuestion;
use super::categories::{Category, Named};
use crate::analysis::access::diversity::{Variety, people_by_category};
use crate::analysis::demand::People;
use crate::analysis::gaps::Hidden;
use crate::domain::contribution::Ordinal;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::{Features, json, push_cells};
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::Head;
use crate::registry::study::located::Located;
use crate::registry::study::over_people::{OverPeople, Whose, heads, over_people, people};
use crate::registry::study::question::Part;
use crate::registry::world::World;
use serde::Serialize;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a DiversityQuestion,
    #[serde(flatten)]
    head: Head,
    reach: Extent,
    /// As many as there are categories with a site: the most that an index can be.
    most: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
    categories: Vec<CategoryRow<'a>>,
    /// Cells with too few people to be shown, in sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Hidden>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    whose: Whose,
    /// How many categories are near, over people.
    #[serde(flatten)]
    index: OverPeople,
    /// Mean of Shannon's entropy, nats, over the people who have any site near.
    mean_entropy: Option<f64>,
}

/// People who have a site of the category near.
#[derive(Serialize)]
struct CategoryRow<'a> {
    #[serde(flatten)]
    category: &'a Category,
    people: People,
    share: Option<f64>,
}

#[derive(Serialize)]
struct Cell<'a> {
    people: People,
    index: f64,
    /// Nats; `null` where nothing is near.
    entropy: Option<f64>,
    /// Ids of the categories near.
    categories: Vec<&'a str>,
    division: Option<&'a str>,
}

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &DiversityQuestion,
    grounds: &Grounds,
    reach: Extent,
    (named, near): (&Named, &[Variety]),
) -> Result<Answer, RegistryError> {
    let located = &grounds.located;
    let surface = located.state.surface();
    let heads = heads(surface);
    let by_category = people_by_category(near, &heads, named.categories.len());
    let categories = named.categories.iter().zip(by_category).map(|(category, reached)| {
        let people = people(reached);
        CategoryRow { category, people, share: people.share_of(surface.total()) }
    });
    let mut answered = Answered {
        question,
        head: registry.head(world, &question.scope, grounds),
        reach,
        most: named.categories.len(),
        rows: None,
        categories: categories.collect(),
        hidden: None,
    };
    if question.part == Part::Figures {
        answered.rows = Some(rows(world, question, located, near));
        return json(&answered);
    }
    let mut features = Features::new();
    let hidden = push_cells(&mut features, surface, registry.reference.rules.fewest_shown, |point| {
        let (here, division) = (&near[point], world.tree.get(surface.division()[point]));
        let held = named.categories.iter().enumerate().filter(|(bit, _)| here.categories.holds(*bit));
        Cell {
            people: surface.people()[point],
            index: here.index,
            entropy: here.entropy,
            categories: held.map(|(_, category)| &*category.id).collect(),
            division: division.map(|node| node.division.external_id.as_str()),
        }
    })?;
    answered.hidden = Some(hidden);
    features.finish(&answered)
}

fn rows(world: &World, question: &DiversityQuestion, located: &Located, near: &[Variety]) -> Vec<Row> {
    let surface = located.state.surface();
    let indices: Vec<f64> = near.iter().map(|here| here.index).collect();
    // Without a site near there is no entropy; such people are left out of its mean.
    let entropies: Vec<f64> = near.iter().map(|here| here.entropy.unwrap_or(f64::NAN)).collect();
    let entropies = over_people(world, surface, &entropies);
    let mean = |division| entropies.iter().find(|(of, _)| *of == division).and_then(|(_, over)| over.mean);
    let row =
        |(division, index)| Row { whose: Whose::of(world, division), index, mean_entropy: mean(division) };
    let told = |division: &Option<Ordinal>| division.is_none_or(|one| question.scope.is_about(world, one));
    over_people(world, surface, &indices).into_iter().filter(|(of, _)| told(of)).map(row).collect()
}
