//! Cells coloured by how far they have.

use super::ReachQuestion;
use crate::analysis::demand::People;
use crate::analysis::gaps::{Hidden, shown_points};
use crate::analysis::reach::Reach;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::Features;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::Head;
use crate::registry::world::World;
use geo::Geometry;
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct Cell<'a> {
    people: People,
    /// To the nearest site; `null` where there is none, or where the way was measured in minutes.
    metres: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<f64>,
    site: Option<Uuid>,
    division: Option<&'a str>,
    /// Position of the first limit within which there is a site; as many as limits where there is none.
    band: usize,
}

#[derive(Serialize)]
struct Beside<'a> {
    question: &'a ReachQuestion,
    #[serde(flatten)]
    head: Head,
    distances: &'a [Extent],
    /// Cells with too few people to be shown, in sum.
    hidden: Hidden,
}

pub(super) fn cells(
    registry: &Registry,
    world: &World,
    question: &ReachQuestion,
    grounds: &Grounds,
) -> Result<Answer, RegistryError> {
    let surface = grounds.surface();
    let rounded = |value: f64| value.is_finite().then_some((value * 10.0).round() / 10.0);
    let in_time = grounds.is_in_time();
    let populated: Vec<u32> =
        (0..surface.len() as u32).filter(|point| surface.people()[*point as usize] > People::ZERO).collect();
    let fewest = People::whole(u64::from(registry.reference.rules.fewest_shown));
    let (shown, hidden) = shown_points(surface, &populated, fewest);
    let mut features = Features::new();
    for point in shown {
        let point = point as usize;
        let far = grounds.far()[point];
        let division = world.tree.get(surface.division()[point]);
        let cell = Cell {
            people: surface.people()[point],
            metres: if in_time { None } else { rounded(far) },
            minutes: if in_time { rounded(far / 60.0) } else { None },
            site: grounds.site(point).and_then(|site| grounds.located.ids.get(site as usize).copied()),
            division: division.map(|node| node.division.external_id.as_str()),
            band: grounds.limits.iter().take_while(|limit| !grounds.is_within(point, **limit)).count(),
        };
        let outline = surface.footprint().outline(point, surface.lon()[point], surface.lat()[point]);
        features.push(&Geometry::Polygon(outline), &cell)?;
    }
    features.finish(&Beside {
        question,
        head: registry.head(world, &question.scope, grounds),
        distances: &grounds.extents,
        hidden,
    })
}
