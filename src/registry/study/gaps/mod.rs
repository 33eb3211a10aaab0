//! Where people live who have too far, and from where most of them would be reached.

/// The answers.
mod answers;

use super::Studies;
use super::answer::Answer;
use super::extent::Extents;
use super::question::{Part, part};
use super::scope::Scope;
use super::watch::Watch;
use crate::analysis::gaps::{GapOptions, find_gaps};
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use serde::Serialize;
use std::sync::Arc;

/// A question of gaps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapsQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    /// One limit.
    pub extents: Extents,
    /// Up to how many metres apart cells hang together; by default one and a half widths of a cell.
    pub link_m: Option<f64>,
    /// Uncovered is whoever has fewer families of facilities within the limit than this.
    pub variety_kinds: Option<u32>,
    pub part: Part,
}

impl GapsQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let scope = Scope::read(asked, reference);
        let extents = Extents::read_one(asked, reference.rules.reach.circle_m);
        Self {
            extents,
            link_m: asked.number("link_m", 1.0, 100_000.0),
            variety_kinds: asked.whole("variety_kinds", 1, 64).map(|count| count as u32),
            part: part(asked, Part::Areas, &[Part::Cells, Part::Places]),
            scope,
        }
    }
}

impl Studies {
    pub(super) async fn gaps(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &GapsQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let grounds = registry.grounds(world, &question.scope, &question.extents, watch).await?;
        tokio::task::block_in_place(|| {
            let covered = match question.variety_kinds {
                None => grounds.covered(grounds.limits[0]),
                Some(least) => {
                    let families = grounds.families(grounds.limits[0], watch)?;
                    families.iter().map(|families| families.count_ones() >= least).collect()
                }
            };
            // The best place of a gap, and its nearest site, are told by straight lines.
            let options = GapOptions { radius_m: grounds.extents[0].metres, link_m: question.link_m };
            let gaps = find_gaps(&grounds.located.state, &covered, options, &|share| watch.progress(share))?;
            answers::answer(registry, world, question, &grounds, &gaps)
        })
    }
}
