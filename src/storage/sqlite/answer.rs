//! Answers of analyses, the newest of them.

use super::fault::fault;
use crate::domain::time::Micros;
use crate::storage::{StoreError, StoredAnswer};
use sqlx::SqliteConnection;

/// Question, depends, made at, seconds, summary, features.
type Row = (String, String, i64, f64, Vec<u8>, Option<Vec<u8>>);

pub async fn get(conn: &mut SqliteConnection, key: &str) -> Result<Option<StoredAnswer>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT question, depends, made_at, seconds, summary, features FROM answer WHERE key = $1",
    )
    .bind(key)
    .fetch_optional(conn)
    .await
    .map_err(fault)?;
    Ok(row.map(|(question, depends, made_at, seconds, summary, features)| StoredAnswer {
        key: key.to_owned(),
        question,
        depends,
        made_at: Micros(made_at),
        seconds,
        summary,
        features,
    }))
}

/// Writes an answer, or replaces the one to the same question, then forgets the oldest others.
pub async fn put(conn: &mut SqliteConnection, answer: &StoredAnswer, keep: u32) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO answer (key, question, depends, made_at, seconds, summary, features) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO UPDATE SET \
         question = excluded.question, depends = excluded.depends, made_at = excluded.made_at, \
         seconds = excluded.seconds, summary = excluded.summary, features = excluded.features",
    )
    .bind(answer.key.as_str())
    .bind(answer.question.as_str())
    .bind(answer.depends.as_str())
    .bind(answer.made_at.0)
    .bind(answer.seconds)
    .bind(answer.summary.as_slice())
    .bind(answer.features.as_deref())
    .execute(&mut *conn)
    .await
    .map_err(fault)?;
    sqlx::query(
        "DELETE FROM answer WHERE key <> $1 AND key NOT IN (\
         SELECT key FROM answer WHERE key <> $1 ORDER BY made_at DESC, key LIMIT $2)",
    )
    .bind(answer.key.as_str())
    .bind(i64::from(keep.saturating_sub(1)))
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(())
}
