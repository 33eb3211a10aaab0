//! Erasing personal data: the payloads of one entity's changes go, the chain stays.

use super::PostgresStore;
use super::fault::fault;
use crate::domain::change::EntityRef;
use crate::storage::StoreError;
use crate::storage::constraint::not_tombstoned;
use sqlx::{AssertSqlSafe, PgConnection};

/// Erases the states and the salts; without its salt a hash tells nothing of what it was made from.
pub async fn erase(conn: &mut PgConnection, entity: EntityRef) -> Result<u64, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = $1)", entity.kind);
    let stands: bool =
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(entity.id).fetch_one(&mut *conn).await.map_err(fault)?;
    if stands {
        return Err(not_tombstoned(entity));
    }
    let known: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM change WHERE entity_kind = $1 AND entity_id = $2)")
            .bind(entity.kind.as_str())
            .bind(entity.id)
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
    .bind(entity.id)
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(erased.rows_affected())
}

impl PostgresStore {
    /// What was erased is overwritten when PostgreSQL next vacuums the table; its write-ahead log and
    /// backups have their own times of keeping.
    pub(super) async fn erase_payloads(&self, entity: EntityRef) -> Result<u64, StoreError> {
        self.writer
            .submit(move |session| Box::pin(async move { erase(&mut session.conn, entity).await }))
            .await
    }
}
