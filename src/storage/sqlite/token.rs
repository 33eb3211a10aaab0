//! Tokens of the API; only hashes are kept.

use super::fault::fault;
use crate::domain::change::Actor;
use crate::domain::time::Micros;
use crate::storage::{StoreError, Token};
use sqlx::{AssertSqlSafe, SqliteConnection};

/// Hash, actor, label, created at, revoked at, unconditional.
type Row = (Vec<u8>, String, String, i64, Option<i64>, bool);

const COLUMNS: &str = "hash, actor, label, created_at, revoked_at, unconditional";

pub async fn all(conn: &mut SqliteConnection) -> Result<Vec<Token>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM token ORDER BY created_at, hash");
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(conn).await.map_err(fault)?;
    rows.into_iter().map(token).collect()
}

/// The token with this hash, withdrawn or not.
pub async fn get(conn: &mut SqliteConnection, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM token WHERE hash = $1");
    let row: Option<Row> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(hash.to_vec()).fetch_optional(conn).await.map_err(fault)?;
    row.map(token).transpose()
}

fn token((hash, actor, label, created_at, revoked_at, unconditional): Row) -> Result<Token, StoreError> {
    Ok(Token {
        hash: hash.try_into().map_err(|_| StoreError::Database(format!("damaged hash of token {label}")))?,
        actor: Actor(actor),
        label,
        unconditional,
        created_at: Micros(created_at),
        revoked_at: revoked_at.map(Micros),
    })
}

/// Writes a token, or replaces the one with the same hash.
pub async fn put(conn: &mut SqliteConnection, token: &Token) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO token (hash, actor, label, created_at, revoked_at, unconditional) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO UPDATE SET \
         actor = excluded.actor, label = excluded.label, \
         created_at = excluded.created_at, revoked_at = excluded.revoked_at, \
         unconditional = excluded.unconditional",
    )
    .bind(token.hash.to_vec())
    .bind(token.actor.0.as_str())
    .bind(token.label.as_str())
    .bind(token.created_at.0)
    .bind(token.revoked_at.map(|at| at.0))
    .bind(token.unconditional)
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(())
}
