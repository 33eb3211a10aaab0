//! Long work beside the request that asked for it: followed, cancelled, and found again.

use super::answer::Answer;
use super::question::Question;
use super::stored::Key;
use super::watch::Watcher;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Jobs that are remembered, those that run included.
const KEPT: usize = 100;

/// Bytes of answers that finished jobs may hold together.
const KEPT_BYTES: usize = 256 << 20;

/// Jobs that wait or run at once; more are told to come again.
const MOST_RUNNING: usize = 32;

/// Nothing was found yet: no number.
const UNKNOWN: u64 = f64::NAN.to_bits();

/// Where a job stands.
#[derive(Clone, Debug)]
pub enum JobState {
    Running,
    Done(Answer),
    Failed(Arc<RegistryError>),
    Cancelled,
}

impl JobState {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done(_) => "done",
            Self::Failed(_) => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One question that is being answered, or was.
pub struct Job {
    key: Key,
    pub question: Question,
    /// Millionths.
    progress: AtomicU64,
    best: AtomicU64,
    bound: AtomicU64,
    stop: AtomicBool,
    state: watch::Sender<JobState>,
}

impl Job {
    fn new(key: Key, question: Question) -> Self {
        let (state, _) = watch::channel(JobState::Running);
        Self {
            key,
            question,
            progress: AtomicU64::new(0),
            best: AtomicU64::new(UNKNOWN),
            bound: AtomicU64::new(UNKNOWN),
            stop: AtomicBool::new(false),
            state,
        }
    }

    /// A text that names the job: the question and the state of the registry it is about.
    pub fn id(&self) -> String {
        self.key.id()
    }

    /// What its answer is found by.
    pub(in crate::registry) fn key(&self) -> &Key {
        &self.key
    }

    /// What its answer weighs.
    fn bytes(&self) -> usize {
        match &*self.state.borrow() {
            JobState::Done(answer) => answer.body.len(),
            _ => 0,
        }
    }

    pub fn state(&self) -> JobState {
        self.state.borrow().clone()
    }

    /// 0 to 1.
    pub fn progress(&self) -> f64 {
        self.progress.load(Ordering::Relaxed) as f64 / 1e6
    }

    /// Best answer so far, and what none can beat.
    pub fn found(&self) -> (Option<f64>, Option<f64>) {
        let known = |value: &AtomicU64| {
            Some(f64::from_bits(value.load(Ordering::Relaxed))).filter(|value| !value.is_nan())
        };
        (known(&self.best), known(&self.bound))
    }

    /// Asks it to stop; it does so at its next look.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Release);
    }

    /// The state once it runs no more, or `Running` when that takes longer than `patience`.
    pub async fn wait(&self, patience: Duration) -> JobState {
        let mut state = self.state.subscribe();
        let ended =
            tokio::time::timeout(patience, state.wait_for(|state| !matches!(state, JobState::Running)));
        match ended.await {
            Ok(Ok(state)) => state.clone(),
            _ => self.state(),
        }
    }
}

impl Watcher for Job {
    fn progress(&self, share: f64) -> ControlFlow<()> {
        self.progress.store((share.clamp(0.0, 1.0) * 1e6) as u64, Ordering::Relaxed);
        if self.stop.load(Ordering::Acquire) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn found(&self, best: f64, bound: Option<f64>) {
        self.best.store(best.to_bits(), Ordering::Relaxed);
        self.bound.store(bound.map_or(UNKNOWN, f64::to_bits), Ordering::Relaxed);
    }
}

/// All jobs of late, newest last.
pub struct Jobs {
    all: Mutex<VecDeque<Arc<Job>>>,
    /// Half of the cores stay free for light questions.
    turns: Semaphore,
}

impl Default for Jobs {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { all: Mutex::default(), turns: Semaphore::new((cores / 2).max(1)) }
    }
}

impl Jobs {
    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Job>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The job of a question that runs or is done already; otherwise a new one, to be started.
    fn join(&self, key: Key, question: &Question) -> Result<(Arc<Job>, bool), RegistryError> {
        let mut all = self.all();
        let joined = |job: &&Arc<Job>| {
            job.key == key
                && match job.state() {
                    JobState::Running => !job.stop.load(Ordering::Acquire),
                    JobState::Done(_) => true,
                    JobState::Failed(_) | JobState::Cancelled => false,
                }
        };
        if let Some(job) = all.iter().find(joined) {
            return Ok((Arc::clone(job), false));
        }
        let running = |job: &&Arc<Job>| matches!(job.state(), JobState::Running);
        if all.iter().filter(running).count() >= MOST_RUNNING {
            return Err(RegistryError::Unavailable(format!("{MOST_RUNNING} jobs run or wait already")));
        }
        all.retain(|job| job.key != key);
        let job = Arc::new(Job::new(key, question.clone()));
        all.push_back(Arc::clone(&job));
        while all.len() > KEPT || all.iter().map(|job| job.bytes()).sum::<usize>() > KEPT_BYTES {
            // The oldest that has ended; there is one, since fewer run than are kept.
            let Some(ended) = all.iter().position(|job| !matches!(job.state(), JobState::Running)) else {
                break;
            };
            all.remove(ended);
        }
        Ok((job, true))
    }
}

impl Registry {
    /// Starts to answer a question beside the caller, or joins whoever asked it before.
    ///
    /// # Errors
    /// The world of its day can not be loaded, or too many jobs run already.
    pub async fn start(self: &Arc<Self>, question: &Question) -> Result<Arc<Job>, RegistryError> {
        let world = self.world_of(question).await?;
        let key = Key::new(question, &world, &self.terrain(&world), &self.reference)?;
        let (job, is_new) = self.studies.jobs.join(key, question)?;
        if is_new {
            let (registry, job) = (Arc::clone(self), Arc::clone(&job));
            tokio::spawn(async move {
                let running = Arc::clone(&job);
                let ran = tokio::spawn(async move { registry.run(&running).await }).await;
                if let Err(panicked) = ran {
                    let failed = RegistryError::Internal(panicked.to_string());
                    job.state.send_replace(JobState::Failed(Arc::new(failed)));
                }
            });
        }
        Ok(job)
    }

    async fn run(&self, job: &Job) {
        let answered = match self.studies.jobs.turns.acquire().await {
            Ok(_turn) => self.study(&job.question, job).await,
            Err(closed) => Err(RegistryError::Internal(closed.to_string())),
        };
        let state = match answered {
            Ok(answer) => {
                job.progress.store(1_000_000, Ordering::Relaxed);
                JobState::Done(answer)
            }
            Err(RegistryError::Cancelled) => JobState::Cancelled,
            Err(error) => JobState::Failed(Arc::new(error)),
        };
        job.state.send_replace(state);
    }

    /// The job with this id.
    ///
    /// # Errors
    /// There is none, or it is forgotten.
    pub fn job(&self, id: &str) -> Result<Arc<Job>, RegistryError> {
        let all = self.studies.jobs.all();
        let found = all.iter().find(|job| job.id() == id).map(Arc::clone);
        found.ok_or_else(|| RegistryError::NotFound {
            what: crate::registry::error::Thing::Job,
            id: id.to_owned(),
        })
    }

    /// All jobs of late, newest first.
    pub fn jobs(&self) -> Vec<Arc<Job>> {
        self.studies.jobs.all().iter().rev().map(Arc::clone).collect()
    }
}
