//! The question put to the solver.

use super::{Asking, Model, SitingQuestion};
use crate::analysis::divisions::Tree;
use crate::analysis::reach::Reach;
use crate::analysis::siting::{
    self, Covering, Distances, Halt, Limits, NO_DIVISION, Progress, SitingError, Target, fewest_sites,
    least_distance, most_people,
};
use crate::domain::contribution::Ordinal;
use crate::registry::error::RegistryError;
use crate::registry::study::watch::Watch;
use crate::registry::world::World;
use std::ops::ControlFlow;

/// People are thousandths, so that parts of people in cells count exactly.
pub const UNIT: f64 = 1_000.0;

/// Share in millionths.
const WHOLE: f64 = 1e6;

/// Decimetres in a metre, and tenths in a second.
const DM: f64 = 10.0;

pub(super) fn solve(
    asked: &Asking<'_>,
    covered: &[bool],
    watch: Watch<'_>,
) -> Result<siting::Answer, RegistryError> {
    let Asking { registry, world, question, grounds, candidates, pairs } = *asked;
    let surface = grounds.surface();
    let people: Vec<u64> = surface.people().iter().map(|people| people.thousandths()).collect();
    let one_in_each = match &question.one_in_each {
        Some(level) => of_level(&world.tree, level, "one_in_each")?,
        None => Vec::new(),
    };
    let home = |ordinal: &Ordinal| up_to(&world.tree, *ordinal, question.one_in_each.as_deref());
    let divisions: Vec<u32> = candidates.divisions.iter().map(home).collect();
    let places =
        siting::Candidates { len: candidates.places.len(), cost: &candidates.costs, division: &divisions };
    let limits =
        Limits { count: question.count.map(|count| count as usize), budget: question.budget, one_in_each };
    let unit = unit(question.model, grounds.is_in_time());
    let ends = registry.clock.micros().0.saturating_add((question.seconds * 1e6) as i64);
    let mut follow = |progress: &Progress| {
        watch.found(progress.best as f64 / unit, progress.bound.map(|bound| bound as f64 / unit));
        if watch.progress(0.5 + closeness(progress) / 2.0).is_break() {
            return ControlFlow::Break(Halt::Cancelled);
        }
        if registry.clock.micros().0 >= ends {
            ControlFlow::Break(Halt::Limit)
        } else {
            ControlFlow::Continue(())
        }
    };
    let covering = Covering { people: &people, covered, start: &pairs.start, rows: &pairs.rows };
    let solved = match question.model {
        Model::MostPeople => most_people(&covering, &places, &limits, &mut follow),
        Model::FewestSites => {
            let zones = zones(world, question, surface.division())?;
            let millionths = (question.share * WHOLE).round() as u32;
            fewest_sites(&covering, &places, &Target { millionths, zones: &zones }, &mut follow)
        }
        Model::LeastDistance => {
            let beyond_dm = (grounds.limits[0] * DM) as u32;
            let dm = |far: f64| (far * DM).round().min(f64::from(beyond_dm)) as u32;
            let existing_dm: Vec<u32> = grounds.far().iter().map(|far| dm(*far)).collect();
            let listed: Vec<u32> = pairs.far.iter().map(|far| dm(f64::from(*far))).collect();
            let distances = Distances {
                people: &people,
                existing_dm: &existing_dm,
                beyond_dm,
                start: &pairs.start,
                rows: &pairs.rows,
                dm: &listed,
            };
            least_distance(&distances, &places, &limits, &mut follow)
        }
    };
    let solved = solved.map_err(|error| worded(&error, &world.tree))?;
    if solved.stopped == siting::Stopped::Cancelled {
        return Err(RegistryError::Cancelled);
    }
    Ok(solved)
}

/// What the solver counts in one of the unit that is told: people, sites or cost, person-kilometres or
/// person-hours.
pub(super) const fn unit(model: Model, in_time: bool) -> f64 {
    match model {
        Model::MostPeople => UNIT,
        Model::FewestSites => 1.0,
        Model::LeastDistance if in_time => UNIT * 36_000.0,
        Model::LeastDistance => UNIT * 10_000.0,
    }
}

/// How near bound and best are to each other, 0 to 1.
fn closeness(progress: &Progress) -> f64 {
    match progress.bound {
        Some(bound) if bound.max(progress.best) > 0 => {
            progress.best.min(bound) as f64 / progress.best.max(bound) as f64
        }
        _ => 0.0,
    }
}

/// The divisions of a level.
fn of_level(tree: &Tree, level: &str, field: &str) -> Result<Vec<u32>, RegistryError> {
    let found: Vec<u32> = tree
        .ordinals()
        .filter(|ordinal| tree.node(*ordinal).division.level == level)
        .map(|ordinal| u32::from(ordinal.0))
        .collect();
    if found.is_empty() {
        let mut levels: Vec<&str> = tree.ordinals().map(|o| tree.node(o).division.level.as_str()).collect();
        levels.sort_unstable();
        levels.dedup();
        let levels = levels.join(", ");
        return Err(RegistryError::invalid(
            field,
            "no_such_level",
            format!("没有级别为“{level}”的行政区划；有：{levels}"),
            format!("no division has the level `{level}`; there are: {levels}"),
        ));
    }
    Ok(found)
}

/// The division of a level that a division is in, or is.
pub(super) fn up_to(tree: &Tree, ordinal: Ordinal, level: Option<&str>) -> u32 {
    let mut at = tree.get(ordinal).map(|_| ordinal);
    while let Some(here) = at {
        if Some(tree.node(here).division.level.as_str()) == level {
            return u32::from(here.0);
        }
        at = tree.node(here).parent;
    }
    NO_DIVISION
}

/// The zone of each point; empty: everybody is one.
fn zones(world: &World, question: &SitingQuestion, homes: &[Ordinal]) -> Result<Vec<u32>, RegistryError> {
    let Some(level) = &question.share_in_each else { return Ok(Vec::new()) };
    of_level(&world.tree, level, "share_in_each")?;
    Ok(homes.iter().map(|home| up_to(&world.tree, *home, Some(level))).collect())
}

/// The solver's words, with names instead of numbers.
fn worded(error: &SitingError, tree: &Tree) -> RegistryError {
    let name = |number: u32| {
        u16::try_from(number).ok().and_then(|o| tree.get(Ordinal(o))).map_or_else(
            || "（未划入任何区划 in no division）".to_owned(),
            |node| node.division.name_zh.clone(),
        )
    };
    match error {
        SitingError::NoCandidateIn { division } => {
            let name = name(*division);
            RegistryError::refused(
                format!("{name} 没有候选地点（或超出预算）；请换候选来源，或不要求每区一处"),
                format!(
                    "{name} has no candidate that can be afforded; take other candidates, or do not ask for one in each"
                ),
            )
        }
        SitingError::OutOfReach { wanted, possible, place } => {
            let place = match place.strip_prefix("zone ").and_then(|zone| zone.parse().ok()) {
                Some(zone) => name(zone),
                None => "全部 everybody".to_owned(),
            };
            let people = |thousandths: u64| (thousandths as f64 / UNIT).round();
            let (wanted, possible) = (people(*wanted), people(*possible));
            RegistryError::refused(
                format!(
                    "达不到：{place} 需覆盖 {wanted} 人，全部候选地点最多 {possible} 人；请降低 share、放宽半径或增加候选"
                ),
                format!(
                    "out of reach: {place} needs {wanted} people and all candidates reach {possible}; lower `share`, widen the radius, or give more candidates"
                ),
            )
        }
        SitingError::NoCandidates => RegistryError::refused(
            "没有候选地点：半径以内已无未覆盖人口，或图层为空",
            "there are no candidate places: nobody is out of reach, or the layer is empty",
        ),
        other => {
            let text = other.to_string();
            let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
            RegistryError::refused(zh, en)
        }
    }
}
