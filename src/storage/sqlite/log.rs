//! The log: where it ends, its rows, and the next link of its chain.

use super::fault::fault;
use super::row;
use crate::domain::change::{Change, EntityRef};
use crate::domain::id::Seq;
use crate::domain::time::Micros;
use crate::storage::chain::{GENESIS, Hash, Link};
use crate::storage::constraint::key_reused;
use crate::storage::prepare::Prepared;
use crate::storage::{Appended, BatchHead, Identity, StoreError};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// What `row::change` reads.
pub const COLUMNS: &str = "b.first_seq + c.ordinal, b.recorded_at, b.actor, c.entity_kind, \
     c.entity_id, c.effective_from, c.reason, c.salt IS NULL, \
     c.before_doc, c.before_geom, c.after_doc, c.after_geom, b.unconditional";

/// Rows of one INSERT into `change`.
const CHANGE_ROWS: usize = 100;

/// Number of the newest change; 0 in an empty log.
pub async fn head(conn: &mut SqliteConnection) -> Result<Seq, StoreError> {
    let head: Option<i64> = sqlx::query_scalar(
        "SELECT first_seq + count - 1 FROM batch WHERE first_seq IS NOT NULL \
         ORDER BY first_seq DESC LIMIT 1",
    )
    .fetch_optional(conn)
    .await
    .map_err(fault)?;
    Ok(Seq(head.unwrap_or(0).unsigned_abs()))
}

/// The random id made when the database was created, and the log's end.
pub async fn identity(conn: &mut SqliteConnection) -> Result<Identity, StoreError> {
    let id: sqlx::types::uuid::fmt::Hyphenated =
        sqlx::query_scalar("SELECT id FROM registry").fetch_one(&mut *conn).await.map_err(fault)?;
    Ok(Identity { id: id.into_uuid(), head: head(conn).await? })
}

/// The seconds in which something was recorded, each with its first number.
pub async fn record_seconds(conn: &mut SqliteConnection) -> Result<Vec<(Seq, i64)>, StoreError> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT MIN(first_seq), recorded_at / 1000000 FROM batch WHERE first_seq IS NOT NULL \
         GROUP BY 2 ORDER BY 1",
    )
    .fetch_all(conn)
    .await
    .map_err(fault)?;
    Ok(rows.into_iter().map(|(first, second)| (Seq(first.unsigned_abs()), second)).collect())
}

/// The end of the chain: what the next batch follows.
pub struct Tail {
    pub next: Seq,
    pub recorded_at: Micros,
    pub hash: Hash,
}

pub async fn tail(conn: &mut SqliteConnection) -> Result<Tail, StoreError> {
    let newest: Option<(i64, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT first_seq + count, recorded_at, hash FROM batch WHERE first_seq IS NOT NULL \
         ORDER BY first_seq DESC LIMIT 1",
    )
    .fetch_optional(conn)
    .await
    .map_err(fault)?;
    let Some((next, recorded_at, hash)) = newest else {
        return Ok(Tail { next: Seq(1), recorded_at: Micros(i64::MIN), hash: GENESIS });
    };
    Ok(Tail {
        next: Seq(next.unsigned_abs()),
        recorded_at: Micros(recorded_at),
        hash: hash
            .try_into()
            .map_err(|_| StoreError::Database("the newest batch has no valid hash".into()))?,
    })
}

/// The link that follows `tail`. Record time never runs backwards along the log, whatever the
/// clocks of its writers say: what was known at an instant is always a beginning of the log.
pub fn next_link(tail: &Tail, head: &BatchHead, at: Micros, count: usize, root: Hash) -> Link {
    Link {
        first_seq: tail.next.0,
        count: count as u64,
        recorded_at: at.max(tail.recorded_at),
        actor: head.actor.clone(),
        unconditional: head.unconditional,
        root,
    }
}

/// The answer that a batch with this head has got before, if it has a key that was used.
///
/// # Errors
/// `Conflict` when the key was used for another request: its answer would mislead.
pub async fn replay(conn: &mut SqliteConnection, head: &BatchHead) -> Result<Option<Appended>, StoreError> {
    let Some(repeat) = &head.repeat else {
        return Ok(None);
    };
    let first: Option<(i64, i64, i64, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT id, first_seq, count, request FROM batch \
         WHERE actor = $1 AND idempotency_key = $2 AND first_seq IS NOT NULL",
    )
    .bind(&head.actor.0)
    .bind(repeat.key.as_str())
    .fetch_optional(&mut *conn)
    .await
    .map_err(fault)?;
    let Some((batch, first, count, request)) = first else {
        return Ok(None);
    };
    if request.is_some_and(|request| request != repeat.request) {
        return Err(key_reused(&repeat.key));
    }
    let rows = sqlx::query("SELECT entity_kind, entity_id FROM change WHERE batch_id = $1 ORDER BY ordinal")
        .bind(batch)
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    Ok(Some(Appended {
        first: Seq(first.unsigned_abs()),
        last: Seq((first + count - 1).unsigned_abs()),
        replayed: Some(rows.iter().map(|found| row::entity(found, 0)).collect::<Result<_, _>>()?),
    }))
}

/// Writes change rows of a batch, the first of them at `ordinal`.
pub async fn insert_changes(
    conn: &mut SqliteConnection,
    batch: i64,
    ordinal: i64,
    writes: &[Prepared],
) -> Result<(), StoreError> {
    let mut ordinals = ordinal..;
    for chunk in writes.chunks(CHANGE_ROWS) {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "INSERT INTO change (batch_id, ordinal, entity_kind, entity_id, effective_from, \
             reason, salt, payload_hash, digest, before_doc, before_geom, after_doc, after_geom) ",
        );
        sql.push_values(chunk.iter().zip(&mut ordinals), |mut values, (write, ordinal)| {
            let [before, after] = [&write.before, &write.step.after].map(Option::as_ref);
            values
                .push_bind(batch)
                .push_bind(ordinal)
                .push_bind(write.step.entity.kind.as_str())
                .push_bind(write.step.entity.id.hyphenated())
                .push_bind(write.step.effective_from.as_str())
                .push_bind(write.reason)
                .push_bind(write.salt.to_vec())
                .push_bind(write.payload_hash.to_vec())
                .push_bind(write.digest.to_vec())
                .push_bind(before.map(|state| state.doc.as_str()))
                .push_bind(before.and_then(|state| state.wkb.as_deref()))
                .push_bind(after.map(|state| state.doc.as_str()))
                .push_bind(after.and_then(|state| state.wkb.as_deref()));
        });
        sql.build().execute(&mut *conn).await.map_err(fault)?;
    }
    Ok(())
}

/// The log after `since`, oldest first.
pub async fn changes(conn: &mut SqliteConnection, since: Seq, limit: u32) -> Result<Vec<Change>, StoreError> {
    // The range on ordinal lets a reader go on in the middle of a million-row batch.
    let sql = format!(
        "SELECT {COLUMNS} FROM batch b JOIN change c ON c.batch_id = b.id \
         WHERE b.first_seq >= coalesce(\
           (SELECT max(first_seq) FROM batch WHERE first_seq <= $1 + 1), 1) \
         AND c.ordinal > $1 - b.first_seq \
         ORDER BY b.first_seq, c.ordinal LIMIT $2"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(since.0.min(i64::MAX as u64 - 1).cast_signed())
        .bind(limit)
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    rows.iter().map(row::change).collect()
}

/// All changes of one entity, in the order they were recorded.
pub async fn history(conn: &mut SqliteConnection, entity: EntityRef) -> Result<Vec<Change>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM change c JOIN batch b ON b.id = c.batch_id \
         WHERE c.entity_kind = $1 AND c.entity_id = $2 AND b.first_seq IS NOT NULL \
         ORDER BY b.first_seq, c.ordinal"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(entity.kind.as_str())
        .bind(entity.id.hyphenated())
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    rows.iter().map(row::change).collect()
}
