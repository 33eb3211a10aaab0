//! Cells coloured by what their people can use.

use super::AccessQuestion;
use super::figures::Made;
use super::measured::Measured;
use crate::analysis::demand::People;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::features::{Features, push_cells};
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::Head;
use crate::registry::world::World;
use serde::Serialize;

#[derive(Serialize)]
struct Cell<'a> {
    people: People,
    /// Square metres, or places, a person.
    access: f64,
    division: Option<&'a str>,
}

#[derive(Serialize)]
struct Beside<'a> {
    question: &'a AccessQuestion,
    #[serde(flatten)]
    head: Head,
    made: Made,
    /// Cells with too few people to be shown, in sum.
    hidden: crate::analysis::gaps::Hidden,
}

pub(super) fn cells(
    registry: &Registry,
    world: &World,
    question: &AccessQuestion,
    grounds: &Grounds,
    measured: &Measured,
) -> Result<Answer, RegistryError> {
    let located = &grounds.located;
    let surface = located.state.surface();
    let mut features = Features::new();
    let hidden = push_cells(&mut features, surface, registry.reference.rules.fewest_shown, |point| {
        let division = world.tree.get(surface.division()[point]);
        Cell {
            people: surface.people()[point],
            access: measured.access.access[point],
            division: division.map(|node| node.division.external_id.as_str()),
        }
    })?;
    features.finish(&Beside {
        question,
        head: registry.head(world, &question.scope, grounds),
        made: Made::of(registry, &question.scope, &question.how),
        hidden,
    })
}
