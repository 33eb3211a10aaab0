//! How many families, or kinds, of facility people have near, and how evenly.

/// Figures by division and by category, and cells.
mod answers;
/// The categories that are told apart.
mod categories;

use super::Studies;
use super::answer::Answer;
use super::extent::Extents;
use super::pairs::catchments;
use super::question::{Part, part};
use super::scope::Scope;
use super::watch::Watch;
use crate::analysis::access::diversity::{DEFAULT_REACH_M, DiversityError, variety};
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use categories::{By, Named};
use serde::Serialize;
use std::sync::Arc;

/// A question of diversity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DiversityQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    /// One limit.
    pub extents: Extents,
    pub by: By,
    pub part: Part,
}

impl DiversityQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let scope = Scope::read(asked, reference);
        Self {
            extents: Extents::read_one(asked, f64::from(DEFAULT_REACH_M)),
            by: asked.word("by", By::parse, "family, kind").unwrap_or_default(),
            part: part(asked, Part::Cells, &[]),
            scope,
        }
    }
}

impl Studies {
    pub(super) async fn diversity(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &DiversityQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let grounds = registry.grounds(world, &question.scope, &question.extents, watch).await?;
        tokio::task::block_in_place(|| {
            let extent = grounds.extents[0];
            let named = Named::of(world, &registry.reference, &grounds.located, question.by);
            let table = catchments(&grounds, extent.metres, |_| true, watch)?;
            let factors = vec![1.0; named.categories.len()];
            let near = variety(&table, &named.of_site, &factors, extent.metres as f32)?;
            answers::answer(registry, world, question, &grounds, extent, (&named, &near))
        })
    }
}

impl From<DiversityError> for RegistryError {
    fn from(error: DiversityError) -> Self {
        Self::refused_in_both(&error.to_string())
    }
}
