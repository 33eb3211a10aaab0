//! How many families, or kinds, of facility people have near, and how evenly.

/// Figures by division and by category, and cells.
mod answers;
/// The categories that are told apart.
mod categories;

use super::Studies;
use super::answer::Answer;
use super::asked::Asked;
use super::extent::Extents;
use super::pairs::catchments;
use super::question::{Part, part};
use super::scope::Scope;
use super::watch::Watch;
use crate::analysis::access::diversity::{DEFAULT_REACH_M, DiversityError, variety};
use crate::registry::Registry;
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
        let reference = &registry.reference;
        let surface = registry.people(world, &question.scope).await?;
        tokio::task::block_in_place(|| {
            let located = self.states.get(world, &surface, &question.scope, reference, watch)?;
            let extent = question.extents.at_speed_of(&question.scope.mode, reference)[0];
            let named = Named::of(world, reference, &located, question.by);
            let table = catchments(registry, world, &question.scope, &located, extent.metres, |_| true)?;
            let factors = vec![1.0; named.categories.len()];
            let near = variety(&table, &named.of_site, &factors, extent.metres as f32)?;
            answers::answer(registry, world, question, &located, extent, (&named, &near))
        })
    }
}

impl From<DiversityError> for RegistryError {
    fn from(error: DiversityError) -> Self {
        Self::refused_in_both(&error.to_string())
    }
}
