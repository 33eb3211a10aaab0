//! Staging: many writes in short transactions, hidden until one more publishes them.

use super::append::{appended, nothing};
use super::data::{self, Place};
use super::fault::fault;
use super::migrate::execute;
use super::owner::Owner;
use super::references::References;
use super::{log, redraft, sift, unstage};
use crate::domain::change::EntityRef;
use crate::domain::id::{PopulationId, Seq};
use crate::domain::population::Cell;
use crate::domain::time::Micros;
use crate::storage::chain::Hash;
use crate::storage::prepare::{Encoded, Prepared, Step};
use crate::storage::staging::{Outcome, Progress, staging_gone};
use crate::storage::verdict::judge;
use crate::storage::{Appended, BatchHead, Keys, StoreError};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Writes of one staging transaction: other writers wait for no more than these.
pub const CHUNK: usize = 1000;
/// Cells of one staging transaction.
pub const CELLS: usize = 5000;
/// Rows of one INSERT.
const ROWS: usize = 100;

pub async fn begin(conn: &mut SqliteConnection, head: &BatchHead, owner: &str) -> Result<i64, StoreError> {
    sqlx::query_scalar(
        "INSERT INTO batch (recorded_at, actor, title, idempotency_key, request, unconditional, owner) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(head.recorded_at.0)
    .bind(head.actor.0.as_str())
    .bind(head.title.as_deref())
    .bind(head.repeat.as_ref().map(|repeat| repeat.key.as_str()))
    .bind(head.repeat.as_ref().map(|repeat| repeat.request.to_vec()))
    .bind(head.unconditional)
    .bind(owner)
    .fetch_one(conn)
    .await
    .map_err(fault)
}

/// Writes one chunk; `ordinal` is that of the first change that is kept.
pub async fn chunk(
    conn: &mut SqliteConnection,
    batch: i64,
    ordinal: i64,
    writes: Vec<Prepared>,
) -> Result<Vec<Outcome>, StoreError> {
    let sifted = sift::sift(conn, batch, ordinal, writes).await?;
    log::insert_changes(conn, batch, ordinal, &sifted.kept).await?;
    let mut fresh = Vec::new();
    let mut later = Vec::new();
    for (place, write) in (ordinal..).zip(&sifted.kept) {
        let at = usize::try_from(place - ordinal).unwrap_or(usize::MAX);
        match sifted.ways.get(at) {
            Some(sift::Way::Fresh { parent_stands }) => {
                fresh.push((place, &write.step, *parent_stands));
                if !parent_stands {
                    later.push((place, &write.step, false));
                }
            }
            _ => later.push((place, &write.step, true)),
        }
    }
    data::insert_many(conn, batch, &fresh).await?;
    insert_staged(conn, batch, &later).await?;
    Ok(sifted.outcomes)
}

async fn insert_staged(
    conn: &mut SqliteConnection,
    batch: i64,
    later: &[(i64, &Step, bool)],
) -> Result<(), StoreError> {
    for rows in later.chunks(ROWS) {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "INSERT INTO staged (batch_id, ordinal, apply, expected, unconditional, source, \
             external_id, parent_kind, parent_id, codes) ",
        );
        sql.push_values(rows, |mut values, (ordinal, step, apply)| {
            values
                .push_bind(batch)
                .push_bind(*ordinal)
                .push_bind(*apply)
                .push_bind(step.expected.map(|seq| seq.0.cast_signed()))
                .push_bind(step.unconditional)
                .push_bind(step.source())
                .push_bind(step.external_id())
                .push_bind(step.keys.parent.map(|parent| parent.kind.as_str()))
                .push_bind(step.parent_id().map(Uuid::hyphenated))
                .push_bind(serde_json::json!(step.keys.codes).to_string());
        });
        sql.build().execute(&mut *conn).await.map_err(fault)?;
    }
    Ok(())
}

/// Writes cells; `ages` of each is given as the JSON text to be stored.
pub async fn cells(
    conn: &mut SqliteConnection,
    batch: i64,
    ordinal: i64,
    set: PopulationId,
    cells: &[(Cell, String)],
) -> Result<(), StoreError> {
    let mut ordinals = ordinal..;
    for rows in cells.chunks(ROWS) {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "INSERT INTO population_cell (batch_id, ordinal, set_id, lon, lat, people, ages) ",
        );
        sql.push_values(rows.iter().zip(&mut ordinals), |mut values, ((cell, ages), ordinal)| {
            values
                .push_bind(batch)
                .push_bind(ordinal)
                .push_bind(set.0.hyphenated())
                .push_bind(cell.lon)
                .push_bind(cell.lat)
                .push_bind(cell.people)
                .push_bind(ages.as_str());
        });
        sql.build().execute(&mut *conn).await.map_err(fault)?;
    }
    Ok(())
}

/// What is to be published.
pub struct Publication {
    pub batch: i64,
    pub head: BatchHead,
    pub recorded_at: Micros,
    pub count: i64,
    pub root: Hash,
    pub sets: BTreeSet<Uuid>,
}

impl Publication {
    pub fn new(batch: i64, recorded_at: Micros, progress: &Progress) -> Self {
        Self {
            batch,
            head: progress.head.clone(),
            recorded_at,
            count: progress.next,
            root: progress.root(),
            sets: progress.sets.clone(),
        }
    }
}

/// Gives the staging its numbers, and applies what had to wait for them. The rows of new entities
/// are there already, so this is short however many they are. `None`: nothing was published, since
/// the batch is empty or its key was used; the staging is to be dropped.
pub async fn publish(
    conn: &mut SqliteConnection,
    what: &Publication,
) -> Result<(Appended, bool), StoreError> {
    if let Some(answer) = log::replay(conn, &what.head).await? {
        return Ok((answer, false));
    }
    require_sets(conn, what).await?;
    let tail = log::tail(conn).await?;
    if what.count == 0 {
        return Ok((nothing(tail.next), false));
    }
    let count = usize::try_from(what.count).unwrap_or(usize::MAX);
    let link = log::next_link(&tail, &what.head, what.recorded_at, count, what.root);
    let published = sqlx::query(
        "UPDATE batch SET first_seq = $2, count = $3, recorded_at = $4, root = $5, \
         prev_hash = $6, hash = $7, owner = NULL WHERE id = $1 AND first_seq IS NULL",
    )
    .bind(what.batch)
    .bind(link.first_seq.cast_signed())
    .bind(what.count)
    .bind(link.recorded_at.0)
    .bind(link.root.to_vec())
    .bind(tail.hash.to_vec())
    .bind(link.hash(&tail.hash).to_vec())
    .execute(&mut *conn)
    .await
    .map_err(fault)?;
    if published.rows_affected() == 0 {
        return Err(staging_gone());
    }
    redraft::redraft(conn, what.batch).await?;
    let mut references = References::default();
    for (ordinal, step, apply) in waiting(conn, what.batch).await? {
        let place = Place { batch: what.batch, ordinal };
        if apply {
            let number = Seq(link.first_seq + ordinal.unsigned_abs());
            let standing = data::standing(conn, step.entity, number).await?;
            let verdict = judge(&standing, &step)?;
            data::apply(conn, place, &step, verdict).await?;
            references.note(&step, verdict);
        } else if data::set_parent(conn, place, &step).await? {
            references.want(&step);
        }
    }
    references.check(conn).await?;
    sqlx::query("DELETE FROM staged WHERE batch_id = $1")
        .bind(what.batch)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok((appended(&link), true))
}

async fn require_sets(conn: &mut SqliteConnection, what: &Publication) -> Result<(), StoreError> {
    for set in &what.sets {
        let staged: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM change WHERE batch_id = $1 \
             AND entity_kind = 'population' AND entity_id = $2)",
        )
        .bind(what.batch)
        .bind(set.hyphenated())
        .fetch_one(&mut *conn)
        .await
        .map_err(fault)?;
        if !staged {
            return Err(StoreError::refused(
                format!("人口数据 {set} 有网格而没有数据集本身"),
                format!("cells of population set {set} were staged without the set"),
            ));
        }
    }
    Ok(())
}

/// The steps of `staged`, in order, with whether they are to be applied or only lack their parent.
async fn waiting(conn: &mut SqliteConnection, batch: i64) -> Result<Vec<(i64, Step, bool)>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.ordinal, s.apply, c.entity_kind, c.entity_id, c.effective_from, \
         c.after_doc, c.after_geom, s.expected, s.unconditional, s.source, s.external_id, \
         s.parent_kind, s.parent_id, s.codes \
         FROM staged s JOIN change c ON c.batch_id = s.batch_id AND c.ordinal = s.ordinal \
         WHERE s.batch_id = $1 ORDER BY s.ordinal",
    )
    .bind(batch)
    .fetch_all(conn)
    .await
    .map_err(fault)?;
    rows.iter()
        .map(|row| {
            let external: (Option<String>, Option<String>) =
                (row.try_get(9).map_err(fault)?, row.try_get(10).map_err(fault)?);
            let codes: String = row.try_get(13).map_err(fault)?;
            let step = Step {
                entity: super::row::entity(row, 2)?,
                effective_from: row.try_get(4).map_err(fault)?,
                after: super::row::state(row, 5)?.map(Encoded::from),
                expected: row
                    .try_get::<Option<i64>, _>(7)
                    .map_err(fault)?
                    .map(|number| Seq(number.unsigned_abs())),
                unconditional: row.try_get(8).map_err(fault)?,
                keys: Keys {
                    external: external.0.zip(external.1),
                    parent: parent(row)?,
                    codes: serde_json::from_str(&codes)
                        .map_err(|error| StoreError::Database(error.to_string()))?,
                },
            };
            Ok((row.try_get(0).map_err(fault)?, step, row.try_get(1).map_err(fault)?))
        })
        .collect()
}

fn parent(row: &sqlx::sqlite::SqliteRow) -> Result<Option<EntityRef>, StoreError> {
    match row.try_get::<Option<&str>, _>(11).map_err(fault)? {
        None => Ok(None),
        Some(_) => super::row::entity(row, 11).map(Some),
    }
}

/// Drops what dead processes left behind.
pub async fn drop_dead(conn: &mut SqliteConnection, owner: &Owner) -> Result<(), StoreError> {
    let left: Vec<(i64, Option<String>)> =
        sqlx::query_as("SELECT id, owner FROM batch WHERE first_seq IS NULL")
            .fetch_all(&mut *conn)
            .await
            .map_err(fault)?;
    owner.sweep();
    for (batch, process) in left {
        if !process.is_none_or(|process| owner.is_dead(&process)) {
            continue;
        }
        loop {
            execute(conn, "BEGIN IMMEDIATE").await?;
            let outcome = unstage::some(conn, batch).await;
            execute(conn, if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
            if outcome? {
                break;
            }
        }
    }
    Ok(())
}
