//! Answers that were given, for as long as nothing has changed that they depend on.
//!
//! The newest are kept in memory, and all of late in the database, so that another instance, a command
//! and the next start find them.

use super::answer::{Answer, Media};
use super::question::Question;
use crate::domain::change::EntityKind;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use crate::storage::StoredAnswer;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A changed program may answer otherwise.
const METHOD: &str = concat!(env!("CARGO_PKG_VERSION"), "/2");

/// Answers kept in memory, and how much they may weigh together, bytes.
const KEPT: usize = 256;
const KEPT_BYTES: usize = 256 << 20;

/// Answers kept in the database.
const KEPT_STORED: u32 = 500;

/// A larger answer is not worth its place in the database, bytes.
const LARGEST_STORED: usize = 8 << 20;

/// What an answer may depend on. Clusters are in no figure, scenarios in comparisons only.
const GROUNDS: [EntityKind; 6] = [
    EntityKind::Site,
    EntityKind::Equipment,
    EntityKind::Division,
    EntityKind::Population,
    EntityKind::Layer,
    EntityKind::Network,
];

/// What an answer is found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Of the question on its day, hexadecimal.
    pub question: String,
    /// What stands of all that it depends on, and by which rules it was answered.
    pub depends: String,
}

impl Key {
    /// # Errors
    /// The question can not be written as JSON, which none is.
    pub fn new(
        question: &Question,
        world: &World,
        terrain: &World,
        reference: &Reference,
    ) -> Result<Self, RegistryError> {
        let mut hash = Sha256::new();
        hash.update(world.at.as_of.to_string());
        hash.update(json(question)?);
        let print = |kind: EntityKind| {
            let from = if matches!(kind, EntityKind::Layer | EntityKind::Network | EntityKind::Scenario) {
                terrain
            } else {
                world
            };
            from.fingerprint().of(kind)
        };
        let scenarios = matches!(question, Question::Compare(_)).then_some(EntityKind::Scenario);
        let grounds = GROUNDS.into_iter().chain(scenarios);
        let grounds: Vec<String> = grounds.map(|kind| format!("{kind}:{:032x}", print(kind))).collect();
        let mut rules = Sha256::new();
        rules.update(json(&reference.rules.written)?);
        rules.update(json(&reference.modes)?);
        rules.update(json(&reference.catalogue.kinds())?);
        rules.update(json(&reference.catalogue.families())?);
        rules.update(json(&reference.catalogue.equipment_kinds())?);
        rules.update(format!("{:?} {:?}", reference.projects, reference.target_m2_per_head()));
        let depends = format!("{METHOD} {} rules:{}", grounds.join(" "), hex::encode(rules.finalize()));
        Ok(Self { question: hex::encode(hash.finalize()), depends })
    }

    /// A short text that names both.
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.question);
        hash.update(&self.depends);
        hex::encode(&hash.finalize()[..16])
    }
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, RegistryError> {
    serde_json::to_vec(value).map_err(|error| RegistryError::Internal(error.to_string()))
}

impl Registry {
    /// An answer that was given before and still holds.
    pub(super) async fn remembered(&self, key: &Key) -> Option<Answer> {
        if let Some(answer) = self.studies.stored.find(key) {
            return Some(answer);
        }
        // What can not be read is computed again.
        let stored = self.store.answer(&key.question).await.ok().flatten()?;
        if stored.depends != key.depends {
            return None;
        }
        let (media, body) = match stored.features {
            Some(features) => (Media::GeoJson, features),
            None => (Media::Json, stored.summary),
        };
        let answer = Answer { media, body: body.into() };
        self.studies.stored.keep(key.clone(), &answer);
        Some(answer)
    }

    /// Keeps an answer that took so long. One that can not be kept is given all the same.
    pub(super) async fn remember(&self, question: &Question, key: Key, answer: &Answer, took: Duration) {
        self.studies.stored.keep(key.clone(), answer);
        if answer.body.len() > LARGEST_STORED {
            return;
        }
        let body = answer.body.to_vec();
        let (summary, features) = match answer.media {
            Media::Json => (body, None),
            Media::GeoJson => (Vec::new(), Some(body)),
        };
        let stored = StoredAnswer {
            key: key.question,
            question: serde_json::to_string(question).unwrap_or_default(),
            depends: key.depends,
            made_at: self.clock.micros(),
            seconds: took.as_secs_f64(),
            summary,
            features,
        };
        if let Err(error) = self.store.put_answer(stored, KEPT_STORED).await {
            tracing::warn!(%error, "an answer could not be kept");
        }
    }
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
