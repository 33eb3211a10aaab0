//! The chosen places, what they change, and the proof that nothing better exists.

use super::candidates::Candidates;
use super::pairs::Pairs;
use super::solve::UNIT;
use super::{Model, SitingQuestion};
use crate::analysis::demand::People;
use crate::analysis::reach::{ReachState, Target, summarise};
use crate::analysis::siting::{self, Stopped};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::extent::Extent;
use crate::registry::study::features::{Features, json};
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::located::Located;
use crate::registry::study::question::Part;
use crate::registry::study::reach::Group;
use crate::registry::world::World;
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
    /// People whom it reaches and those before it do not; of distances: person-kilometres saved.
    people: Option<People>,
    person_km: Option<f64>,
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

#[expect(clippy::too_many_arguments, reason = "the grounds of one answer, each used once")]
pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &SitingQuestion,
    located: &Located,
    limit: Extent,
    candidates: &Candidates,
    pairs: &Pairs,
    solved: &siting::Answer,
) -> Result<Answer, RegistryError> {
    let surface = located.state.surface();
    let before = located.summary(&world.tree, &[limit.metres])?;
    let mut state = ReachState::clone(&located.state);
    for candidate in &solved.chosen {
        let place = candidates.places[*candidate as usize];
        state = state.with_site_added(Target::new(Point(place).into(), 0))?.0;
    }
    let after = summarise(&state, &world.tree, &[limit.metres])?;
    let chosen = ranked(world, question, located, candidates, pairs, &solved.chosen);
    let mut answered = Answered {
        question,
        head: registry.head(world, &question.scope, surface, located.told),
        limit,
        chosen: None,
        before: Group::of(&before.whole),
        after: Group::of(&after.whole),
        proof: proof(question.model, solved, !candidates.costs.is_empty()),
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
fn ranked(
    world: &World,
    question: &SitingQuestion,
    located: &Located,
    candidates: &Candidates,
    pairs: &Pairs,
    chosen: &[u32],
) -> Vec<Chosen> {
    let people = located.state.surface().people();
    let mut left: Vec<u32> = chosen.to_vec();
    let mut reached: HashSet<u32> = HashSet::new();
    let mut metres = located.state.metres().to_vec();
    let mut ranked = Vec::new();
    while !left.is_empty() {
        let entries = |candidate: u32| pairs.start[candidate as usize]..pairs.start[candidate as usize + 1];
        let gain = |candidate: u32| -> f64 {
            entries(candidate)
                .map(|entry| {
                    let row = pairs.rows[entry];
                    let people = people[row as usize].value();
                    match question.model {
                        Model::LeastDistance => {
                            people
                                * (metres[row as usize].min(FARTHEST_M) - f64::from(pairs.metres[entry]))
                                    .max(0.0)
                        }
                        Model::MostPeople | Model::FewestSites if reached.contains(&row) => 0.0,
                        Model::MostPeople | Model::FewestSites => people,
                    }
                })
                .sum()
        };
        let gains: Vec<f64> = left.iter().map(|candidate| gain(*candidate)).collect();
        let best = (0..left.len()).fold(0, |best, next| if gains[next] > gains[best] { next } else { best });
        let (candidate, gained) = (left.remove(best), gains[best]);
        for entry in entries(candidate) {
            let row = pairs.rows[entry];
            reached.insert(row);
            metres[row as usize] = metres[row as usize].min(f64::from(pairs.metres[entry]));
        }
        let position = candidate as usize;
        let least = question.model == Model::LeastDistance;
        ranked.push(Chosen {
            rank: ranked.len() + 1,
            lon: candidates.places[position].x,
            lat: candidates.places[position].y,
            division: DivisionName::of(world, candidates.divisions[position]),
            people: (!least).then(|| People::from_thousandths((gained * UNIT).round() as u64)),
            person_km: least.then(|| (gained / 100.0).round() / 10.0),
            name: candidates.names[position].clone(),
            cost: candidates.costs.get(position).copied(),
        });
    }
    ranked
}

/// For those who have no site at all, metres.
const FARTHEST_M: f64 = 200_000.0;

fn proof(model: Model, solved: &siting::Answer, has_costs: bool) -> Proof {
    let (unit_zh, unit_en, unit) = match model {
        Model::MostPeople => ("人（含现有场地覆盖）", "people, existing sites included", UNIT),
        Model::FewestSites if has_costs => ("造价", "cost", 1.0),
        Model::FewestSites => ("处", "sites", 1.0),
        Model::LeastDistance => {
            ("人·千米（含现有场地）", "person-kilometres, existing sites included", 10_000.0)
        }
    };
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
