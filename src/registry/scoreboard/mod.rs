//! Is the plan kept: every task's numbers on a day, judged.
//!
//! A [`Row`](rows::Row) is one obligation: an indicator in one division, of one year where it falls due yearly. Its
//! values are measured in the worlds of the plan's year-ends and of the day that is looked at; what becomes of
//! them is judged by `analysis::plan`, which knows neither.

/// The scoreboard as it is told.
mod answer;
/// What would close a gap.
mod closing;
/// The worlds in which values are measured.
mod days;
/// What was frozen of earlier year-ends.
mod frozen;
/// What was told of late.
mod kept;
/// One number in one world, by its metric.
mod measure;
/// Obligations: indicator, division, year.
mod rows;
/// What is told of tasks.
mod told;
/// Values that were measured of late.
mod values;

pub use closing::{BuiltTold, ClosingTold, WayKind};
pub use kept::Kept;
pub use told::{
    Bodies, BodyTold, DeadlineTold, Declared, DivisionTold, FrozenState, FrozenTold, GroupTold,
    IndicatorTold, PlanTold, TaskTold,
};

use super::Registry;
use super::error::{RegistryError, Thing};
use crate::domain::plan::Plan;
use crate::domain::time::Micros;
use frozen::Frozen;
use jiff::civil::Date;
use kept::{Asked, BoardKey, Print};
use rows::Grounds;
use std::sync::Arc;

impl Registry {
    /// All tasks on a day; without one on the plan's last day, or today while it runs.
    ///
    /// # Errors
    /// The district has no plan, or the store fails.
    pub async fn plan_status(
        &self,
        as_of: Option<Date>,
        known_at: Option<Micros>,
    ) -> Result<Arc<PlanTold>, RegistryError> {
        self.plan_in(as_of, known_at, Asked::Board).await
    }

    /// One task, with what each of its values is made of.
    ///
    /// # Errors
    /// As [`Registry::plan_status`], or the plan has no such task.
    pub async fn plan_task(
        &self,
        number: u16,
        as_of: Option<Date>,
        known_at: Option<Micros>,
    ) -> Result<Arc<PlanTold>, RegistryError> {
        if self.plan()?.task(number).is_none() {
            return Err(RegistryError::NotFound { what: Thing::Task, id: number.to_string() });
        }
        self.plan_in(as_of, known_at, Asked::Task(number)).await
    }

    /// All tasks on a day, each with what its values are made of.
    ///
    /// # Errors
    /// As [`Registry::plan_status`].
    pub async fn plan_in_full(&self, as_of: Date) -> Result<Arc<PlanTold>, RegistryError> {
        self.plan_in(Some(as_of), None, Asked::InFull).await
    }

    async fn plan_in(
        &self,
        as_of: Option<Date>,
        known_at: Option<Micros>,
        asked: Asked,
    ) -> Result<Arc<PlanTold>, RegistryError> {
        let plan = self.plan()?;
        let as_of = as_of.unwrap_or_else(|| self.clock.today(&self.reference.zone).min(plan.ends));
        // Every change has another number, and all that a scoreboard rests on is in the log.
        let world = self.world();
        let (seq, key) =
            (world.seq(), BoardKey { database: world.snapshot.database, as_of, known_at, asked });
        if let Some(told) = self.scoreboard.board(key, seq) {
            return Ok(told);
        }
        let worlds = days::Worlds::load(self, plan, as_of, known_at).await?;
        let print = Print::of_board(&worlds);
        let unmoved = || Some(seq).filter(|seq| self.world().seq() == *seq);
        if let Some(told) = self.scoreboard.board_of(key, &print, worlds.seq().0) {
            self.scoreboard.keep_board(key, unmoved(), print, &told);
            return Ok(told);
        }
        let reached = measure::reach::reached(self, plan, &worlds).await?;
        let frozen = Frozen::new(self.frozen(known_at).await?, as_of);
        let told = tokio::task::block_in_place(|| {
            let (reference, values) = (&self.reference, &self.scoreboard.values);
            let grounds = Grounds { reference, plan, worlds: &worlds, reached: &reached, values };
            Arc::new(answer::told(grounds, &frozen, asked))
        });
        // Streets, layers and frozen years are taken from the registry as it goes on.
        if kept::is_same_ground(&worlds.live, &self.world()) {
            self.scoreboard.keep_board(key, unmoved(), print, &told);
        }
        Ok(told)
    }

    /// The district's plan.
    ///
    /// # Errors
    /// It has none.
    pub fn plan(&self) -> Result<&Plan, RegistryError> {
        self.reference.plan.as_ref().ok_or_else(|| {
            RegistryError::refused(
                "本库没有实施计划；请用带计划的区县数据初始化（jiantu init --district …）",
                "this database has no plan; make one with a district's data (jiantu init --district …)",
            )
        })
    }
}
