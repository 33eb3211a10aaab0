//! How far venue area per head may be off, and whether the target is reached all the same.

/// Figures with their ends, by division.
mod answers;
/// What is known of the registry's sites, and what is not.
mod evidence;
/// The areas that a site of each kind may have.
mod sizes;

use super::Studies;
use super::answer::Answer;
use super::day::{Day, target};
use super::question::{Part, part};
use crate::analysis::uncertainty::bounds::BoundsError;
use crate::analysis::uncertainty::width::Widths;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use serde::Serialize;
use std::sync::Arc;

/// Wider than any trail, metres.
const WIDEST_M: f64 = 100.0;

/// A question of bounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoundsQuestion {
    #[serde(flatten)]
    pub day: Day,
    /// The level of the divisions; by default the children.
    pub level: Option<String>,
    /// Square metres per head; `null`: the plan has no such target, and none was asked about.
    pub target: Option<f64>,
    /// Widths that a trail without a recorded one may have.
    pub widths: Widths,
    pub part: Part,
}

impl BoundsQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let day = Day::read(asked, reference);
        let width = |text: &str| text.parse::<f64>().ok().filter(|width| (0.0..=WIDEST_M).contains(width));
        let widths = asked.list("widths_m", width, "0 ≤ x ≤ 100");
        let widths = widths.unwrap_or_else(|| reference.rules.uncertainty.trail_width_m.to_vec());
        let is_ordered = widths.len() == 3 && widths.is_sorted();
        if !is_ordered {
            asked.wrong(
                "widths_m",
                "not_three",
                "widths_m 应为三个从小到大的宽度（米）：低、典型、高",
                "`widths_m` is three widths in metres: low, typical, high",
            );
        }
        let cm = |at: usize| (widths.get(at).copied().unwrap_or_default() * 100.0).round() as u32;
        Self {
            day,
            level: asked.text("level"),
            target: target(asked).or(reference.target_m2_per_head()),
            widths: Widths { low_cm: cm(0), typical_cm: cm(1), high_cm: cm(2) },
            part: part(asked, Part::Areas, &[]),
        }
    }
}

impl Studies {
    pub(super) fn bounds(
        registry: &Registry,
        world: &Arc<World>,
        question: &BoundsQuestion,
    ) -> Result<Answer, RegistryError> {
        tokio::task::block_in_place(|| answers::answer(registry, world, question))
    }
}

impl From<BoundsError> for RegistryError {
    fn from(error: BoundsError) -> Self {
        Self::refused_in_both(&error.to_string())
    }
}
