//! How evenly venue area, and access to it, are shared among people.

/// Area per head over divisions, and access over people.
mod answers;
/// Area per head of the divisions that are compared.
mod area;
/// Gini, Lorenz, Palma and Theil of one thing.
mod measures;

use super::Studies;
use super::access::{How, measure};
use super::answer::Answer;
use super::question::{Part, part};
use super::scope::Scope;
use super::watch::Watch;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use area::Figure;
use serde::Serialize;
use std::sync::Arc;

/// A question of equity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EquityQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    /// By which access is measured.
    #[serde(flatten)]
    pub how: How,
    /// Which of the three areas is compared over divisions.
    pub figure: Figure,
    /// The level of the divisions; by default the children of the whole.
    pub level: Option<String>,
    pub part: Part,
}

impl EquityQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let scope = Scope::read(asked, reference);
        let how = How::read(asked, &scope, reference);
        scope.refuse_division(asked);
        scope.refuse_minutes(asked, how.extents.unit);
        Self {
            how,
            figure: asked.word("figure", Figure::parse, "all, open, free").unwrap_or_default(),
            level: asked.text("level"),
            part: part(asked, Part::Areas, &[]),
            scope,
        }
    }
}

impl Studies {
    pub(super) async fn equity(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &EquityQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let grounds = registry.grounds(world, &question.scope, &question.how.extents, watch).await?;
        tokio::task::block_in_place(|| {
            let compared = area::compared(registry, world, question)?;
            let measured = measure(registry, world, &question.scope, &question.how, &grounds, watch)?;
            answers::answer(registry, world, question, &grounds, &measured, &compared)
        })
    }
}
