//! Cells coloured by how far they have.

use super::ReachQuestion;
use crate::analysis::demand::{People, blocks};
use crate::analysis::gaps::{Hidden, shown_points};
use crate::analysis::reach::Reach;
use crate::domain::contribution::Ordinal;
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
    /// Points it stands for: more than one where each alone has too few people to be shown. Metres
    /// are then their mean over people, and the band is that of most people.
    points: u64,
    /// Position of the first limit within which there is a site; as many as limits where there is none.
    band: usize,
}

#[derive(Serialize)]
struct Beside<'a> {
    question: &'a ReachQuestion,
    #[serde(flatten)]
    head: Head,
    distances: &'a [Extent],
    /// What has too few people even with its neighbours, in sum.
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
    let (shown, _) = shown_points(surface, &populated, fewest);
    let mut features = Features::new();
    for point in &shown {
        let point = *point as usize;
        let far = grounds.far()[point];
        let cell = Cell {
            people: surface.people()[point],
            metres: if in_time { None } else { rounded(far) },
            minutes: if in_time { rounded(far / 60.0) } else { None },
            site: grounds.site(point).and_then(|site| grounds.located.ids.get(site as usize).copied()),
            division: code(world, surface.division()[point]),
            band: band(grounds, point),
            points: 1,
        };
        let outline = surface.footprint().outline(point, surface.lon()[point], surface.lat()[point]);
        features.push(&Geometry::Polygon(outline), &cell)?;
    }
    // Neighbours with too few people each are shown together.
    let few: Vec<u32> = populated.into_iter().filter(|p| shown.binary_search(p).is_err()).collect();
    let (blocks, left) = blocks(surface, &few, fewest);
    for block in &blocks {
        let mean = over_people(grounds, &block.points);
        let cell = Cell {
            people: block.people,
            metres: if in_time { None } else { rounded(mean) },
            minutes: if in_time { rounded(mean / 60.0) } else { None },
            site: None,
            division: code(world, surface.division()[block.points[0] as usize]),
            band: most(grounds, &block.points),
            points: block.points.len() as u64,
        };
        features.push(&Geometry::MultiPolygon(block.outline.clone()), &cell)?;
    }
    let people = left.iter().map(|point| surface.people()[*point as usize]).sum();
    let hidden = Hidden { entries: left.len() as u64, people };
    features.finish(&Beside {
        question,
        head: registry.head(world, &question.scope, grounds),
        distances: &grounds.extents,
        hidden,
    })
}

fn code(world: &World, division: Ordinal) -> Option<&str> {
    world.tree.get(division).map(|node| &*node.division.external_id)
}

fn band(grounds: &Grounds, point: usize) -> usize {
    grounds.limits.iter().take_while(|limit| !grounds.is_within(point, **limit)).count()
}

/// The mean way; infinite as soon as anybody has none.
fn over_people(grounds: &Grounds, points: &[u32]) -> f64 {
    let people = |point: &u32| grounds.surface().people()[*point as usize].value();
    let sum: f64 = points.iter().map(|point| people(point) * grounds.far()[*point as usize]).sum();
    sum / points.iter().map(people).sum::<f64>()
}

/// The band of most people; of equal ones the nearer.
fn most(grounds: &Grounds, points: &[u32]) -> usize {
    let mut people = vec![People::ZERO; grounds.limits.len() + 1];
    for point in points {
        people[band(grounds, *point as usize)] += grounds.surface().people()[*point as usize];
    }
    (0..people.len()).fold(0, |best, next| if people[next] > people[best] { next } else { best })
}
