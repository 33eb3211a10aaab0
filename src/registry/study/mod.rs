//! Analyses: a question, the grounds it is answered on, and the answer.
//!
//! A [`Question`] is normalised when it is read. Its grounds are the world of its day, a population
//! surface and the sites that count; they are kept, and follow the log by what changed. The answer
//! is a document that names method, day, rules and people beside every number.

mod access;
mod answer;
mod bounds;
mod compare;
mod day;
mod diversity;
mod divided;
mod equity;
mod extent;
mod features;
mod few;
mod gaps;
mod grounds;
mod head;
mod isochrone;
mod job;
mod located;
mod over_people;
mod pairs;
mod people;
mod projects;
mod question;
mod reach;
mod scope;
mod sites;
mod siting;
mod slope;
mod stored;
mod streets;
mod suppose;
mod watch;
mod within_reach;

pub use super::asked::Asked;
pub use answer::{Answer, Media};
pub use job::{Job, JobState};
pub use question::{Question, Study};
pub(super) use stored::Key;
pub use watch::{Unwatched, Watch, Watcher};
pub use within_reach::WithinReach;

use super::Registry;
use super::error::RegistryError;
use super::world::World;
use crate::analysis::reach::ReachError;
use std::sync::Arc;
use std::time::Duration;

/// What analyses keep between questions.
#[derive(Default)]
pub struct Studies {
    surfaces: people::Surfaces,
    states: located::States,
    networks: streets::Networks,
    stored: stored::Stored,
    jobs: job::Jobs,
}

impl Registry {
    /// Answers a question on the world of its day, from what was answered before where nothing has
    /// changed that it depends on.
    ///
    /// # Errors
    /// There are no people to ask about, something named is not known, the caller stopped it, or the
    /// store fails.
    pub async fn study(&self, question: &Question, watch: Watch<'_>) -> Result<Answer, RegistryError> {
        let world = self.world_of(question).await?;
        let key = stored::Key::new(question, &world, &self.terrain(&world), &self.reference)?;
        if let Some(answer) = self.remembered(&key).await {
            return Ok(answer);
        }
        let begun = self.clock.micros();
        let answer = self.study_anew(question, &world, watch).await?;
        let took = Duration::from_micros(self.clock.micros().0.abs_diff(begun.0));
        // Layers, streets and scenarios are those of now, and now goes on. Each change gives its thing another version,
        // so a print that is the same again is of things that nobody touched meanwhile.
        if stored::Key::new(question, &world, &self.terrain(&world), &self.reference)? == key {
            self.remember(question, key, &answer, took).await;
        }
        Ok(answer)
    }

    /// Answers a question that is asked once: what a dragged site asks at each place it passes.
    ///
    /// # Errors
    /// As [`Registry::study`].
    pub async fn study_once(&self, question: &Question) -> Result<Answer, RegistryError> {
        let world = self.world_of(question).await?;
        self.study_anew(question, &world, &Unwatched).await
    }

    /// Where layers, streets and scenarios are taken from: those of now, also for a question about a past day. They
    /// are grounds of an answer and told in it, no facts of that day; what was known at an instant is
    /// asked with what was known then.
    fn terrain(&self, world: &Arc<World>) -> Arc<World> {
        if world.at.known_at.is_none() { self.world() } else { Arc::clone(world) }
    }

    async fn world_of(&self, question: &Question) -> Result<Arc<World>, RegistryError> {
        let scope = question.scope();
        self.world_at(scope.as_of, scope.known_at).await
    }

    async fn study_anew(
        &self,
        question: &Question,
        world: &Arc<World>,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        match question {
            Question::Reach(question) => self.studies.reach(self, world, question, watch).await,
            Question::Gaps(question) => self.studies.gaps(self, world, question, watch).await,
            Question::Isochrone(question) => self.studies.isochrone(self, world, question, watch).await,
            Question::Siting(question) => self.studies.siting(self, world, question, watch).await,
            Question::Compare(question) => self.studies.compare(self, world, question, watch).await,
            Question::Access(question) => self.studies.access(self, world, question, watch).await,
            Question::Diversity(question) => self.studies.diversity(self, world, question, watch).await,
            Question::Equity(question) => self.studies.equity(self, world, question, watch).await,
            Question::Bounds(question) => Studies::bounds(self, world, question),
            Question::Projects(question) => Studies::projects(self, world, question),
        }
    }
}

impl From<ReachError> for RegistryError {
    fn from(error: ReachError) -> Self {
        match error {
            ReachError::Cancelled => Self::Cancelled,
            other => Self::refused(other.message_zh(), other.message_en()),
        }
    }
}
