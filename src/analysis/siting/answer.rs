//! What a siting question is answered with, how far a search has come, and why it ended.

use super::tree::{Found, Step};
use serde::Serialize;
use std::ops::ControlFlow;

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// The bound met the answer: nothing better exists.
    Optimal,
    /// The caller's limit (time, mostly) was reached.
    Limit,
    /// The caller does not want the answer any more.
    Cancelled,
}

/// Why the caller ends a search; it owns the clock and the cancel button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    Limit,
    Cancelled,
}

impl From<Halt> for Stopped {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Limit => Self::Limit,
            Halt::Cancelled => Self::Cancelled,
        }
    }
}

/// How far a search has come. `best` and `bound` are in the unit of the question's objective and
/// close in on each other; `bound` is `None` until one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    pub best: u64,
    pub bound: Option<u64>,
    /// Sub-problems looked at and still waiting.
    pub nodes: u64,
    pub waiting: u64,
    /// Rounds of the bounding method.
    pub iterations: u64,
}

/// Asked now and then whether to go on. `ControlFlow::Break` ends the search with the best answer
/// so far and its valid bound.
pub type Watch<'a> = &'a mut dyn FnMut(&Progress) -> ControlFlow<Halt>;

/// Chosen sites with their proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Candidates to build, by their position in the question, ascending.
    pub chosen: Vec<u32>,
    /// People covered (existing sites included), cost, or people x decimetres: see the question.
    pub objective: u64,
    /// No answer can be better than this: never below the objective of the best possible answer
    /// where more is better, never above it where less is better.
    pub bound: u64,
    /// Whether the bound proves the answer to be the best.
    pub proven: bool,
    pub stopped: Stopped,
    pub nodes: u64,
    pub iterations: u64,
}

impl Progress {
    /// In the caller's unit.
    pub(super) fn of(step: &Step, told: impl Fn(f64) -> u64) -> Self {
        Self {
            best: told(step.best),
            bound: step.bound.is_finite().then(|| told(step.bound)),
            nodes: step.nodes,
            waiting: step.waiting,
            iterations: step.iterations,
        }
    }
}

impl Answer {
    /// In the caller's unit.
    pub(super) fn of(found: Found, told: impl Fn(f64) -> u64) -> Self {
        Self {
            objective: told(found.value),
            bound: told(found.bound),
            proven: found.stopped == Stopped::Optimal,
            stopped: found.stopped,
            chosen: found.sites,
            nodes: found.nodes,
            iterations: found.iterations,
        }
    }

    /// Difference of bound and objective, in the objective's unit.
    pub fn gap(&self) -> u64 {
        self.bound.abs_diff(self.objective)
    }

    /// Gap as a share of the objective; 0 for a proven answer, `None` of an objective of zero.
    pub fn relative_gap(&self) -> Option<f64> {
        if self.gap() == 0 {
            return Some(0.0);
        }
        (self.objective > 0).then(|| self.gap() as f64 / self.objective as f64)
    }
}
