//! Sifting a chunk of staged writes: which are new, which change what stands, which are taken.

use super::fault::fault;
use super::row;
use crate::domain::change::EntityKind;
use crate::storage::StoreError;
use crate::storage::prepare::{Prepared, Step, parent_kind};
use crate::storage::sifting::{Known, Sieve};
pub use crate::storage::sifting::{Sifted, Way};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use uuid::Uuid;

/// Asks the database all that the chunk depends on, then decides in memory. The writer's transaction
/// is the only one that writes, so what was read still holds when the rows go in.
pub async fn sift(
    conn: &mut PgConnection,
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

fn ids(steps: &[&Step]) -> Vec<Uuid> {
    steps.iter().map(|step| step.entity.id).collect()
}

/// Data rows with the chunk's ids.
async fn rows(
    conn: &mut PgConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT d.id, b.first_seq IS NOT NULL, d.batch_id = $2 FROM {kind} d \
         JOIN batch b ON b.id = d.batch_id WHERE d.id = ANY($1)"
    );
    let found =
        sqlx::query(AssertSqlSafe(sql)).bind(ids(steps)).bind(batch).fetch_all(conn).await.map_err(fault)?;
    for found in &found {
        let (visible, own): (bool, bool) =
            (found.try_get(1).map_err(fault)?, found.try_get(2).map_err(fault)?);
        known.row(kind, row::uuid(found, 0)?, visible, own);
    }
    Ok(())
}

/// Log rows of the chunk's entities, those of stagings included.
async fn logged(
    conn: &mut PgConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let found = sqlx::query(
        "SELECT c.entity_id, c.effective_from, CASE WHEN c.batch_id = $2 THEN c.ordinal END \
         FROM change c WHERE c.entity_kind = $3 AND c.entity_id = ANY($1)",
    )
    .bind(ids(steps))
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
    conn: &mut PgConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let (sources, externals): (Vec<&str>, Vec<&str>) = steps
        .iter()
        .filter_map(|step| step.keys.external.as_ref())
        .map(|(source, external)| (source.as_str(), external.as_str()))
        .unzip();
    if sources.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT d.source, d.external_id, d.id, CASE WHEN d.batch_id = $2 THEN d.ordinal END \
         FROM unnest($1::text[], $3::text[]) AS k (source, external_id) \
         JOIN {kind} d ON d.source = k.source AND d.external_id = k.external_id"
    );
    let found = sqlx::query(AssertSqlSafe(sql))
        .bind(sources)
        .bind(batch)
        .bind(externals)
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
    conn: &mut PgConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let codes: Vec<&str> = steps.iter().flat_map(|step| step.keys.codes.iter().map(String::as_str)).collect();
    if codes.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT c.code, c.entity_id, CASE WHEN d.batch_id = $2 THEN d.ordinal END \
         FROM code c LEFT JOIN {kind} d ON d.id = c.entity_id \
         WHERE c.entity_kind = '{kind}' AND c.code = ANY($1)"
    );
    let found =
        sqlx::query(AssertSqlSafe(sql)).bind(codes).bind(batch).fetch_all(conn).await.map_err(fault)?;
    for found in &found {
        let ordinal: Option<i64> = found.try_get(2).map_err(fault)?;
        known.code(kind, found.try_get(0).map_err(fault)?, row::uuid(found, 1)?, ordinal);
    }
    Ok(())
}

/// Parents that a child can hang on now: published, or of this staging.
async fn parents(
    conn: &mut PgConnection,
    batch: i64,
    kind: EntityKind,
    steps: &[&Step],
    known: &mut Known,
) -> Result<(), StoreError> {
    let Some(parent) = parent_kind(kind) else {
        return Ok(());
    };
    let wanted: Vec<Uuid> = steps.iter().filter_map(|step| step.parent_id()).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT d.id FROM {parent} d JOIN batch b ON b.id = d.batch_id \
         WHERE d.id = ANY($1) AND (b.first_seq IS NOT NULL OR b.id = $2)"
    );
    let found =
        sqlx::query(AssertSqlSafe(sql)).bind(wanted).bind(batch).fetch_all(conn).await.map_err(fault)?;
    for found in &found {
        known.parent(parent, row::uuid(found, 0)?);
    }
    Ok(())
}
