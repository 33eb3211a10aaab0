//! Tokens of the API; only hashes are kept.

use super::fault::fault;
use crate::domain::change::Actor;
use crate::domain::time::Micros;
use crate::storage::{StoreError, Token};
use sqlx::PgConnection;

/// Hash, actor, label, created at, revoked at.
type Row = (Vec<u8>, String, String, i64, Option<i64>);

pub async fn all(conn: &mut PgConnection) -> Result<Vec<Token>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT hash, actor, label, created_at, revoked_at FROM token ORDER BY created_at, hash",
    )
    .fetch_all(conn)
    .await
    .map_err(fault)?;
    rows.into_iter()
        .map(|(hash, actor, label, created_at, revoked_at)| {
            Ok(Token {
                hash: hash
                    .try_into()
                    .map_err(|_| StoreError::Database(format!("damaged hash of token {label}")))?,
                actor: Actor(actor),
                label,
                created_at: Micros(created_at),
                revoked_at: revoked_at.map(Micros),
            })
        })
        .collect()
}

/// Writes a token, or replaces the one with the same hash.
pub async fn put(conn: &mut PgConnection, token: &Token) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO token (hash, actor, label, created_at, revoked_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO UPDATE SET \
         actor = excluded.actor, label = excluded.label, \
         created_at = excluded.created_at, revoked_at = excluded.revoked_at",
    )
    .bind(token.hash.to_vec())
    .bind(token.actor.0.as_str())
    .bind(token.label.as_str())
    .bind(token.created_at.0)
    .bind(token.revoked_at.map(|at| at.0))
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(())
}
