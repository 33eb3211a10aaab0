//! What can go wrong at a store, in the store's own words.

use super::constraint::Constraint;
use crate::domain::change::EntityRef;

/// Errors of both stores. Texts are for operators; the API words its own answers.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A uniqueness or reference constraint says no. `key` is what is taken or missing.
    #[error("{}", .constraint.told(.key))]
    Conflict { constraint: Constraint, key: String },
    #[error("no such {}: {}", .0.kind, .0.id)]
    Missing(EntityRef),
    /// Somebody else changed it meanwhile.
    #[error("{} {} was changed meanwhile (now at {current})", entity.kind, entity.id)]
    Stale { entity: EntityRef, current: u64 },
    /// Busy, unreachable or shutting down: the same request may succeed later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    #[error("the database was made by a newer program (schema {found}, this program knows {known})")]
    NewerSchema { found: i64, known: i64 },
    #[error("not a database URL: use sqlite:PATH or postgres://...")]
    Url,
    /// Can not be done as asked; tells what to do instead. Users read it as it stands here.
    #[error("{zh} / {en}")]
    Refused { zh: String, en: String },
    #[error("database error: {0}")]
    Database(String),
}

impl StoreError {
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused { zh: zh.into(), en: en.into() }
    }
}
