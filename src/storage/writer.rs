//! One writer with group commit: what waits is drained, each job runs in its own savepoint, one
//! COMMIT makes all of them durable, then all are answered.
//!
//! A commit costs a disk flush; fifty writers that wait together pay it once.

use super::StoreError;
use async_trait::async_trait;
use futures::future::BoxFuture;
use std::sync::Mutex;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Jobs that may wait; whoever comes after them waits to get in.
const QUEUE: usize = 256;
/// Jobs committed together at most, so that nobody waits for a never-ending group.
const GROUP: usize = 64;

/// A connection that can write.
#[async_trait]
pub trait Session: Send + 'static {
    async fn begin(&mut self) -> Result<(), StoreError>;
    async fn commit(&mut self) -> Result<(), StoreError>;
    /// Ends whatever is open; afterwards the session can begin again, reconnected if need be.
    async fn reset(&mut self);
    async fn savepoint(&mut self) -> Result<(), StoreError>;
    async fn release(&mut self) -> Result<(), StoreError>;
    async fn rollback_to(&mut self) -> Result<(), StoreError>;
    async fn shut(self);
}

#[async_trait]
trait Job<S>: Send {
    /// Runs inside the savepoint; false asks for its rollback.
    async fn run(&mut self, session: &mut S) -> bool;
    /// Answers, once it is known whether the group was committed.
    fn answer(self: Box<Self>, committed: Result<(), String>);
}

struct Pending<F, T> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

#[async_trait]
impl<S, F, T> Job<S> for Pending<F, T>
where
    S: Session,
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut S) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
{
    async fn run(&mut self, session: &mut S) -> bool {
        if let Some(work) = self.work.take() {
            self.result = Some(work(session).await);
        }
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), String>) {
        let answer = match (self.result, committed) {
            // A job's own refusal is the truth whether or not the others were committed.
            (Some(Err(refusal)), _) => Err(refusal),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(fault)) => Err(StoreError::Unavailable(fault)),
            (None, Ok(())) => Err(StoreError::Unavailable("the write was not run".into())),
        };
        // Whoever asked may have gone away meanwhile; what was committed stays committed.
        drop(self.reply.send(answer));
    }
}

/// Handle on the writer task.
pub struct Writer<S> {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job<S>>>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl<S: Session> Writer<S> {
    /// Starts the task that owns the session.
    pub fn start(session: S) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
            queue: Mutex::new(Some(sender)),
            task: Mutex::new(Some(tokio::spawn(serve(session, receiver)))),
        }
    }

    /// Runs `work` in the writer's transaction and answers when it is durable.
    ///
    /// # Errors
    /// What `work` said, or `Unavailable` when the commit failed or the store is closed.
    pub async fn submit<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut S) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        let closed = || StoreError::Unavailable("the store is closed".into());
        let queue = lock(&self.queue).clone().ok_or_else(closed)?;
        let (reply, answer) = oneshot::channel();
        let job = Pending { work: Some(work), result: None, reply };
        queue.send(Box::new(job)).await.map_err(|_| closed())?;
        drop(queue);
        answer.await.map_err(|_| closed())?
    }

    /// Lets waiting jobs finish, then closes the session.
    pub async fn stop(&self) {
        lock(&self.queue).take();
        let task = lock(&self.task).take();
        if let Some(task) = task
            && let Err(fault) = task.await
        {
            tracing::error!(%fault, "the writer ended badly");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

async fn serve<S: Session>(mut session: S, mut queue: mpsc::Receiver<Box<dyn Job<S>>>) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        let committed = run_group(&mut session, &mut group).await.map_err(|fault| fault.to_string());
        if committed.is_err() {
            session.reset().await;
        }
        for job in group.drain(..) {
            job.answer(committed.clone());
        }
    }
    session.shut().await;
}

async fn run_group<S: Session>(session: &mut S, group: &mut [Box<dyn Job<S>>]) -> Result<(), StoreError> {
    session.begin().await?;
    // One alone needs no savepoint: the transaction is its own.
    if let [job] = group {
        if job.run(session).await {
            return session.commit().await;
        }
        session.reset().await;
        return Ok(());
    }
    for job in group {
        session.savepoint().await?;
        if !job.run(session).await {
            session.rollback_to().await?;
        }
        session.release().await?;
    }
    session.commit().await
}
