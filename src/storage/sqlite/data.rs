//! The data rows: what stands of an entity, and how one change moves it.

use super::fault::{fault, key_fault};
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::Seq;
use crate::formats::wkb;
use crate::storage::StoreError;
use crate::storage::constraint::reserved;
use crate::storage::prepare::Step;
use crate::storage::verdict::{Standing, Verdict};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

/// Rows of one INSERT.
const ROWS: usize = 100;

/// Place of a change: its batch and its ordinal in it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub batch: i64,
    pub ordinal: i64,
}

/// What stands of the entity among the changes before number `before`.
///
/// # Errors
/// `Conflict` when a staging that is not published has taken the id.
pub async fn standing(
    conn: &mut SqliteConnection,
    entity: EntityRef,
    before: Seq,
) -> Result<Standing, StoreError> {
    let sql = format!(
        "SELECT b.first_seq + d.ordinal, d.effective_from \
         FROM {} d JOIN batch b ON b.id = d.batch_id WHERE d.id = $1",
        entity.kind
    );
    let row: Option<(Option<i64>, String)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(entity.id.hyphenated())
        .fetch_optional(&mut *conn)
        .await
        .map_err(fault)?;
    match row {
        Some((None, _)) => Err(reserved(entity)),
        Some((Some(version), effective_from)) => Ok(Standing {
            version: Some(Seq(version.unsigned_abs())),
            effective_from: Some(effective_from),
            alive: true,
        }),
        None => buried(conn, entity, before).await,
    }
}

/// Of an entity without a data row: never written, or under a tombstone.
async fn buried(conn: &mut SqliteConnection, entity: EntityRef, before: Seq) -> Result<Standing, StoreError> {
    let (version, effective_from): (Option<i64>, Option<String>) = sqlx::query_as(
        "SELECT max(b.first_seq + c.ordinal), max(c.effective_from) \
         FROM change c JOIN batch b ON b.id = c.batch_id \
         WHERE c.entity_kind = $1 AND c.entity_id = $2 AND b.first_seq + c.ordinal < $3",
    )
    .bind(entity.kind.as_str())
    .bind(entity.id.hyphenated())
    .bind(before.0.cast_signed())
    .fetch_one(conn)
    .await
    .map_err(fault)?;
    Ok(Standing { version: version.map(|number| Seq(number.unsigned_abs())), effective_from, alive: false })
}

/// Moves the data row as the verdict says.
pub async fn apply(
    conn: &mut SqliteConnection,
    place: Place,
    step: &Step,
    verdict: Verdict,
) -> Result<(), StoreError> {
    match verdict {
        Verdict::Insert => {
            put(conn, place, step, INSERT).await?;
            add_codes(conn, step).await
        }
        Verdict::Replace => {
            put(conn, place, step, REPLACE).await?;
            remove_codes(conn, step.entity).await?;
            add_codes(conn, step).await
        }
        Verdict::Touch => touch(conn, place, step.entity).await,
        Verdict::Remove => {
            remove_codes(conn, step.entity).await?;
            remove(conn, step.entity).await
        }
        Verdict::Leave => Ok(()),
    }
}

const INSERT: &str = "INSERT INTO {table} \
     (id, geom, doc, effective_from, batch_id, ordinal, source, external_id, parent_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const REPLACE: &str = "UPDATE {table} SET geom = $2, doc = $3, effective_from = $4, \
     batch_id = $5, ordinal = $6, source = $7, external_id = $8, parent_id = $9 WHERE id = $1";

async fn put(
    conn: &mut SqliteConnection,
    place: Place,
    step: &Step,
    sql: &'static str,
) -> Result<(), StoreError> {
    let after = step.after.as_ref();
    sqlx::query(AssertSqlSafe(sql.replace("{table}", step.entity.kind.as_str())))
        .bind(step.entity.id.hyphenated())
        .bind(after.and_then(|state| state.geometry.as_ref()).map(wkb::encode_gpkg))
        .bind(after.map(|state| state.doc.as_str()))
        .bind(step.effective_from.as_str())
        .bind(place.batch)
        .bind(place.ordinal)
        .bind(step.source())
        .bind(step.external_id())
        .bind(step.parent_id().map(Uuid::hyphenated))
        .execute(conn)
        .await
        .map_err(|error| key_fault(error, step))?;
    Ok(())
}

/// Writes the rows of new entities at once; `false` leaves the parent out for now.
pub async fn insert_many(
    conn: &mut SqliteConnection,
    batch: i64,
    fresh: &[(i64, &Step, bool)],
) -> Result<(), StoreError> {
    for kind in EntityKind::ALL {
        let of_kind: Vec<_> = fresh.iter().filter(|(_, step, _)| step.entity.kind == kind).collect();
        for rows in of_kind.chunks(ROWS) {
            let mut sql = QueryBuilder::<Sqlite>::new(format!(
                "INSERT INTO {kind} (id, geom, doc, effective_from, batch_id, ordinal, \
                 source, external_id, parent_id) "
            ));
            sql.push_values(rows, |mut values, (ordinal, step, with_parent)| {
                let after = step.after.as_ref();
                values
                    .push_bind(step.entity.id.hyphenated())
                    .push_bind(after.and_then(|state| state.geometry.as_ref()).map(wkb::encode_gpkg))
                    .push_bind(after.map(|state| state.doc.as_str()))
                    .push_bind(step.effective_from.as_str())
                    .push_bind(batch)
                    .push_bind(*ordinal)
                    .push_bind(step.source())
                    .push_bind(step.external_id())
                    .push_bind(step.parent_id().filter(|_| *with_parent).map(Uuid::hyphenated));
            });
            sql.build().execute(&mut *conn).await.map_err(fault)?;
        }
    }
    for (_, step, _) in fresh {
        add_codes(conn, step).await?;
    }
    Ok(())
}

/// Gives a new entity the parent it had to be staged without; false when a later change of the
/// same batch has replaced the row meanwhile.
pub async fn set_parent(conn: &mut SqliteConnection, place: Place, step: &Step) -> Result<bool, StoreError> {
    let sql = format!(
        "UPDATE {} SET parent_id = $2 WHERE id = $1 AND batch_id = $3 AND ordinal = $4",
        step.entity.kind
    );
    let set = sqlx::query(AssertSqlSafe(sql))
        .bind(step.entity.id.hyphenated())
        .bind(step.parent_id().map(Uuid::hyphenated))
        .bind(place.batch)
        .bind(place.ordinal)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(set.rows_affected() > 0)
}

async fn touch(conn: &mut SqliteConnection, place: Place, entity: EntityRef) -> Result<(), StoreError> {
    let sql = format!("UPDATE {} SET batch_id = $2, ordinal = $3 WHERE id = $1", entity.kind);
    sqlx::query(AssertSqlSafe(sql))
        .bind(entity.id.hyphenated())
        .bind(place.batch)
        .bind(place.ordinal)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}

async fn remove(conn: &mut SqliteConnection, entity: EntityRef) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(format!("DELETE FROM {} WHERE id = $1", entity.kind)))
        .bind(entity.id.hyphenated())
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}

async fn add_codes(conn: &mut SqliteConnection, step: &Step) -> Result<(), StoreError> {
    for code in &step.keys.codes {
        sqlx::query("INSERT INTO code (entity_kind, code, entity_id) VALUES ($1, $2, $3)")
            .bind(step.entity.kind.as_str())
            .bind(code.as_str())
            .bind(step.entity.id.hyphenated())
            .execute(&mut *conn)
            .await
            .map_err(|error| key_fault(error, step))?;
    }
    Ok(())
}

async fn remove_codes(conn: &mut SqliteConnection, entity: EntityRef) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM code WHERE entity_kind = $1 AND entity_id = $2")
        .bind(entity.kind.as_str())
        .bind(entity.id.hyphenated())
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}
