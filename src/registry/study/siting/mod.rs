//! Where to build next: most people, fewest sites, or least distance, with proof.

/// The answers.
mod answers;
/// Where something may be built.
mod candidates;
/// Who would be reached from where.
mod pairs;
/// The question put to the solver.
mod solve;

use super::Studies;
use super::answer::Answer;
use super::extent::Extents;
use super::grounds::Grounds;
use super::question::{Part, part};
use super::scope::Scope;
use super::watch::Watch;
use crate::analysis::reach::Reach;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use candidates::{Candidates, Source};
use pairs::Pairs;
use serde::Serialize;
use std::sync::Arc;

/// Seconds of search, if nothing is asked.
const SECONDS: f64 = 20.0;

/// Beyond so many metres a site is no use, where distances are summed.
const BEYOND_M: f64 = 3_000.0;

/// What is wanted of the new sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Most people within the limit (MCLP).
    MostPeople,
    /// Fewest sites, or least cost, that reach a share of the people (LSCP).
    FewestSites,
    /// Least people times distance (p-median).
    LeastDistance,
}

impl Model {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "most_people" => Some(Self::MostPeople),
            "fewest_sites" => Some(Self::FewestSites),
            "least_distance" => Some(Self::LeastDistance),
            _ => None,
        }
    }
}

/// A question of siting. Existing sites stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SitingQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    pub model: Model,
    /// The limit; of distances the one beyond which a site is no use.
    pub extents: Extents,
    pub candidates: Source,
    /// At most so many new sites.
    pub count: Option<u64>,
    /// At most so much for all of them, in the unit of the candidates' `cost`.
    pub budget: Option<u64>,
    /// Share of the people to be reached, 0 to 1.
    pub share: f64,
    /// Every division of this level has to reach the share.
    pub share_in_each: Option<String>,
    /// Every division of this level gets at least one new site.
    pub one_in_each: Option<String>,
    /// The search ends after so many seconds with what it has.
    pub seconds: f64,
    pub part: Part,
}

impl SitingQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let scope = Scope::read(asked, reference);
        let words = "most_people, fewest_sites, least_distance";
        let model = asked.word("model", Model::parse, words).unwrap_or(Model::MostPeople);
        let default_m = if model == Model::LeastDistance { BEYOND_M } else { reference.rules.reach.circle_m };
        let extents = Extents::read_one(asked, default_m);
        let candidates = asked.word("candidates", Source::parse, Source::WORDS).unwrap_or_default();
        let count = asked.whole("count", 1, 10_000);
        let budget = asked.whole("budget", 1, 1 << 50);
        if count.is_none() && budget.is_none() && model != Model::FewestSites {
            asked.wrong(
                "count",
                "required",
                "请给出数量 count 或预算 budget",
                "say how many: `count`, or for how much: `budget`",
            );
        }
        Self {
            model,
            extents,
            candidates,
            count,
            budget,
            share: asked.number("share", 0.0, 1.0).unwrap_or(1.0),
            share_in_each: asked.text("share_in_each"),
            one_in_each: asked.text("one_in_each"),
            seconds: asked.number("seconds", 0.1, 3_600.0).unwrap_or(SECONDS),
            part: part(asked, Part::Places, &[]),
            scope,
        }
    }
}

impl Studies {
    pub(super) async fn siting(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &SitingQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let grounds = registry.grounds(world, &question.scope, &question.extents, watch).await?;
        let layer = candidates::layer(registry, &registry.terrain(world), &question.candidates).await?;
        tokio::task::block_in_place(|| {
            let surface = grounds.surface();
            let covered = match question.model {
                Model::LeastDistance => vec![false; surface.len()],
                Model::MostPeople | Model::FewestSites => grounds.covered(grounds.limits[0]),
            };
            let radius_m = grounds.extents[0].metres;
            let layer = layer.as_deref();
            let candidates =
                candidates::candidates(world, surface, &covered, radius_m, (question, layer), watch)?;
            let pairs = pairs::pairs(&grounds, &covered, &candidates, watch)?;
            let asked = Asking {
                registry,
                world,
                question,
                grounds: &grounds,
                candidates: &candidates,
                pairs: &pairs,
            };
            let solved = solve::solve(&asked, &covered, watch)?;
            answers::answer(&asked, &solved, watch)
        })
    }
}

/// What a question of siting is answered on.
#[derive(Clone, Copy)]
struct Asking<'a> {
    registry: &'a Registry,
    world: &'a World,
    question: &'a SitingQuestion,
    grounds: &'a Grounds,
    candidates: &'a Candidates,
    pairs: &'a Pairs,
}
