//! One what-if, before and after: what a dragged site asks.

use super::CompareQuestion;
use crate::analysis::demand::People;
use crate::analysis::reach::{Row, summarise};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::json;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::located::Located;
use crate::registry::study::reach::{Group, Within, within};
use crate::registry::study::suppose::Supposed;
use crate::registry::world::World;
use serde::Serialize;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a CompareQuestion,
    #[serde(flatten)]
    head: Head,
    distances: &'a [Extent],
    before: Group,
    after: Group,
    /// People who come within each limit, and who fall out of it.
    gained: Vec<People>,
    lost: Vec<People>,
    /// Divisions of which something differs.
    rows: Vec<Differs>,
    /// Points whose nearest site is another one.
    changed_points: u64,
}

#[derive(Serialize)]
struct Differs {
    division: Option<DivisionName>,
    before: Vec<Within>,
    after: Vec<Within>,
}

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &CompareQuestion,
    located: &Located,
    supposed: &Supposed<'_>,
    extents: &[Extent],
) -> Result<Answer, RegistryError> {
    let metres: Vec<f64> = extents.iter().map(|extent| extent.metres).collect();
    let before = located.summary(&world.tree, &metres)?;
    let after = summarise(&supposed.state, &world.tree, &metres)?;
    let (gained, lost) = moved(located, supposed, &metres);
    let pairs = before.divisions.iter().zip(&after.divisions);
    let differs = pairs.filter(|(before, after)| before.row.within != after.row.within);
    let of = |row: &Row| within(&row.within, row.people);
    json(&Answered {
        question,
        head: registry.head(world, &question.scope, located.state.surface(), located.told),
        distances: extents,
        before: Group::of(&before.whole, false),
        after: Group::of(&after.whole, false),
        gained,
        lost,
        rows: differs
            .map(|(before, after)| Differs {
                division: DivisionName::of(world, before.division),
                before: of(&before.row),
                after: of(&after.row),
            })
            .collect(),
        changed_points: supposed.changed() as u64,
    })
}

/// People, as many as they would be, whose side of each limit is another one.
fn moved(located: &Located, supposed: &Supposed<'_>, metres: &[f64]) -> (Vec<People>, Vec<People>) {
    let people = supposed.state.surface().people();
    let side = |metres: f64| {
        let (mut gained, mut lost) = (People::ZERO, People::ZERO);
        for point in supposed.changed_points() {
            let point = point as usize;
            match (located.state.is_within(point, metres), supposed.state.is_within(point, metres)) {
                (false, true) => gained += people[point],
                (true, false) => lost += people[point],
                _ => {}
            }
        }
        (gained, lost)
    };
    metres.iter().map(|metres| side(*metres)).unzip()
}
