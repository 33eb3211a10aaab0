//! What a new change does to the current data row. Both stores ask here, so they can not differ.

use super::StoreError;
use super::constraint::exists;
use super::prepare::Step;
use crate::domain::id::Seq;

/// What stands of an entity when a change arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Number of its last change; `None`: it was never written.
    pub version: Option<Seq>,
    /// Greatest `effective_from` among its changes: valid time of what stands.
    pub effective_from: Option<String>,
    /// There is a data row; `false` after a tombstone that wins.
    pub alive: bool,
}

/// What to do with the data row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No row yet: insert.
    Insert,
    /// The new state replaces the row.
    Replace,
    /// Back-dated: the row stays, only its version moves.
    Touch,
    /// A tombstone that wins: the row goes.
    Remove,
    /// Nothing stands and nothing will.
    Leave,
}

/// Checks the version the writer has seen, and decides by valid time: the new change wins when it
/// holds from the same day on or later (ties go to the later record).
///
/// # Errors
/// `Stale`, `Conflict` (it exists already) or `Missing` (nothing to change or to bury).
pub fn judge(standing: &Standing, step: &Step) -> Result<Verdict, StoreError> {
    check_version(standing, step)?;
    let wins = standing.effective_from.as_ref().is_none_or(|since| step.effective_from >= *since);
    Ok(match (standing.alive, wins, step.after.is_some()) {
        (true, true, true) => Verdict::Replace,
        (true, true, false) => Verdict::Remove,
        (true, false, _) => Verdict::Touch,
        (false, true, true) => Verdict::Insert,
        (false, _, _) => Verdict::Leave,
    })
}

fn check_version(standing: &Standing, step: &Step) -> Result<(), StoreError> {
    if standing.version.is_none() && step.after.is_none() {
        return Err(StoreError::Missing(step.entity));
    }
    if step.unconditional {
        return Ok(());
    }
    match (step.expected, standing.version) {
        (None, Some(_)) if standing.alive => Err(exists(step.entity)),
        (None, _) => Ok(()),
        (Some(_), None) => Err(StoreError::Missing(step.entity)),
        (Some(expected), Some(current)) if expected != current => {
            Err(StoreError::Stale { entity: step.entity, current: current.0 })
        }
        (Some(_), Some(_)) => Ok(()),
    }
}
