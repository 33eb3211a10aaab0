//! The newest changes, read and encoded once for all who follow.
//!
//! A stream holds no changes of its own but a number up to which it has told them. What it tells next it takes
//! from here, a few at a time, so that a thousand streams cost one reading, and one that lags costs nothing.
//! Who lags far behind reads from the database, a few streams at once.

use super::entry::Told;
use crate::domain::id::Seq;
use crate::registry::world::World;
use crate::registry::{Registry, RegistryError};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore};

/// Changes that are read, and that a stream takes, at once.
const STEP: u32 = 256;
/// Changes that are kept at most, and what they may weigh, bytes.
const KEPT: usize = 4_096;
const KEPT_BYTES: usize = 16 * 1024 * 1024;
/// Streams that read older changes from the database at once.
const READERS: usize = 4;

pub struct Tail {
    kept: Mutex<Kept>,
    readers: Semaphore,
}

impl Default for Tail {
    fn default() -> Self {
        Self { kept: Mutex::default(), readers: Semaphore::new(READERS) }
    }
}

/// A stretch of the log without a gap.
#[derive(Default)]
struct Kept {
    /// Of which line of the log: see [`Registry::line`].
    line: u64,
    changes: VecDeque<Arc<Told>>,
    bytes: usize,
}

impl Tail {
    /// Some of the changes after a number, without a gap, as far as memory has them; none where there are none.
    ///
    /// # Errors
    /// The store fails.
    pub async fn after(&self, registry: &Registry, since: Seq) -> Result<Vec<Arc<Told>>, RegistryError> {
        let mut kept = self.kept.lock().await;
        kept.follow(registry.line());
        let world = registry.world();
        if kept.reaches(since) {
            let found = kept.after(since);
            if !found.is_empty() {
                return Ok(found);
            }
        } else if kept.is_older(since) || world.seq().0.saturating_sub(since.0) > KEPT as u64 {
            drop(kept);
            // Never closed: an error can not come.
            let _turn = self.readers.acquire().await;
            return read(registry, &world, since).await;
        } else {
            // Nobody followed for a while: what is kept has no connection to what comes.
            kept.clear();
        }
        // Whoever waits for the lock meanwhile finds what was read.
        let found = read(registry, &world, since).await?;
        for told in &found {
            kept.push(Arc::clone(told));
        }
        Ok(found)
    }
}

async fn read(registry: &Registry, world: &World, since: Seq) -> Result<Vec<Arc<Told>>, RegistryError> {
    let changes = registry.changes(since, STEP).await?;
    // What memory does not have yet is told when it has.
    let seen = changes.iter().filter(|change| change.seq <= world.seq());
    Ok(seen.map(|change| Arc::new(Told::new(change, world, registry.reference()))).collect())
}

impl Kept {
    /// Forgets what belongs to a database that was replaced or set back.
    fn follow(&mut self, line: u64) {
        if self.line != line {
            self.clear();
            self.line = line;
        }
    }

    fn clear(&mut self) {
        self.changes.clear();
        self.bytes = 0;
    }

    fn last(&self) -> Option<Seq> {
        self.changes.back().map(|told| told.seq)
    }

    /// Whether what follows the number is kept, or would follow what is kept.
    fn reaches(&self, since: Seq) -> bool {
        let first = self.changes.front().map(|told| told.seq);
        first.zip(self.last()).is_some_and(|(first, last)| since.0 + 1 >= first.0 && since <= last)
    }

    fn is_older(&self, since: Seq) -> bool {
        self.changes.front().is_some_and(|first| since.0 + 1 < first.seq.0)
    }

    fn after(&self, since: Seq) -> Vec<Arc<Told>> {
        let from = self.changes.partition_point(|told| told.seq <= since);
        self.changes.iter().skip(from).take(STEP as usize).cloned().collect()
    }

    fn push(&mut self, told: Arc<Told>) {
        self.bytes += told.bytes();
        self.changes.push_back(told);
        while self.changes.len() > KEPT || self.bytes > KEPT_BYTES {
            let Some(oldest) = self.changes.pop_front() else { return };
            self.bytes -= oldest.bytes();
        }
    }
}
