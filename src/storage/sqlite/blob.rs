//! Large contents, kept by their SHA-256.

use super::fault::fault;
use crate::storage::StoreError;
use sqlx::SqliteConnection;

pub async fn get(conn: &mut SqliteConnection, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
    sqlx::query_scalar("SELECT bytes FROM blob WHERE sha256 = $1")
        .bind(sha256.to_vec())
        .fetch_optional(conn)
        .await
        .map_err(fault)
}

pub async fn exists(conn: &mut SqliteConnection, sha256: &[u8; 32]) -> Result<bool, StoreError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM blob WHERE sha256 = $1)")
        .bind(sha256.to_vec())
        .fetch_one(conn)
        .await
        .map_err(fault)
}

/// Contents that are there already stay as they are.
pub async fn put(conn: &mut SqliteConnection, sha256: &[u8; 32], bytes: &[u8]) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO blob (sha256, bytes, created_at) \
         VALUES ($1, $2, CAST(unixepoch('subsec') * 1000000 AS INTEGER)) \
         ON CONFLICT (sha256) DO NOTHING",
    )
    .bind(sha256.to_vec())
    .bind(bytes)
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(())
}
