//! Appending a batch: change rows and the data rows they move, in one transaction.

use super::data::{self, Place};
use super::fault::fault;
use super::references::References;
use super::{log, wait};
use crate::domain::id::Seq;
use crate::storage::chain::{Link, Root};
use crate::storage::prepare::Prepared;
use crate::storage::verdict::judge;
use crate::storage::{Appended, BatchHead, StoreError};
use sqlx::PgConnection;

/// Writes one batch inside the transaction that is open.
///
/// # Errors
/// `Conflict`, `Stale`, `Missing`: then nothing of the batch may stay.
pub async fn append(
    conn: &mut PgConnection,
    head: &BatchHead,
    writes: &[Prepared],
) -> Result<Appended, StoreError> {
    if let Some(answer) = log::replay(conn, head).await? {
        return Ok(answer);
    }
    let tail = log::tail(conn).await?;
    if writes.is_empty() {
        return Ok(nothing(tail.next));
    }
    let mut root = Root::default();
    for write in writes {
        root.add_change(&write.digest);
    }
    let link = log::next_link(&tail, head, head.recorded_at, writes.len(), root.finish());
    let batch = insert_batch(conn, head, &link, &tail).await?;
    let mut references = References::default();
    for (ordinal, write) in (0_i64..).zip(writes) {
        let number = Seq(link.first_seq + ordinal.unsigned_abs());
        let standing = data::standing(conn, write.step.entity, number).await?;
        let verdict = judge(&standing, &write.step)?;
        log::insert_changes(conn, batch, ordinal, std::slice::from_ref(write)).await?;
        data::apply(conn, Place { batch, ordinal }, &write.step, verdict).await?;
        references.note(&write.step, verdict);
    }
    references.check(conn).await?;
    let answer = appended(&link);
    wait::notify(conn, answer.last).await?;
    Ok(answer)
}

/// The answer to a batch without changes: it is not written.
pub fn nothing(next: Seq) -> Appended {
    Appended { first: next, last: Seq(next.0 - 1), replayed: None }
}

pub fn appended(link: &Link) -> Appended {
    Appended { first: Seq(link.first_seq), last: Seq(link.first_seq + link.count - 1), replayed: None }
}

async fn insert_batch(
    conn: &mut PgConnection,
    head: &BatchHead,
    link: &Link,
    tail: &log::Tail,
) -> Result<i64, StoreError> {
    sqlx::query_scalar(
        "INSERT INTO batch (first_seq, count, recorded_at, actor, title, idempotency_key, request, \
         unconditional, root, prev_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
    )
    .bind(link.first_seq.cast_signed())
    .bind(link.count.cast_signed())
    .bind(link.recorded_at.0)
    .bind(head.actor.0.as_str())
    .bind(head.title.as_deref())
    .bind(head.repeat.as_ref().map(|repeat| repeat.key.as_str()))
    .bind(head.repeat.as_ref().map(|repeat| repeat.request.to_vec()))
    .bind(head.unconditional)
    .bind(link.root.to_vec())
    .bind(tail.hash.to_vec())
    .bind(link.hash(&tail.hash).to_vec())
    .fetch_one(conn)
    .await
    .map_err(fault)
}
