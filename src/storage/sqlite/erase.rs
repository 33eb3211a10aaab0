//! Erasing personal data: the payloads of one entity's changes go, the chain stays.

use super::SqliteStore;
use super::fault::fault;
use super::migrate::execute;
use crate::domain::change::EntityRef;
use crate::storage::StoreError;
use crate::storage::constraint::not_tombstoned;
use sqlx::{AssertSqlSafe, SqliteConnection};

/// Erases the states and the salts; without its salt a hash tells nothing of what it was made from.
pub async fn erase(conn: &mut SqliteConnection, entity: EntityRef) -> Result<u64, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = $1)", entity.kind);
    let stands: bool = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(entity.id.hyphenated())
        .fetch_one(&mut *conn)
        .await
        .map_err(fault)?;
    if stands {
        return Err(not_tombstoned(entity));
    }
    let known: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM change WHERE entity_kind = $1 AND entity_id = $2)")
            .bind(entity.kind.as_str())
            .bind(entity.id.hyphenated())
            .fetch_one(&mut *conn)
            .await
            .map_err(fault)?;
    if !known {
        return Err(StoreError::Missing(entity));
    }
    let erased = sqlx::query(
        "UPDATE change SET salt = NULL, before_doc = NULL, before_geom = NULL, \
         after_doc = NULL, after_geom = NULL \
         WHERE entity_kind = $1 AND entity_id = $2 AND salt IS NOT NULL",
    )
    .bind(entity.kind.as_str())
    .bind(entity.id.hyphenated())
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(erased.rows_affected())
}

impl SqliteStore {
    pub(super) async fn erase_payloads(&self, entity: EntityRef) -> Result<u64, StoreError> {
        let erased = self
            .writer
            .submit(move |session| Box::pin(async move { erase(&mut session.0, entity).await }))
            .await?;
        // What was erased is overwritten in the file (`secure_delete`); the write-ahead log still has
        // it until it is cut. A reader can hold that up: then the next checkpoint does it.
        execute(&mut *self.reader().await?, "PRAGMA wal_checkpoint(TRUNCATE)").await?;
        Ok(erased)
    }
}
