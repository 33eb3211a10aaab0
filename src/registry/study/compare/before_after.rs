//! One what-if, before and after: what a dragged site asks.

use super::CompareQuestion;
use crate::analysis::demand::People;
use crate::analysis::reach::{Reach, Row, summarise};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::json;
use crate::registry::study::few::Few;
use crate::registry::study::grounds::{Grounds, Others};
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::reach::{Group, Within, within, within_after};
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
    /// People who come within each limit, and who fall out of it; `null`: some, but too few to be told.
    gained: Vec<Option<People>>,
    lost: Vec<Option<People>>,
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
    grounds: &Grounds,
    supposed: &Supposed<'_>,
) -> Result<Answer, RegistryError> {
    let ways = supposed.ways(grounds);
    let before = grounds.summary(&world.tree)?;
    let after = summarise(&ways, &world.tree, &grounds.limits)?;
    let changed = changed(grounds, &ways, supposed);
    let (gained, lost) = moved(grounds, &ways, &changed);
    let few = Few::new(&registry.reference);
    let told = |people: Vec<People>| people.into_iter().map(|people| few.told(people)).collect();
    let pairs = before.divisions.iter().zip(&after.divisions);
    let differs = pairs.filter(|(before, after)| {
        before.row.within != after.row.within && question.scope.is_about(world, before.division)
    });
    let of = |row: &Row| within(&row.within, row.people);
    let then = |before: &Row, after: &Row| {
        if before.people == after.people { within_after(&before.within, after, few) } else { of(after) }
    };
    let in_time = grounds.is_in_time();
    json(&Answered {
        question,
        head: registry.head(world, &question.scope, grounds),
        distances: &grounds.extents,
        before: Group::of(&before.whole, in_time),
        after: Group::after(&before.whole, &after.whole, in_time, few),
        gained: told(gained),
        lost: told(lost),
        rows: differs
            .map(|(before, after)| Differs {
                division: DivisionName::of(world, before.division),
                before: of(&before.row),
                after: then(&before.row, &after.row),
            })
            .collect(),
        changed_points: changed.len() as u64,
    })
}

/// Points whose way is another one.
fn changed(grounds: &Grounds, ways: &Others, supposed: &Supposed<'_>) -> Vec<u32> {
    match ways {
        Others::Line(_) => supposed.changed_points().collect(),
        Others::Along(_) => {
            let far = grounds.far().iter().zip(ways.far());
            (0_u32..)
                .zip(far)
                .filter(|(_, (before, after))| before != after)
                .map(|(point, _)| point)
                .collect()
        }
    }
}

/// People, as many as they would be, whose side of each limit is another one.
fn moved(grounds: &Grounds, ways: &Others, changed: &[u32]) -> (Vec<People>, Vec<People>) {
    let people = ways.surface().people();
    let side = |limit: f64| {
        let (mut gained, mut lost) = (People::ZERO, People::ZERO);
        for point in changed {
            let point = *point as usize;
            match (grounds.is_within(point, limit), ways.is_within(point, limit)) {
                (false, true) => gained += people[point],
                (true, false) => lost += people[point],
                _ => {}
            }
        }
        (gained, lost)
    };
    grounds.limits.iter().map(|limit| side(*limit)).unzip()
}
