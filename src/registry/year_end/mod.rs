//! Frozen year-ends: the figures of 31 December as known when they were frozen, kept whole, and why today's
//! knowledge of that day differs.

/// Whether they are what their hashes say.
mod check;
/// What a frozen year-end tells.
mod figures;
/// Freezes a year, or opens it again as a new version.
mod freeze;
/// What a frozen year-end was computed from.
mod grounds;
/// Frozen beside best knowledge, each difference by its causes.
mod reconcile;
/// How a frozen year-end is told.
mod told;

pub use figures::{Figures, FrozenPart, FrozenRow, FrozenValue};
pub use freeze::Freezing;
pub use grounds::{FrozenSite, Grounds};
pub use reconcile::{
    AreasMoved, Caused, Changed, PartChanged, Reconciliation, RowDifference, SiteDifference, SiteStep,
    TaskDifference, Two,
};
pub use told::{YearEndInFull, YearEndTold};

use super::Registry;
use super::error::{RegistryError, Thing};
use super::world::{Standing, World};
use crate::domain::change::EntityKind;
use crate::domain::id::YearEndId;
use crate::domain::time::Micros;
use crate::domain::year_end::YearEnd;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// The version of this program.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

impl Registry {
    /// All versions of all frozen years, by year, then version.
    pub fn year_ends(&self) -> Vec<YearEndTold> {
        let world = self.world();
        let mut all: Vec<&YearEnd> = world.year_ends.iter().map(|standing| &standing.thing).collect();
        all.sort_by_key(|one| (one.year, one.version));
        all.into_iter().map(|one| self.told_of(one)).collect()
    }

    /// A frozen year; without a version the one that stands.
    ///
    /// # Errors
    /// The year is not frozen, or has no such version.
    pub fn year_end(&self, year: i16, version: Option<u32>) -> Result<YearEnd, RegistryError> {
        let world = self.world();
        let of_year = world.year_ends.iter().map(|standing: &Standing<YearEnd>| &standing.thing);
        let wanted = of_year
            .filter(|one| one.year == year && version.is_none_or(|version| one.version == version))
            .max_by_key(|one| one.version);
        wanted.cloned().ok_or_else(|| {
            let id = version.map_or_else(|| year.to_string(), |version| format!("{year}/{version}"));
            RegistryError::NotFound { what: Thing::Entity(EntityKind::YearEnd), id }
        })
    }

    /// A frozen year by its id.
    ///
    /// # Errors
    /// There is none.
    pub fn year_end_told(&self, id: YearEndId) -> Result<YearEndTold, RegistryError> {
        let world = self.world();
        let found = world.year_ends.get(id.0).map(|standing| self.told_of(&standing.thing));
        found.ok_or_else(|| RegistryError::not_found(EntityKind::YearEnd, id))
    }

    fn told_of(&self, one: &YearEnd) -> YearEndTold {
        YearEndTold::new(one, self.year_end(one.year, None).is_ok_and(|newest| newest.id == one.id))
    }

    /// A frozen year with its coverage and the plan's tasks, as they were told then.
    ///
    /// # Errors
    /// As [`Registry::year_end`], the store fails, or the contents are damaged.
    pub async fn year_end_in_full(
        &self,
        year: i16,
        version: Option<u32>,
    ) -> Result<YearEndInFull, RegistryError> {
        let one = self.year_end(year, version)?;
        let figures = self.frozen_figures(&one).await?;
        Ok(YearEndInFull::new(self.told_of(&one), &figures))
    }

    /// What each site added to a frozen year.
    ///
    /// # Errors
    /// As [`Registry::year_end_in_full`].
    pub async fn year_end_grounds(
        &self,
        year: i16,
        version: Option<u32>,
    ) -> Result<Arc<Grounds>, RegistryError> {
        let one = self.year_end(year, version)?;
        self.frozen_grounds(&one).await
    }

    /// A frozen year by its words, `2025/1`: year and version.
    pub(super) fn year_end_called(&self, text: &str) -> Option<Uuid> {
        let (year, version) = text.split_once('/')?;
        Some(self.year_end(year.parse().ok()?, Some(version.parse().ok()?)).ok()?.id.0)
    }

    /// The version that stands of each frozen year, as was known at an instant, with its figures.
    pub(super) async fn frozen(
        &self,
        known_at: Option<Micros>,
    ) -> Result<Vec<(YearEnd, Arc<Figures>)>, RegistryError> {
        let world = self.world();
        let mut found = Vec::new();
        for one in newest(&world, known_at).into_values() {
            found.push((one.clone(), self.frozen_figures(one).await?));
        }
        Ok(found)
    }
}

/// The newest version of each year that was frozen by an instant.
fn newest(world: &World, known_at: Option<Micros>) -> BTreeMap<i16, &YearEnd> {
    let mut newest: BTreeMap<i16, &YearEnd> = BTreeMap::new();
    let all = world.year_ends.iter().map(|standing| &standing.thing);
    for one in all.filter(|one| known_at.is_none_or(|known| one.frozen_at <= known)) {
        let entry = newest.entry(one.year).or_insert(one);
        if entry.version < one.version {
            *entry = one;
        }
    }
    newest
}
