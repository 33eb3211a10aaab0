//! Cells coloured by how far they have.

use super::ReachQuestion;
use crate::analysis::demand::People;
use crate::analysis::gaps::{Hidden, shown_points};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::Features;
use crate::registry::study::head::Head;
use crate::registry::study::located::Located;
use crate::registry::world::World;
use geo::Geometry;
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct Cell<'a> {
    people: People,
    /// To the nearest site; `null` where there is none.
    metres: Option<f64>,
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
    located: &Located,
    extents: &[Extent],
) -> Result<Answer, RegistryError> {
    let state = &*located.state;
    let surface = state.surface();
    let populated: Vec<u32> =
        (0..surface.len() as u32).filter(|point| surface.people()[*point as usize] > People::ZERO).collect();
    let fewest = People::whole(u64::from(registry.reference.rules.fewest_shown));
    let (shown, hidden) = shown_points(surface, &populated, fewest);
    let mut features = Features::new();
    for point in shown {
        let point = point as usize;
        let near = state.near(point);
        let division = world.tree.get(surface.division()[point]);
        let cell = Cell {
            people: surface.people()[point],
            metres: near.map(|near| (near.metres * 10.0).round() / 10.0),
            site: near.and_then(|near| located.ids.get(near.site as usize).copied()),
            division: division.map(|node| node.division.external_id.as_str()),
            band: extents.iter().take_while(|extent| !state.is_within(point, extent.metres)).count(),
        };
        let outline = surface.footprint().outline(point, surface.lon()[point], surface.lat()[point]);
        features.push(&Geometry::Polygon(outline), &cell)?;
    }
    features.finish(&Beside {
        question,
        head: registry.head(world, &question.scope, surface, located.told),
        distances: extents,
        hidden,
    })
}
