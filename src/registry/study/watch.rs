//! Whoever waits for an answer: told how far it is, and asked whether to go on.

use std::ops::ControlFlow;

/// Follows long work.
pub trait Watcher: Sync {
    /// So much (0 to 1) is done; `Break` stops the work.
    fn progress(&self, share: f64) -> ControlFlow<()>;

    /// The best answer so far, and what no answer can beat; in units of the study.
    fn found(&self, _best: f64, _bound: Option<f64>) {}
}

pub type Watch<'a> = &'a dyn Watcher;

/// Lets everything go on.
pub struct Unwatched;

impl Watcher for Unwatched {
    fn progress(&self, _: f64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
