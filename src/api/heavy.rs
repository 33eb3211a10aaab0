//! Questions that look at many features: few at a time, and beside the threads that answer the rest.

use super::error::ApiError;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long a question waits for its turn before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Turns for heavy questions; half of the cores always stay free for light ones.
pub struct Heavy(Semaphore);

impl Heavy {
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(Semaphore::new((cores / 2).max(1)))
    }

    /// A turn; it ends when it is dropped.
    ///
    /// # Errors
    /// `Busy` when none came in time.
    pub async fn turn(&self) -> Result<SemaphorePermit<'_>, ApiError> {
        match tokio::time::timeout(PATIENCE, self.0.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(ApiError::Busy),
        }
    }

    /// Does work in turn, off the request threads.
    ///
    /// # Errors
    /// As [`Heavy::turn`].
    pub async fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, ApiError> {
        let _turn = self.turn().await?;
        Ok(tokio::task::block_in_place(work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_waits_for_a_turn_and_gets_it() {
        let heavy = Heavy(Semaphore::new(1));
        let turn = heavy.turn().await.expect("nobody is there yet");
        assert!(tokio::time::timeout(Duration::from_millis(20), heavy.turn()).await.is_err());
        drop(turn);
        assert!(heavy.turn().await.is_ok());
    }
}
