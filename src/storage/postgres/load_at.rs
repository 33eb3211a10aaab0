//! Loading a past state: best knowledge of a day, or what was known of it at an instant.

use super::fault::fault;
use super::load::CHUNK;
use super::{log, row};
use crate::domain::change::EntityKind;
use crate::domain::id::Seq;
use crate::domain::time::Moment;
use crate::storage::{Sink, StoreError, Stored};
use futures::TryStreamExt;
use sqlx::PgConnection;

/// Of each entity the change with the greatest `effective_from`, ties to the later record.
const WINNERS: &str = "SELECT DISTINCT ON (c.entity_id) c.entity_id AS id, c.batch_id, c.ordinal, \
     b.first_seq + c.ordinal AS number \
     FROM change c JOIN batch b ON b.id = c.batch_id \
     WHERE c.entity_kind = $1 AND c.effective_from <= $2 AND b.first_seq IS NOT NULL \
     AND b.recorded_at <= $3 \
     ORDER BY c.entity_id, c.effective_from DESC, b.first_seq DESC, c.ordinal DESC";

/// The revision of each entity that holds at the moment. The connection must be in a transaction.
pub async fn load_at(
    conn: &mut PgConnection,
    kind: EntityKind,
    at: Moment,
    sink: Sink<'_, Stored>,
) -> Result<Seq, StoreError> {
    let head = log::head(conn).await?;
    let sql = format!(
        "SELECT w.id, w.number, c.effective_from, \
         c.after_doc, c.after_geom FROM ({WINNERS}) w \
         JOIN change c ON c.batch_id = w.batch_id AND c.ordinal = w.ordinal \
         WHERE c.after_doc IS NOT NULL"
    );
    let mut rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(kind.as_str())
        .bind(at.as_of.to_string())
        .bind(at.known_at.map_or(i64::MAX, |known| known.0))
        .fetch(conn);
    let mut chunk = Vec::with_capacity(CHUNK);
    while let Some(found) = rows.try_next().await.map_err(fault)? {
        chunk.extend(row::stored(&found, kind)?);
        if chunk.len() == CHUNK {
            sink(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)))?;
        }
    }
    if !chunk.is_empty() {
        sink(chunk)?;
    }
    Ok(head)
}
