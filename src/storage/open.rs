//! From a database URL to a store.

use super::{SharedStore, StoreError, postgres, sqlite};
use std::path::Path;
use std::sync::Arc;

/// Opens `sqlite:PATH` or `postgres://…`, migrating it to this program's schema first.
///
/// With `create` a missing SQLite file, or the tables in an empty PostgreSQL database, are made.
///
/// # Errors
/// `Url` for any other text; `Refused` when nothing is there and `create` is false, or when the
/// database is not one of ours; `NewerSchema`; `Unavailable` when it can not be reached.
pub async fn open(url: &str, create: bool) -> Result<SharedStore, StoreError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.starts_with(":memory:") || path.contains('?') {
            return Err(StoreError::Url);
        }
        return Ok(Arc::new(sqlite::SqliteStore::open(Path::new(path), create).await?));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Arc::new(postgres::PostgresStore::open(url, create).await?));
    }
    Err(StoreError::Url)
}
