//! Worlds of the past: the same code over a snapshot rebuilt to that moment.

use super::Registry;
use super::error::RegistryError;
use super::world::{self, World};
use crate::domain::id::Seq;
use crate::domain::time::{Micros, Moment};
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// How many rebuilt worlds are kept; the year-ends of one plan and a few more.
const KEPT: usize = 8;

/// Microseconds after which no write stamped before an instant is still on its way into the log.
const SETTLED_AFTER: i64 = 60_000_000;

/// Entities of all worlds that are kept together: a nation's registry keeps one, a district's all.
const KEPT_ENTITIES: usize = 2_000_000;

/// Rebuilt worlds, newest use last. The lock is held for a look-up only, never while building; one
/// world is built at a time, since each takes all cores and its own memory.
#[derive(Default)]
pub struct Past {
    kept: Mutex<VecDeque<Kept>>,
    building: tokio::sync::Mutex<()>,
}

struct Kept {
    at: Moment,
    /// Log's number when it was built; a later change may be back-dated into it.
    built_at: Seq,
    world: Arc<World>,
}

impl Kept {
    fn entities(&self) -> usize {
        self.world.snapshot.sites.len() + self.world.snapshot.equipment.len()
    }
}

impl Past {
    fn find(&self, at: Moment, seq: Seq) -> Option<Arc<World>> {
        let mut kept = self.kept();
        kept.retain(|kept| kept.built_at == seq || kept.at.known_at.is_some());
        let position = kept.iter().position(|kept| kept.at == at)?;
        let found = kept.remove(position)?;
        let world = Arc::clone(&found.world);
        kept.push_back(found);
        Some(world)
    }

    /// Forgets all worlds: the database is another one, or something was erased from it.
    pub(super) fn forget(&self) {
        self.kept().clear();
    }

    fn keep(&self, at: Moment, built_at: Seq, world: &Arc<World>) {
        let mut kept = self.kept();
        kept.push_back(Kept { at, built_at, world: Arc::clone(world) });
        let entities = |kept: &VecDeque<Kept>| kept.iter().map(Kept::entities).sum::<usize>();
        while kept.len() > KEPT || (kept.len() > 1 && entities(&kept) > KEPT_ENTITIES) {
            kept.pop_front();
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Registry {
    /// The world on a day (best knowledge), or as it was known at an instant. Without both it is
    /// the live one, and costs nothing.
    ///
    /// # Errors
    /// The store fails.
    pub async fn world_at(
        &self,
        as_of: Option<Date>,
        known_at: Option<Micros>,
    ) -> Result<Arc<World>, RegistryError> {
        let live = self.world();
        let at = Moment { as_of: as_of.unwrap_or(live.at.as_of), known_at };
        if at == live.at {
            return Ok(live);
        }
        if let Some(world) = self.past.find(at, live.seq()) {
            return Ok(world);
        }
        // Whoever waited for the same world finds it built.
        let _building = self.past.building.lock().await;
        let seq = self.world().seq();
        if let Some(world) = self.past.find(at, seq) {
            return Ok(world);
        }
        let mut world = world::load(&*self.store, &self.reference, at, false).await?;
        // The number told to clients is that of the log the world was read from.
        world.snapshot.seq = world.snapshot.seq.max(seq);
        let world = Arc::new(world);
        // What was known at a past instant can not change, once every write that was stamped before it
        // is in the log; what is known of a past day can, and is kept for this number of the log only.
        let settled = at.known_at.is_none_or(|known| known.0 + SETTLED_AFTER < self.clock.micros().0);
        if settled {
            self.past.keep(at, seq, &world);
        }
        Ok(world)
    }
}
