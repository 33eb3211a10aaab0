//! The chosen places, what they change, and the proof that nothing better exists.

use super::solve::{UNIT, unit};
use super::{Asking, Model, SitingQuestion};
use crate::analysis::demand::People;
use crate::analysis::reach::{Reach, Target, summarise};
use crate::analysis::siting::{self, Stopped};
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::{Features, json};
use crate::registry::study::few::Few;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::question::Part;
use crate::registry::study::reach::Group;
use crate::registry::study::watch::Watch;
use geo::{Geometry, Point};
use serde::Serialize;
use std::collections::HashSet;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a SitingQuestion,
    #[serde(flatten)]
    head: Head,
    limit: Extent,
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<&'a [Chosen]>,
    before: Group,
    /// Measured anew with the chosen sites in place, not read off the solver.
    after: Group,
    proof: Proof,
    candidates: u64,
    /// Points with people that nothing covers.
    rows: u64,
    pairs: u64,
}

/// A place that was chosen, in the order in which each adds most.
#[derive(Clone, Serialize)]
struct Chosen {
    /// From 1.
    rank: usize,
    lon: f64,
    lat: f64,
    division: Option<DivisionName>,
    /// People whom it reaches and those before it do not, `null` where they are too few to be told; of
    /// distances: person-kilometres saved.
    people: Option<People>,
    person_km: Option<f64>,
    /// The same where ways are measured in time.
    person_hours: Option<f64>,
    name: Option<String>,
    cost: Option<u64>,
}

/// Objective and bound in the unit told; nothing can be better than the bound.
#[derive(Serialize)]
struct Proof {
    unit_zh: &'static str,
    unit_en: &'static str,
    objective: f64,
    bound: f64,
    gap: f64,
    /// Of the objective, 0 to 1.
    gap_share: Option<f64>,
    proven: bool,
    stopped: Stopped,
    stopped_zh: &'static str,
    stopped_en: &'static str,
    nodes: u64,
    iterations: u64,
}

pub(super) fn answer(
    asked: &Asking<'_>,
    solved: &siting::Answer,
    watch: Watch<'_>,
) -> Result<Answer, RegistryError> {
    let Asking { registry, world, question, grounds, candidates, pairs } = *asked;
    let limits = &grounds.limits;
    let before = summarise(grounds, &world.tree, limits)?;
    let chosen_too = solved.chosen.iter().map(|candidate| candidates.places[*candidate as usize]);
    let existing = grounds.located.state.sites().standing().map(|(_, target)| target.clone());
    let targets = existing.chain(chosen_too.map(|place| Target::new(Point(place).into(), 0))).collect();
    let after = summarise(&grounds.to(targets, watch)?, &world.tree, limits)?;
    let chosen = ranked(asked, &solved.chosen);
    let in_time = grounds.is_in_time();
    let mut answered = Answered {
        question,
        head: registry.head(world, &question.scope, grounds),
        limit: grounds.extents[0],
        chosen: None,
        before: Group::of(&before.whole, in_time),
        after: Group::after(&before.whole, &after.whole, in_time, Few::new(&registry.reference)),
        proof: proof(question.model, solved, !candidates.costs.is_empty(), in_time),
        candidates: candidates.places.len() as u64,
        rows: pairs.open as u64,
        pairs: pairs.rows.len() as u64,
    };
    if question.part == Part::Figures {
        answered.chosen = Some(&chosen);
        return json(&answered);
    }
    let mut features = Features::new();
    for place in &chosen {
        features.push(&Geometry::Point(Point::new(place.lon, place.lat)), place)?;
    }
    features.finish(&answered)
}

/// Each time the one that adds most to those before it.
fn ranked(asked: &Asking<'_>, chosen: &[u32]) -> Vec<Chosen> {
    let Asking { registry, world, question, grounds, candidates, pairs } = *asked;
    let few = Few::new(&registry.reference);
    let least = question.model == Model::LeastDistance;
    let people = grounds.surface().people();
    let mut left: Vec<u32> = chosen.to_vec();
    let mut reached: HashSet<u32> = HashSet::new();
    let mut far: Vec<f64> = grounds.far().iter().map(|far| far.min(grounds.limits[0])).collect();
    let mut ranked = Vec::new();
    while !left.is_empty() {
        let gain = |candidate: u32| -> f64 {
            let entries = pairs.of(candidate).map(|entry| {
                let row = pairs.rows[entry] as usize;
                let people = people[row].value();
                if least {
                    people * (far[row] - f64::from(pairs.far[entry])).max(0.0)
                } else if reached.contains(&pairs.rows[entry]) {
                    0.0
                } else {
                    people
                }
            });
            entries.sum()
        };
        let gains: Vec<f64> = left.iter().map(|candidate| gain(*candidate)).collect();
        let best = (0..left.len()).fold(0, |best, next| if gains[next] > gains[best] { next } else { best });
        let (candidate, gained) = (left.remove(best), gains[best]);
        for entry in pairs.of(candidate) {
            let row = pairs.rows[entry];
            reached.insert(row);
            far[row as usize] = far[row as usize].min(f64::from(pairs.far[entry]));
        }
        let position = candidate as usize;
        let (saved_km, saved_h) =
            if grounds.is_in_time() { (None, Some(3_600.0)) } else { (Some(1_000.0), None) };
        let saved =
            |unit: Option<f64>| unit.filter(|_| least).map(|unit| (gained / unit * 10.0).round() / 10.0);
        ranked.push(Chosen {
            rank: ranked.len() + 1,
            lon: candidates.places[position].x,
            lat: candidates.places[position].y,
            division: DivisionName::of(world, candidates.divisions[position]),
            people: if least {
                None
            } else {
                few.told(People::from_thousandths((gained * UNIT).round() as u64))
            },
            person_km: saved(saved_km),
            person_hours: saved(saved_h),
            name: candidates.names[position].clone(),
            cost: candidates.costs.get(position).copied(),
        });
    }
    ranked
}

fn proof(model: Model, solved: &siting::Answer, has_costs: bool, in_time: bool) -> Proof {
    let (unit_zh, unit_en) = match model {
        Model::MostPeople => ("人（含现有场地覆盖）", "people, existing sites included"),
        Model::FewestSites if has_costs => ("造价", "cost"),
        Model::FewestSites => ("处", "sites"),
        Model::LeastDistance if in_time => ("人·小时（含现有场地）", "person-hours, existing sites included"),
        Model::LeastDistance => ("人·千米（含现有场地）", "person-kilometres, existing sites included"),
    };
    let unit = unit(model, in_time);
    let (stopped_zh, stopped_en) = match solved.stopped {
        Stopped::Optimal => ("已证明最优", "proven optimal"),
        Stopped::Limit => ("到时限，未证明最优", "time limit reached, not proven"),
        Stopped::Cancelled => ("已取消", "cancelled"),
    };
    Proof {
        unit_zh,
        unit_en,
        objective: solved.objective as f64 / unit,
        bound: solved.bound as f64 / unit,
        gap: solved.gap() as f64 / unit,
        gap_share: solved.relative_gap(),
        proven: solved.proven,
        stopped: solved.stopped,
        stopped_zh,
        stopped_en,
        nodes: solved.nodes,
        iterations: solved.iterations,
    }
}
