//! Named documents that belong to the database.

use super::fault::fault;
use crate::storage::StoreError;
use sqlx::PgConnection;

pub async fn get(conn: &mut PgConnection, name: &str) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("SELECT value FROM setting WHERE name = $1")
        .bind(name)
        .fetch_optional(conn)
        .await
        .map_err(fault)
}

pub async fn put(conn: &mut PgConnection, name: &str, value: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO setting (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(())
}
