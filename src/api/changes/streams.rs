//! How many follow the log at once, and how they are told to end.

use super::tail::Tail;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// What all streams of a service share.
pub struct Streams {
    room: Arc<Semaphore>,
    most: usize,
    ending: watch::Sender<bool>,
    pub(super) tail: Tail,
}

/// A stream's place among the others, given back when it is dropped.
pub struct Room {
    _permit: OwnedSemaphorePermit,
}

impl Streams {
    /// `most` streams at once.
    pub fn new(most: usize) -> Self {
        let most = most.min(Semaphore::MAX_PERMITS);
        Self {
            room: Arc::new(Semaphore::new(most)),
            most,
            ending: watch::Sender::new(false),
            tail: Tail::default(),
        }
    }

    /// `None`: all places are taken.
    pub(super) fn enter(&self) -> Option<Room> {
        let permit = Arc::clone(&self.room).try_acquire_owned().ok()?;
        Some(Room { _permit: permit })
    }

    /// How many are open.
    pub fn open(&self) -> usize {
        self.most - self.room.available_permits()
    }

    /// Ends all streams, those to come too: their clients go on elsewhere, or here after the next start.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    pub(super) fn ending(&self) -> watch::Receiver<bool> {
        self.ending.subscribe()
    }
}
