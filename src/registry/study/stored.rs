//! Answers that were given, for as long as nothing has changed that they depend on.

use super::answer::Answer;
use super::question::Question;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// What an answer is found by: the question, and all it depends on.
pub type Key = [u8; 32];

/// A changed program may answer otherwise.
const METHOD: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

/// Answers kept in memory, and how much they may weigh together, bytes.
const KEPT: usize = 256;
const KEPT_BYTES: usize = 256 << 20;

/// # Errors
/// The question can not be written as JSON, which none is.
pub fn key(question: &Question, world: &World, reference: &Reference) -> Result<Key, RegistryError> {
    let question =
        serde_json::to_vec(question).map_err(|error| RegistryError::Internal(error.to_string()))?;
    let mut hash = Sha256::new();
    hash.update(METHOD);
    hash.update(world.snapshot.database.as_bytes());
    hash.update(world.at.as_of.to_string());
    hash.update(world.seq().0.to_be_bytes());
    for version in [&reference.rules.version, &reference.modes.version] {
        hash.update(version);
        hash.update([0]);
    }
    hash.update(question);
    Ok(hash.finalize().into())
}

#[derive(Default)]
pub struct Stored(Mutex<VecDeque<(Key, Answer)>>);

impl Stored {
    pub fn find(&self, key: &Key) -> Option<Answer> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let position = kept.iter().position(|(other, _)| other == key)?;
        let found = kept.remove(position)?;
        let answer = found.1.clone();
        kept.push_back(found);
        Some(answer)
    }

    pub fn keep(&self, key: Key, answer: &Answer) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != key);
        kept.push_back((key, answer.clone()));
        let bytes =
            |kept: &VecDeque<(Key, Answer)>| kept.iter().map(|(_, answer)| answer.body.len()).sum::<usize>();
        while kept.len() > KEPT || (kept.len() > 1 && bytes(&kept) > KEPT_BYTES) {
            kept.pop_front();
        }
    }
}
