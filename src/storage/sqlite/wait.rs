//! Waiting for the log to grow: this process's writes at once, another's by looking every second.

use super::{SqliteStore, log};
use crate::domain::id::Seq;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

const LOOK_EVERY: Duration = Duration::from_secs(1);

impl SqliteStore {
    /// Tells waiting readers that the log has reached `seq`.
    pub(super) fn announce(&self, seq: Seq) {
        self.head.send_replace(seq);
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
