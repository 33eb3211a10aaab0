//! Waiting for the log to grow: this process's writes at once, another's by looking every second.

use super::{SqliteStore, log};
use crate::domain::id::Seq;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

const LOOK_EVERY: Duration = Duration::from_secs(1);

impl SqliteStore {
    /// Tells waiting readers that the log has reached `seq`.
    pub(super) fn announce(&self, seq: Seq) {
        self.head.send_if_modified(|head| {
            let grows = seq > *head;
            *head = seq.max(*head);
            grows
        });
    }

    pub(super) async fn wait(&self, seq: Seq, timeout: Duration) {
        let deadline = Instant::now() + timeout;
        let mut head = self.head.subscribe();
        while Instant::now() < deadline {
            let look = deadline.min(Instant::now() + LOOK_EVERY);
            if timeout_at(look, head.wait_for(|head| *head > seq)).await.is_ok() {
                return;
            }
            // A fault shows at the reader's next query; here it only means to go on waiting.
            if let Ok(mut conn) = self.readers.acquire().await
                && let Ok(found) = log::head(&mut conn).await
            {
                self.announce(found);
            }
        }
    }
}
