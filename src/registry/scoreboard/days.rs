//! The worlds in which a plan's values are measured: of its base, of its year-ends, of the day looked at.

use crate::domain::id::Seq;
use crate::domain::plan::Plan;
use crate::domain::time::Micros;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Worlds by their day.
pub struct Worlds {
    pub as_of: Date,
    pub known_at: Option<Micros>,
    /// Clusters and streets are grounds of a plan, no facts of a day: those of now, or those that were known
    /// at the instant asked about.
    pub terrain: Arc<World>,
    /// The world of now.
    pub live: Arc<World>,
    all: BTreeMap<Date, Arc<World>>,
}

impl Worlds {
    /// # Errors
    /// The store fails.
    pub async fn load(
        registry: &Registry,
        plan: &Plan,
        as_of: Date,
        known_at: Option<Micros>,
    ) -> Result<Self, RegistryError> {
        let mut all = BTreeMap::new();
        for day in days(plan, as_of) {
            all.insert(day, registry.world_at(Some(day), known_at).await?);
        }
        let live = registry.world();
        let terrain = match known_at {
            None => Arc::clone(&live),
            Some(_) => registry.world_at(Some(as_of), known_at).await?,
        };
        Ok(Self { as_of, known_at, terrain, live, all })
    }

    /// The world of a day; `None` of a day that is not looked at.
    pub fn on(&self, day: Date) -> Option<&Arc<World>> {
        self.all.get(&day)
    }

    /// The world of the day looked at.
    pub fn now(&self) -> Option<&Arc<World>> {
        self.on(self.as_of)
    }

    /// Number of the log up to which the world of the day looked at holds.
    pub fn seq(&self) -> Seq {
        self.now().map(|world| world.seq()).unwrap_or_default()
    }

    /// All days, oldest first.
    pub fn days(&self) -> impl Iterator<Item = Date> + '_ {
        self.all.keys().copied()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Date, &Arc<World>)> {
        self.all.iter().map(|(day, world)| (*day, world))
    }
}

/// Base days, year-ends, deadlines and the plan's last day up to a day, and the day itself.
fn days(plan: &Plan, as_of: Date) -> BTreeSet<Date> {
    let indicators = plan.tasks.iter().flat_map(|task| &task.indicators).map(|indicator| indicator.base_date);
    let deadlines = plan.tasks.iter().map(|task| task.deadline.read_as);
    // The year before the first one too: growth of the first year is measured from its end.
    let ends = (plan.starts.year() - 1..=plan.ends.year()).map(year_end);
    let all = [plan.base_date, plan.ends].into_iter().chain(indicators).chain(deadlines).chain(ends);
    all.filter(|day| *day < as_of).chain([as_of]).collect()
}

/// 31 December.
pub fn year_end(year: i16) -> Date {
    jiff::civil::date(year, 12, 31)
}
