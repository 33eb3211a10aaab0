//! The cheapest mix of typical projects that lifts the district, or each division, to a target.

/// Mixes with their cost and proof.
mod answers;

use super::Studies;
use super::answer::Answer;
use super::day::{Day, target};
use super::question::{Part, part};
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use serde::Serialize;
use std::sync::Arc;

/// A question of projects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectsQuestion {
    #[serde(flatten)]
    pub day: Day,
    /// Square metres per head; `null`: the plan has no such target, and none was asked about.
    pub target: Option<f64>,
    /// Every division on its own, instead of all together.
    pub each: bool,
    /// The level of the divisions; by default the children.
    pub level: Option<String>,
    pub part: Part,
}

impl ProjectsQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let day = Day::read(asked, reference);
        let wanted = target(asked).or(reference.target_m2_per_head());
        if wanted.is_none() {
            asked.wrong(
                "target",
                "missing",
                "计划没有人均面积目标：请给出 target（平方米/人）",
                "the plan has no target of area per head: give `target` (m2 per head)",
            );
        }
        Self {
            day,
            target: wanted,
            each: asked.flag("each"),
            level: asked.text("level"),
            part: part(asked, Part::Areas, &[]),
        }
    }
}

impl Studies {
    pub(super) fn projects(
        registry: &Registry,
        world: &Arc<World>,
        question: &ProjectsQuestion,
    ) -> Result<Answer, RegistryError> {
        tokio::task::block_in_place(|| answers::answer(registry, world, question))
    }
}
