//! Analyses: a question, the grounds it is answered on, and the answer.
//!
//! A [`Question`] is normalised when it is read. Its grounds are the world of its day, a population
//! surface and the sites that count; they are kept, and follow the log by what changed. The answer
//! is a document that names method, day, rules and people beside every number.

mod access;
mod answer;
mod asked;
mod bounds;
mod day;
mod diversity;
mod divided;
mod equity;
mod extent;
mod features;
mod gaps;
mod head;
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
mod stored;
mod watch;

pub use answer::{Answer, Media};
pub use asked::Asked;
pub use job::{Job, JobState};
pub use question::{Question, Study};
pub use watch::{Unwatched, Watch, Watcher};

use super::Registry;
use super::error::RegistryError;
use super::world::World;
use crate::analysis::reach::ReachError;
use std::sync::Arc;

/// What analyses keep between questions.
#[derive(Default)]
pub struct Studies {
    surfaces: people::Surfaces,
    states: located::States,
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
        let key = stored::key(question, &world, &self.reference)?;
        if let Some(answer) = self.studies.stored.find(&key) {
            return Ok(answer);
        }
        let answer = self.study_anew(question, &world, watch).await?;
        self.studies.stored.keep(key, &answer);
        Ok(answer)
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
