//! Gaps ranked by people, as figures and as features.

use super::GapsQuestion;
use crate::analysis::demand::People;
use crate::analysis::gaps::{Gap, Hidden, shown_gaps, shown_points};
use crate::analysis::reach::Reach;
use crate::registry::Registry;
use crate::registry::coverage::name;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::{Features, json};
use crate::registry::study::few::Few;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::located::Located;
use crate::registry::study::question::Part;
use crate::registry::world::World;
use geo::{Geometry, Point};
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a GapsQuestion,
    #[serde(flatten)]
    head: Head,
    radius: Extent,
    uncovered: Uncovered,
    #[serde(skip_serializing_if = "Option::is_none")]
    gaps: Option<Vec<Row>>,
    /// What has too few people to be shown, in sum.
    hidden: Hidden,
}

#[derive(Serialize)]
struct Uncovered {
    people: People,
    share: Option<f64>,
    points: u64,
    gaps: u64,
}

#[derive(Clone, Serialize)]
struct Row {
    /// From 1, by people.
    rank: usize,
    people: People,
    /// Of everybody.
    share: Option<f64>,
    points: u64,
    /// Where the best place lies.
    division: Option<DivisionName>,
    best: Best,
    nearest: Option<NearestSite>,
}

/// From where most of the gap's people would be reached.
#[derive(Clone, Serialize)]
struct Best {
    /// Degrees WGS 84.
    lon: f64,
    lat: f64,
    /// `null`: some, but too few to be told.
    people: Option<People>,
}

/// The existing site nearest to the best place.
#[derive(Clone, Serialize)]
struct NearestSite {
    site: Uuid,
    name_zh: String,
    metres: f64,
}

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &GapsQuestion,
    grounds: &Grounds,
    gaps: &[Gap],
) -> Result<Answer, RegistryError> {
    let located = &grounds.located;
    let surface = located.state.surface();
    let fewest = People::whole(u64::from(registry.reference.rules.fewest_shown));
    let (shown, hidden) = shown_gaps(gaps, fewest);
    let people: People = gaps.iter().map(|gap| gap.people).sum();
    let uncovered = Uncovered {
        people,
        share: people.share_of(surface.total()),
        points: gaps.iter().map(|gap| gap.points.len() as u64).sum(),
        gaps: gaps.len() as u64,
    };
    let head = registry.head(world, &question.scope, grounds);
    let radius = grounds.extents[0];
    let mut answered = Answered { question, head, radius, uncovered, gaps: None, hidden };
    let few = Few::new(&registry.reference);
    let rows =
        shown.iter().enumerate().map(|(position, gap)| (row(world, located, position + 1, gap, few), *gap));
    let mut features = Features::new();
    match question.part {
        Part::Figures => {
            answered.gaps = Some(rows.map(|(row, _)| row).collect());
            return json(&answered);
        }
        Part::Areas => {
            for (row, gap) in rows {
                features.push(&Geometry::MultiPolygon(gap.outline.clone()), &row)?;
            }
        }
        Part::Places => {
            for (row, gap) in rows {
                features.push(&Geometry::Point(Point(gap.best_at)), &row)?;
            }
        }
        Part::Cells => {
            let points: Vec<u32> = gaps.iter().flat_map(|gap| gap.points.iter().copied()).collect();
            let (points, hidden) = shown_points(surface, &points, fewest);
            answered.hidden = hidden;
            for point in points {
                let (lon, lat) = (surface.lon()[point as usize], surface.lat()[point as usize]);
                let outline = surface.footprint().outline(point as usize, lon, lat);
                features.push(&Geometry::Polygon(outline), &cell(world, grounds, point))?;
            }
        }
    }
    features.finish(&answered)
}

fn row(world: &World, located: &Located, rank: usize, gap: &Gap, few: Few) -> Row {
    let nearest = gap.nearest.and_then(|near| {
        let id = *located.ids.get(near.site as usize)?;
        let name_zh = world.snapshot.sites.get(id).map(|entry| name(&entry.feature))?;
        Some(NearestSite { site: id, name_zh, metres: (near.metres * 10.0).round() / 10.0 })
    });
    Row {
        rank,
        people: gap.people,
        share: gap.people.share_of(located.state.surface().total()),
        points: gap.points.len() as u64,
        division: DivisionName::of(world, gap.division),
        best: Best { lon: gap.best_at.x, lat: gap.best_at.y, people: few.told(gap.best_people) },
        nearest,
    }
}

#[derive(Serialize)]
struct Cell<'a> {
    people: People,
    /// Of the way to the nearest site, in the unit in which it was measured.
    metres: Option<f64>,
    minutes: Option<f64>,
    division: Option<&'a str>,
}

fn cell<'a>(world: &'a World, grounds: &Grounds, point: u32) -> Cell<'a> {
    let point = point as usize;
    let surface = grounds.surface();
    let (far, in_time) = (grounds.far()[point], grounds.is_in_time());
    let rounded = |value: f64| value.is_finite().then_some((value * 10.0).round() / 10.0);
    Cell {
        people: surface.people()[point],
        metres: if in_time { None } else { rounded(far) },
        minutes: if in_time { rounded(far / 60.0) } else { None },
        division: (world.tree.get(surface.division()[point])).map(|node| &*node.division.external_id),
    }
}
