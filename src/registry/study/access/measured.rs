//! Access of every demand point.

use super::how::How;
use super::supply::{Supplies, supplies};
use crate::analysis::access::floating::{Access, AccessError, Question, floating_catchments};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::grounds::Grounds;
use crate::registry::study::over_people::heads;
use crate::registry::study::pairs::catchments;
use crate::registry::study::scope::Scope;
use crate::registry::study::watch::Watch;
use crate::registry::world::World;

/// Access, and what it was made from.
pub struct Measured {
    /// People of each demand point.
    pub people: Vec<f64>,
    pub supplies: Supplies,
    pub access: Access,
    /// Pairs of demand point and site within the catchment.
    pub pairs: u64,
}

/// Shares out what the sites supply among the people who reach them.
///
/// # Errors
/// More pairs than memory should hold, or the caller's stop.
pub fn measure(
    registry: &Registry,
    world: &World,
    scope: &Scope,
    how: &How,
    grounds: &Grounds,
    watch: Watch<'_>,
) -> Result<Measured, RegistryError> {
    let radius_m = how.radius_m(scope, &registry.reference);
    let located = &grounds.located;
    let supplies = supplies(world, how.supply, located);
    // A site without supply serves nobody; among three steps it would draw people from the others.
    let keep = |site: usize| supplies.values[site] > 0.0;
    let catchments = catchments(grounds, radius_m, keep, watch)?;
    let people = heads(located.state.surface());
    let access = floating_catchments(&Question {
        catchments: &catchments,
        people: &people,
        supply: &supplies.values,
        kernel: &how.kernel,
        steps: how.method.steps(),
    })?;
    Ok(Measured { access, people, supplies, pairs: catchments.pair_count() as u64 })
}

impl From<AccessError> for RegistryError {
    fn from(error: AccessError) -> Self {
        Self::refused_in_both(&error.to_string())
    }
}
