//! From the driver's errors to the store's words.

use crate::storage::StoreError;
use crate::storage::constraint::{Constraint, exists, external_key};
use crate::storage::prepare::Step;

const BUSY: i64 = 5;
const LOCKED: i64 = 6;

/// Any error that is not about the keys of a certain step.
pub fn fault(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(db) => {
            // The low byte of an extended code is the primary one.
            let code = db.code().and_then(|code| code.parse::<i64>().ok());
            match code.map(|code| code & 0xff) {
                Some(BUSY | LOCKED) => StoreError::Unavailable(db.message().to_owned()),
                _ => StoreError::Database(db.message().to_owned()),
            }
        }
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            StoreError::Unavailable(error.to_string())
        }
        sqlx::Error::Io(io) => StoreError::Unavailable(io.to_string()),
        other => StoreError::Database(other.to_string()),
    }
}

/// An error of writing this row: a broken constraint is told by its name and the key that is taken.
pub fn key_fault(error: sqlx::Error, step: &Step) -> StoreError {
    let sqlx::Error::Database(db) = &error else {
        return fault(error);
    };
    if !db.is_unique_violation() {
        return fault(error);
    }
    // SQLite names the columns, not the constraint.
    let table = step.entity.kind;
    if db.message().contains(".external_id") {
        StoreError::Conflict { constraint: Constraint::External(table), key: external_key(step) }
    } else if db.message().contains("code.code") {
        StoreError::Conflict { constraint: Constraint::Code(table), key: step.keys.codes.join(", ") }
    } else {
        exists(step.entity)
    }
}
