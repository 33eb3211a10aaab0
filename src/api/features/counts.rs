//! How many features match conditions that were asked lately: who turns the pages of a filtered list asks for the
//! same number with each.

use crate::domain::id::Seq;
use crate::registry::world::World;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Answers that are kept.
const MOST: usize = 256;

/// Which question: of which collection, by which conditions, asked of which state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    generation: u64,
    seq: Seq,
    /// SHA-256 of the collection and the conditions as they were asked.
    asked: [u8; 32],
}

impl Question {
    pub fn new(world: &World, asked: [u8; 32]) -> Self {
        Self { generation: world.generation(), seq: world.seq(), asked }
    }
}

/// The newest answers first.
#[derive(Debug, Default)]
pub struct Counts(Mutex<VecDeque<(Question, usize)>>);

impl Counts {
    pub fn get(&self, question: &Question) -> Option<usize> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(other, _)| other == question).map(|(_, count)| *count)
    }

    pub fn keep(&self, question: Question, count: usize) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.iter().all(|(other, _)| *other != question) {
            known.push_front((question, count));
            known.truncate(MOST);
        }
    }
}
