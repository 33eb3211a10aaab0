//! Walking the whole chain, and the data rows against the changes that lead to them.

use super::blob;
use super::fault::fault;
use super::row::{column, entity, uuid};
use crate::domain::change::{Actor, EntityKind};
use crate::domain::population::Cell;
use crate::domain::time::Micros;
use crate::formats::wkb;
use crate::storage::audit::{Audit, BatchRow, ChangeRow};
use crate::storage::chain::{Hash, Link};
use crate::storage::contents::Contents;
use crate::storage::prepare::parent_kind;
use crate::storage::{StoreError, Verified};
use futures::TryStreamExt;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

/// The connection must be in a transaction.
pub async fn verify(conn: &mut PgConnection) -> Result<Verified, StoreError> {
    let mut audit = Audit::default();
    let batches = sqlx::query(
        "SELECT id, first_seq, count, recorded_at, actor, root, prev_hash, hash, unconditional FROM batch \
         WHERE first_seq IS NOT NULL ORDER BY first_seq",
    )
    .fetch_all(&mut *conn)
    .await
    .map_err(fault)?;
    for row in &batches {
        audit.batch(batch(row)?);
        let id = column(row, 0)?;
        changes(conn, id, &mut audit).await?;
        cells(conn, id, &mut audit).await?;
    }
    for kind in EntityKind::ALL {
        standing(conn, kind, &mut audit).await?;
    }
    references(conn, &mut audit).await?;
    blobs(conn, &mut audit).await?;
    Ok(audit.finish())
}

fn batch(row: &PgRow) -> Result<BatchRow, StoreError> {
    let root: Vec<u8> = column(row, 5)?;
    Ok(BatchRow {
        link: Link {
            first_seq: column::<i64>(row, 1)?.unsigned_abs(),
            count: column::<i64>(row, 2)?.unsigned_abs(),
            recorded_at: Micros(column(row, 3)?),
            actor: Actor(column(row, 4)?),
            unconditional: column(row, 8)?,
            // A root of a wrong length can not be right: all zeros is not either.
            root: Hash::try_from(root).unwrap_or_default(),
        },
        previous: column(row, 6)?,
        hash: column(row, 7)?,
    })
}

async fn changes(conn: &mut PgConnection, batch: i64, audit: &mut Audit) -> Result<(), StoreError> {
    let mut rows = sqlx::query(
        "SELECT ordinal, entity_kind, entity_id, effective_from, reason, salt, payload_hash, \
         digest, before_doc, before_geom, after_doc, after_geom \
         FROM change WHERE batch_id = $1 ORDER BY ordinal",
    )
    .bind(batch)
    .fetch(conn);
    while let Some(row) = rows.try_next().await.map_err(fault)? {
        let before: Option<&str> = column(&row, 8)?;
        let after: Option<&str> = column(&row, 10)?;
        audit.change(&ChangeRow {
            ordinal: column(&row, 0)?,
            entity: entity(&row, 1)?,
            effective_from: column(&row, 3)?,
            reason: column(&row, 4)?,
            salt: column(&row, 5)?,
            payload_hash: column(&row, 6)?,
            digest: column(&row, 7)?,
            before: before.map(|doc| Ok((doc, column(&row, 9)?))).transpose()?,
            after: after.map(|doc| Ok((doc, column(&row, 11)?))).transpose()?,
        });
    }
    Ok(())
}

async fn cells(conn: &mut PgConnection, batch: i64, audit: &mut Audit) -> Result<(), StoreError> {
    let mut rows = sqlx::query(
        "SELECT set_id, lon, lat, people, ages FROM population_cell \
         WHERE batch_id = $1 ORDER BY ordinal",
    )
    .bind(batch)
    .fetch(conn);
    while let Some(row) = rows.try_next().await.map_err(fault)? {
        let cell = Cell {
            lon: column(&row, 1)?,
            lat: column(&row, 2)?, // A negative number can not be right: 0 gives another root.
            people: u32::try_from(column::<i64>(&row, 3)?).unwrap_or(0),
            ages: Vec::new(),
        };
        audit.cell(uuid(&row, 0)?, &cell, column(&row, 4)?);
    }
    Ok(())
}

/// Winner of each entity (see `load_at`) with its last change, beside its data row.
const STANDING: &str = "WITH winner AS (\
       SELECT DISTINCT ON (c.entity_id) c.entity_id AS id, c.batch_id, c.ordinal \
       FROM change c JOIN batch b ON b.id = c.batch_id \
       WHERE c.entity_kind = $1 AND b.first_seq IS NOT NULL \
       ORDER BY c.entity_id, c.effective_from DESC, b.first_seq DESC, c.ordinal DESC), \
     newest AS (\
       SELECT c.entity_id AS id, max(b.first_seq + c.ordinal) AS number \
       FROM change c JOIN batch b ON b.id = c.batch_id \
       WHERE c.entity_kind = $1 AND b.first_seq IS NOT NULL GROUP BY c.entity_id), \
     latest AS (\
       SELECT w.id, n.number, c.effective_from, c.after_doc, c.after_geom \
       FROM winner w JOIN newest n ON n.id = w.id \
       JOIN change c ON c.batch_id = w.batch_id AND c.ordinal = w.ordinal), \
     stands AS (\
       SELECT d.id, d.doc, d.geom, d.effective_from, b.first_seq + d.ordinal AS number \
       FROM {table} d JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL) \
     SELECT coalesce(l.id, s.id), l.id IS NOT NULL, s.id IS NOT NULL, \
     l.after_doc IS NOT NULL, s.doc IS NOT DISTINCT FROM l.after_doc, \
     s.effective_from IS NOT DISTINCT FROM l.effective_from, \
     s.number IS NOT DISTINCT FROM l.number, l.after_geom, ST_AsBinary(s.geom) \
     FROM latest l FULL JOIN stands s ON s.id = l.id";

async fn standing(conn: &mut PgConnection, kind: EntityKind, audit: &mut Audit) -> Result<(), StoreError> {
    let sql = STANDING.replace("{table}", kind.as_str());
    let mut rows = sqlx::query(AssertSqlSafe(sql)).bind(kind.as_str()).fetch(conn);
    while let Some(row) = rows.try_next().await.map_err(fault)? {
        let id = uuid(&row, 0)?;
        let (logged, stands, lives): (bool, bool, bool) =
            (column(&row, 1)?, column(&row, 2)?, column(&row, 3)?);
        let wrong = match (logged, stands, lives) {
            (false, _, _) => Some("stands without any change in the log"),
            (true, true, false) => Some("stands although its newest change is a tombstone"),
            (true, false, true) => Some("is missing although the log says it stands"),
            (true, false, false) => None,
            (true, true, true) => {
                let recorded: Option<&[u8]> = column(&row, 7)?;
                let stored: Option<&[u8]> = column(&row, 8)?;
                if !column::<bool>(&row, 4)? {
                    Some("has another document than its newest change")
                } else if !same_geometry(recorded, stored) {
                    Some("has another geometry than its newest change")
                } else if !column::<bool>(&row, 5)? || !column::<bool>(&row, 6)? {
                    Some("has another version or day than its newest change")
                } else {
                    None
                }
            }
        };
        if let Some(wrong) = wrong {
            audit.fault(format!("{kind} {id} {wrong}"));
        }
    }
    Ok(())
}

/// WKB of the log against what PostGIS gives back.
fn same_geometry(recorded: Option<&[u8]>, stored: Option<&[u8]>) -> bool {
    match (recorded, stored) {
        (None, None) => true,
        (Some(recorded), Some(stored)) => {
            wkb::decode(recorded).is_ok_and(|geometry| wkb::decode(stored) == Ok(geometry))
        }
        _ => false,
    }
}

/// The server guards foreign keys itself, unless somebody switched that off.
async fn references(conn: &mut PgConnection, audit: &mut Audit) -> Result<(), StoreError> {
    for child in EntityKind::ALL {
        let Some(parent) = parent_kind(child) else {
            continue;
        };
        let sql = format!(
            "SELECT c.id FROM {child} c LEFT JOIN {parent} p ON p.id = c.parent_id \
             WHERE c.parent_id IS NOT NULL AND p.id IS NULL"
        );
        let orphans: Vec<Uuid> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *conn).await.map_err(fault)?;
        for orphan in orphans {
            audit.fault(format!("{child} {orphan} refers to a {parent} that is not there"));
        }
    }
    Ok(())
}

/// Contents that a layer, a street network or a milestone names, now or at any time before.
async fn blobs(conn: &mut PgConnection, audit: &mut Audit) -> Result<(), StoreError> {
    let documents: Vec<(String, String)> = sqlx::query_as(
        "SELECT DISTINCT c.entity_kind, c.after_doc FROM change c JOIN batch b ON b.id = c.batch_id \
         WHERE c.entity_kind IN ('layer', 'network', 'milestone') AND c.after_doc IS NOT NULL \
         AND b.first_seq IS NOT NULL ORDER BY 1, 2",
    )
    .fetch_all(&mut *conn)
    .await
    .map_err(fault)?;
    for wanted in Contents::named_by(&documents, audit) {
        let found = blob::get(conn, &wanted.sha256).await?;
        wanted.compare(found.as_deref(), audit);
    }
    Ok(())
}
