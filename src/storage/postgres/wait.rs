//! Waiting for the log to grow: this process's writes at once, another's by NOTIFY. A notification
//! only wakes; the log is read by number.

use super::fault::fault;
use super::{PostgresStore, log};
use crate::domain::id::Seq;
use crate::storage::StoreError;
use sqlx::postgres::PgListener;
use sqlx::{PgConnection, PgPool};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// Also looked without a notification: one may be lost with its connection.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const CHANNEL: &str = "jiantu_log";

/// Wakes whoever listens, once the open transaction is committed.
pub async fn notify(conn: &mut PgConnection, head: Seq) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_notify($1, $2)")
        .bind(CHANNEL)
        .bind(head.to_string())
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}

/// Starts the task that listens; it reconnects by itself.
pub async fn listen(pool: PgPool, head: Arc<watch::Sender<Seq>>) -> Result<JoinHandle<()>, StoreError> {
    let mut listener = PgListener::connect_with(&pool).await.map_err(fault)?;
    listener.listen(CHANNEL).await.map_err(fault)?;
    Ok(tokio::spawn(async move {
        loop {
            match listener.recv().await {
                Ok(told) => {
                    if let Ok(seq) = told.payload().parse() {
                        announce(&head, Seq(seq));
                    }
                }
                Err(sqlx::Error::PoolClosed) => break,
                Err(error) => {
                    tracing::warn!(fault = %fault(error), "not listening to the database");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        }
    }))
}

fn announce(head: &watch::Sender<Seq>, seq: Seq) {
    head.send_replace(seq);
}

impl PostgresStore {
    /// Tells waiting readers that the log has reached `seq`.
    pub(super) fn announce(&self, seq: Seq) {
        announce(&self.head, seq);
    }

    pub(super) async fn wait(&self, seq: Seq, timeout: Duration) {
        let deadline = Instant::now() + timeout;
        let mut told = self.head.subscribe();
        loop {
            // What is told wakes; how far the log is, the log itself says. A database that was set back
            // has a lower number than was told last, and must be waited for as any other.
            // A fault shows at the reader's next query; here it only means to go on waiting.
            if let Ok(mut conn) = self.readers.acquire().await
                && let Ok(found) = log::head(&mut conn).await
                && found > seq
            {
                return;
            }
            let look = deadline.min(Instant::now() + LOOK_EVERY);
            if timeout_at(look, told.changed()).await.is_ok() || Instant::now() >= deadline {
                return;
            }
        }
    }
}
