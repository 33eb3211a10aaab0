//! People within so many metres of some places: what a plan's number asks.

use super::scope::Scope;
use crate::analysis::network::costs::Measure;
use crate::analysis::reach::{Along, ReachState, Summary, Target, summarise};
use crate::domain::id::DivisionId;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use std::collections::HashMap;
use std::sync::Arc;

/// Everybody, and those within reach.
#[derive(Clone, Debug, PartialEq)]
pub enum WithinReach {
    Known {
        people: f64,
        within: f64,
        by_division: HashMap<DivisionId, (f64, f64)>,
        metres: f64,
        along_streets: bool,
        /// Places that were looked for.
        sites: usize,
        /// Name and year of the population.
        basis: String,
        estimate: bool,
        demo: bool,
    },
    /// Nobody lives there as far as is known, or there is no place to be reached.
    Unknown { zh: String, en: String },
}

impl Registry {
    /// People of a world within metres of some places: along its streets where there are any for the mode,
    /// else in a straight line, which overstates reach.
    ///
    /// # Errors
    /// The store fails.
    pub async fn within_reach(
        &self,
        world: &Arc<World>,
        targets: Vec<Target>,
        mode: Option<&str>,
        metres: f64,
    ) -> Result<WithinReach, RegistryError> {
        let unknown = |zh: &str, en: &str| WithinReach::Unknown { zh: zh.to_owned(), en: en.to_owned() };
        if targets.is_empty() {
            return Ok(unknown("没有位置已知的站点", "no place with a known position"));
        }
        let scope = Scope::read(&mut Asked::default(), &self.reference);
        let surface = match self.people(world, &scope).await {
            Ok(surface) => surface,
            Err(RegistryError::Refused { .. }) => {
                return Ok(unknown("没有人口数据", "there is no population"));
            }
            Err(error) => return Err(error),
        };
        let terrain = self.terrain(world);
        let streets = match mode.filter(|_| terrain.network().is_some()) {
            Some(mode) => Some(self.streets(&terrain, mode).await?),
            None => None,
        };
        let (sites, along_streets) = (targets.len(), streets.is_some());
        let summary = tokio::task::block_in_place(|| -> Result<Summary, RegistryError> {
            match &streets {
                Some(streets) => {
                    let (along, _): (Along, u64) =
                        streets.along(&surface, (0_u32..).zip(&targets), Measure::Metres);
                    Ok(summarise(&along, &world.tree, &[metres])?)
                }
                None => {
                    let state = ReachState::new(Arc::clone(&surface), targets)?;
                    Ok(summarise(&state, &world.tree, &[metres])?)
                }
            }
        })?;
        let both = |row: &crate::analysis::reach::Row| {
            (row.people.value(), row.within.first().map_or(0.0, |within| within.value()))
        };
        let (people, within) = both(&summary.whole);
        let by_division = summary.divisions.iter().filter_map(|row| {
            let division = world.tree.get(row.division)?;
            Some((division.division.id, both(&row.row)))
        });
        let basis = surface.basis();
        Ok(WithinReach::Known {
            people,
            within,
            by_division: by_division.collect(),
            metres,
            along_streets,
            sites,
            basis: format!("{} {}", basis.name, basis.year),
            estimate: basis.estimate,
            demo: basis.demo,
        })
    }
}
