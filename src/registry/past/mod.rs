//! Worlds of the past: the same code over a snapshot rebuilt to that moment.

/// Which days late changes may have altered.
mod steps;

use super::Registry;
use super::error::RegistryError;
use super::world::{self, World};
use crate::domain::change::Change;
use crate::domain::id::Seq;
use crate::domain::time::{Micros, Moment};
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use steps::Steps;

/// Microseconds after which no write stamped before an instant is still on its way into the log.
const SETTLED_AFTER: i64 = 60_000_000;

/// What all worlds that are kept may weigh together, in entities: a nation's registry keeps one, a district's a
/// hundred, which are the year-ends of several plans.
const KEPT_ENTITIES: usize = 2_000_000;

/// A division weighs as much as so many sites, by its boundary; an empty world as much as ten divisions.
const DIVISION: usize = 100;
const EMPTY: usize = 1_000;

/// Rebuilt worlds. The lock is held for a look-up only, never while building; one world is built at a
/// time, since each takes all cores and its own memory.
#[derive(Default)]
pub struct Past {
    kept: Mutex<Shelf>,
    building: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Shelf {
    /// Newest use last.
    worlds: VecDeque<Kept>,
    steps: Steps,
}

struct Kept {
    at: Moment,
    /// Number of the log up to which nothing has altered it.
    holds_to: Seq,
    world: Arc<World>,
}

impl Kept {
    fn weight(&self) -> usize {
        EMPTY + self.world.snapshot.count() + DIVISION * self.world.tree.len()
    }

    /// What was known at a past instant no change alters.
    fn is_settled(&self) -> bool {
        self.at.known_at.is_some()
    }
}

impl Past {
    fn find(&self, at: Moment, live: &World) -> Option<Arc<World>> {
        let mut shelf = self.shelf();
        let (seq, database) = (live.seq(), live.snapshot.database);
        shelf.worlds.retain(|kept| {
            kept.world.snapshot.database == database && (kept.is_settled() || kept.holds_to >= seq)
        });
        let position = shelf.worlds.iter().position(|kept| kept.at == at)?;
        let mut found = shelf.worlds.remove(position)?;
        if !found.is_settled() && found.world.seq() < found.holds_to {
            // It is as the log had it then: the number told to clients is the one up to which it holds.
            let mut world = World::clone(&found.world);
            world.snapshot.seq = found.holds_to;
            found.world = Arc::new(world);
        }
        let world = Arc::clone(&found.world);
        shelf.worlds.push_back(found);
        Some(world)
    }

    /// Takes note of changes that follow a number, before the live world has them: what they may have
    /// altered is built again when it is asked for, and the rest goes on holding.
    pub(super) fn follow(&self, after: Seq, changes: &[Change]) {
        let mut shelf = self.shelf();
        let Shelf { worlds, steps } = &mut *shelf;
        steps.note(after, changes);
        worlds.retain_mut(|kept| {
            if kept.is_settled() {
                return true;
            }
            let unaltered = steps.unaltered(kept.at.as_of, kept.holds_to);
            kept.holds_to = unaltered.unwrap_or(kept.holds_to);
            unaltered.is_some()
        });
    }

    /// Forgets all worlds: the database is another one, something was erased from it, or a day has passed.
    pub(super) fn forget(&self) {
        self.shelf().worlds.clear();
    }

    /// Keeps a world that was built when the log was at a number; it may have gone on since.
    fn keep(&self, at: Moment, built_at: Seq, world: &Arc<World>) {
        let mut shelf = self.shelf();
        let Some(holds_to) = shelf.steps.unaltered(at.as_of, built_at) else { return };
        shelf.worlds.retain(|kept| kept.at != at);
        shelf.worlds.push_back(Kept { at, holds_to, world: Arc::clone(world) });
        let weight = |worlds: &VecDeque<Kept>| worlds.iter().map(Kept::weight).sum::<usize>();
        while shelf.worlds.len() > 1 && weight(&shelf.worlds) > KEPT_ENTITIES {
            shelf.worlds.pop_front();
        }
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
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
        if let Some(world) = self.past.find(at, &live) {
            return Ok(world);
        }
        // Whoever waited for the same world finds it built.
        let _building = self.past.building.lock().await;
        let live = self.world();
        let seq = live.seq();
        if let Some(world) = self.past.find(at, &live) {
            return Ok(world);
        }
        let mut world = world::load(&*self.store, &self.reference, at, false).await?;
        // The number told to clients is that of the log the world was read from.
        world.snapshot.seq = world.snapshot.seq.max(seq);
        let world = Arc::new(world);
        // What was known at a past instant can not change, once every write that was stamped before it
        // is in the log; what is known of a past day can, and is kept until a change may have altered it.
        let settled = at.known_at.is_none_or(|known| known.0 + SETTLED_AFTER < self.clock.micros().0);
        if settled {
            self.past.keep(at, seq, &world);
        }
        Ok(world)
    }
}
