//! Sifting a chunk of staged writes: which are new, which change what stands, which are taken.

use super::fault::fault;
use super::row;
use crate::domain::change::EntityKind;
use crate::storage::StoreError;
use crate::storage::prepare::{Prepared, Step, parent_kind};
use crate::storage::sifting::{Known, Sieve};
pub use crate::storage::sifting::{Sifted, Way};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

/// Asks the database all that the chunk depends on, then decides in memory. The writer's transaction
/// is the only one that writes, so what was read still holds when the rows go in.
pub async fn sift(
    conn: &mut SqliteConnection,
    batch: i64,
    ordinal: i64,
    writes: Vec<Prepared>,
) -> Result<Sifted, StoreError> {
    let mut known = Known::default();
    for kind in EntityKind::ALL {
        let steps: Vec<&Step> =
            writes.iter().map(|write| &write.step).filter(|step| step.entity.kind == kind).collect();
        if !steps.is_empty() {
            rows(conn, batch, kind, &steps, &mut known).await?;
            logged(conn, batch, kind, &steps, &mut known).await?;
            externals(conn, batch, kind, &steps, &mut known).await?;
            codes(conn, batch, kind, &steps, &mut known).await?;
            parents(conn, batch, kind, &steps, &mut known).await?;
        }
    }
    Ok(Sieve::new(known, ordinal).run(writes))
}

fn ids<'a>(steps: impl Iterator<Item = uuid::Uuid> + 'a) -> String {
    let ids: Vec<String> = steps.map(|id| id.hyphenated().to_string()).collect();
    serde_json::json!(ids).to_string()
}

/// Data rows with the chunk's ids.
async fn rows(
    conn: &mut SqliteConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT d.id, b.first_seq IS NOT NULL, d.batch_id = $2 FROM json_each($1) k \
         CROSS JOIN {kind} d ON d.id = k.value JOIN batch b ON b.id = d.batch_id"
    );
    let found = sqlx::query(AssertSqlSafe(sql))
        .bind(ids(steps.iter().map(|step| step.entity.id)))
        .bind(batch)
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    for found in &found {
        let (visible, own): (bool, bool) =
            (found.try_get(1).map_err(fault)?, found.try_get(2).map_err(fault)?);
        known.row(kind, row::uuid(found, 0)?, visible, own);
    }
    Ok(())
}

/// Log rows of the chunk's entities, those of stagings included.
async fn logged(
    conn: &mut SqliteConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let found = sqlx::query(
        "SELECT c.entity_id, c.effective_from, CASE WHEN c.batch_id = $2 THEN c.ordinal END \
         FROM json_each($1) k CROSS JOIN change c \
         ON c.entity_kind = $3 AND c.entity_id = k.value",
    )
    .bind(ids(steps.iter().map(|step| step.entity.id)))
    .bind(batch)
    .bind(kind.as_str())
    .fetch_all(conn)
    .await
    .map_err(fault)?;
    for found in &found {
        let day: String = found.try_get(1).map_err(fault)?;
        let ordinal: Option<i64> = found.try_get(2).map_err(fault)?;
        known.logged(kind, row::uuid(found, 0)?, day, ordinal);
    }
    Ok(())
}

async fn externals(
    conn: &mut SqliteConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let keys: Vec<_> = steps.iter().filter_map(|step| step.keys.external.as_ref()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT d.source, d.external_id, d.id, CASE WHEN d.batch_id = $2 THEN d.ordinal END \
         FROM json_each($1) k CROSS JOIN {kind} d \
         ON d.source = k.value ->> 0 AND d.external_id = k.value ->> 1"
    );
    let found = sqlx::query(AssertSqlSafe(sql))
        .bind(serde_json::json!(keys).to_string())
        .bind(batch)
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    for found in &found {
        let key = (found.try_get(0).map_err(fault)?, found.try_get(1).map_err(fault)?);
        let ordinal: Option<i64> = found.try_get(3).map_err(fault)?;
        known.external(kind, key, row::uuid(found, 2)?, ordinal);
    }
    Ok(())
}

async fn codes(
    conn: &mut SqliteConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let codes: Vec<&String> = steps.iter().flat_map(|step| &step.keys.codes).collect();
    if codes.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT c.code, c.entity_id, CASE WHEN d.batch_id = $2 THEN d.ordinal END \
         FROM json_each($1) k CROSS JOIN code c ON c.entity_kind = '{kind}' AND c.code = k.value \
         LEFT JOIN {kind} d ON d.id = c.entity_id"
    );
    let found = sqlx::query(AssertSqlSafe(sql))
        .bind(serde_json::json!(codes).to_string())
        .bind(batch)
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    for found in &found {
        let ordinal: Option<i64> = found.try_get(2).map_err(fault)?;
        known.code(kind, found.try_get(0).map_err(fault)?, row::uuid(found, 1)?, ordinal);
    }
    Ok(())
}

/// Parents that a child can hang on now: published, or of this staging.
async fn parents(
    conn: &mut SqliteConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let Some(parent) = parent_kind(kind) else {
        return Ok(());
    };
    let wanted = ids(steps.iter().filter_map(|step| step.parent_id()));
    if wanted == "[]" {
        return Ok(());
    }
    let sql = format!(
        "SELECT DISTINCT d.id FROM json_each($1) k CROSS JOIN {parent} d ON d.id = k.value \
         JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL OR b.id = $2"
    );
    let found =
        sqlx::query(AssertSqlSafe(sql)).bind(wanted).bind(batch).fetch_all(conn).await.map_err(fault)?;
    for found in &found {
        known.parent(parent, row::uuid(found, 0)?);
    }
    Ok(())
}
