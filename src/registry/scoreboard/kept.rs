//! What was told of late, for as long as the registry is in the same state.

use super::told::PlanTold;
use crate::domain::id::Seq;
use crate::domain::time::Micros;
use crate::registry::study::WithinReach;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Scoreboards and single tasks that are kept, some 300 KB each.
const BOARDS: usize = 32;

/// Numbers of people within reach that are kept.
const REACHES: usize = 64;

/// Of what is asked, and how far down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All tasks.
    Board,
    /// One task, with what its values are made of.
    Task(u16),
    /// All tasks, each with what its values are made of.
    InFull,
}

impl Asked {
    pub fn is_about(self, number: u16) -> bool {
        match self {
            Self::Board | Self::InFull => true,
            Self::Task(only) => only == number,
        }
    }

    /// Whether the records are told that values are made of.
    pub fn is_in_detail(self) -> bool {
        self != Self::Board
    }
}

/// Which scoreboard: the state of the registry, the day, what was known, how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardKey {
    pub database: Uuid,
    pub seq: Seq,
    pub as_of: Date,
    pub known_at: Option<Micros>,
    pub asked: Asked,
}

/// Whose reach: the indicator, the day, what was known, the state of the registry.
pub type ReachKey = (String, Date, Option<Micros>, Seq);

#[derive(Default)]
pub struct Kept {
    boards: Mutex<VecDeque<(BoardKey, Arc<PlanTold>)>>,
    reaches: Mutex<VecDeque<(ReachKey, Arc<WithinReach>)>>,
}

impl Kept {
    /// Forgets all: the database is another one, or something was erased from it.
    pub fn forget(&self) {
        self.boards.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.reaches.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub fn board(&self, key: BoardKey) -> Option<Arc<PlanTold>> {
        find(&self.boards, &key)
    }

    pub fn keep_board(&self, key: BoardKey, told: &Arc<PlanTold>) {
        keep(&self.boards, key, told, BOARDS);
    }

    pub fn reach(&self, key: &ReachKey) -> Option<Arc<WithinReach>> {
        find(&self.reaches, key)
    }

    pub fn keep_reach(&self, key: ReachKey, reach: &Arc<WithinReach>) {
        keep(&self.reaches, key, reach, REACHES);
    }
}

fn find<K: PartialEq, T>(all: &Mutex<VecDeque<(K, Arc<T>)>>, key: &K) -> Option<Arc<T>> {
    let all = all.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().find(|(known, _)| known == key).map(|(_, thing)| Arc::clone(thing))
}

/// The oldest goes where there are too many.
fn keep<K: PartialEq, T>(all: &Mutex<VecDeque<(K, Arc<T>)>>, key: K, thing: &Arc<T>, most: usize) {
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|(known, _)| *known != key);
    all.push_back((key, Arc::clone(thing)));
    while all.len() > most {
        all.pop_front();
    }
}
