//! How far people have, in figures and on a map.

/// Cells coloured by how far they have.
mod cells;
/// Figures by group: everybody, divisions, ages, kinds, access classes.
mod figures;
/// Whether villages have what a village should have.
mod villages;

pub use figures::{Group, Ways, Within, within, within_after};

use super::Studies;
use super::answer::Answer;
use super::extent::Extents;
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

/// A question of reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReachQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    pub extents: Extents,
    pub variety_m: f64,
    /// Families of facilities that make enough variety.
    pub variety_kinds: u32,
    pub by: Vec<By>,
    pub part: Part,
}

/// Tables that are made when they are asked for, since each is a search of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Kind,
    Access,
}

impl ReachQuestion {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let rules = &reference.rules.reach;
        let scope = Scope::read(asked, reference);
        let extents = Extents::gb_50180(asked);
        let by = |text: &str| match text {
            "kind" => Some(By::Kind),
            "access" => Some(By::Access),
            _ => None,
        };
        let mut by = asked.list("by", by, "kind, access").unwrap_or_default();
        by.sort_unstable();
        by.dedup();
        Self {
            extents,
            variety_m: asked.number("variety_m", 1.0, 100_000.0).unwrap_or(rules.circle_m),
            variety_kinds: asked
                .whole("variety_kinds", 1, 64)
                .map_or(rules.circle_families, |count| count as u32),
            by,
            part: part(asked, Part::Cells, &[]),
            scope,
        }
    }
}

impl Studies {
    pub(super) async fn reach(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &ReachQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let grounds = registry.grounds(world, &question.scope, &question.extents, watch).await?;
        tokio::task::block_in_place(|| match question.part {
            Part::Figures => figures::figures(registry, world, question, &grounds, watch),
            _ => cells::cells(registry, world, question, &grounds),
        })
    }
}
