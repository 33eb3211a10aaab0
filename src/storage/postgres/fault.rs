//! From the driver's errors to the store's words.

use crate::storage::StoreError;
use crate::storage::constraint::{Constraint, exists, external_key};
use crate::storage::prepare::Step;

/// Any error that is not about the keys of a certain write.
pub fn fault(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(db) => {
            let code = db.code().unwrap_or_default();
            // Connection failures, shutdowns, too many clients, lock and serialisation failures.
            let passing = ["08", "53", "57", "40", "55"];
            if passing.iter().any(|class| code.starts_with(class)) {
                StoreError::Unavailable(db.message().to_owned())
            } else {
                StoreError::Database(db.message().to_owned())
            }
        }
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            StoreError::Unavailable(error.to_string())
        }
        sqlx::Error::Io(io) => StoreError::Unavailable(io.to_string()),
        sqlx::Error::Tls(tls) => StoreError::Unavailable(tls.to_string()),
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
    let table = step.entity.kind;
    match db.constraint() {
        Some(name) if name == Constraint::External(table).name() => {
            StoreError::Conflict { constraint: Constraint::External(table), key: external_key(step) }
        }
        Some("code_pkey") => {
            StoreError::Conflict { constraint: Constraint::Code(table), key: step.keys.codes.join(", ") }
        }
        _ => exists(step.entity),
    }
}
