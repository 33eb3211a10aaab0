//! Tells stagings of living processes from those a dead one left behind.
//!
//! The connection that stages holds an advisory lock named by the batch. The server lets go of it
//! when the connection ends, so a staging whose lock can be taken belongs to nobody.

use super::fault::fault;
use crate::storage::StoreError;
use sqlx::PgConnection;

/// Sets these locks apart from others of the same numbers.
const STAGINGS: i32 = 0x6a74;

/// Takes the lock of a staging; waits for nobody, since its number is new.
pub async fn hold(conn: &mut PgConnection, batch: i64) -> Result<(), StoreError> {
    try_hold(conn, batch).await?;
    Ok(())
}

/// Whether the lock was free.
pub async fn try_hold(conn: &mut PgConnection, batch: i64) -> Result<bool, StoreError> {
    sqlx::query_scalar("SELECT pg_try_advisory_lock($1, ($2 % 2147483648)::int)")
        .bind(STAGINGS)
        .bind(batch)
        .fetch_one(conn)
        .await
        .map_err(fault)
}

pub async fn release(conn: &mut PgConnection, batch: i64) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_unlock($1, ($2 % 2147483648)::int)")
        .bind(STAGINGS)
        .bind(batch)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}
