//! How much venue area, or how many places, each person can use: floating catchments.

/// Cells coloured by what their people can use.
mod cells;
/// Figures by division, with what the people share and what nobody reaches.
mod figures;
/// How access is measured: method, catchment, kernel, supply.
mod how;
/// How the weight of a site falls with distance, as it is asked for.
mod kernel;
/// Access of every demand point.
mod measured;
/// What each site supplies.
mod supply;

pub use figures::Made;
pub use how::How;
pub use measured::{Measured, measure};

use super::Studies;
use super::answer::Answer;
use super::question::{Part, part};
use super::scope::Scope;
use super::watch::Watch;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use serde::Serialize;
use std::sync::Arc;

/// A question of access.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccessQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    #[serde(flatten)]
    pub how: How,
    pub part: Part,
}

impl AccessQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let scope = Scope::read(asked, reference);
        let how = How::read(asked, &scope, reference);
        scope.refuse_division(asked);
        scope.refuse_minutes(asked, how.extents.unit);
        Self { how, part: part(asked, Part::Cells, &[]), scope }
    }
}

impl Studies {
    pub(super) async fn access(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &AccessQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let grounds = registry.grounds(world, &question.scope, &question.how.extents, watch).await?;
        tokio::task::block_in_place(|| {
            let measured = measure(registry, world, &question.scope, &question.how, &grounds, watch)?;
            match question.part {
                Part::Figures => figures::figures(registry, world, question, &grounds, &measured),
                _ => cells::cells(registry, world, question, &grounds, &measured),
            }
        })
    }
}
