//! Loading what stands.

use super::fault::fault;
use super::{log, row};
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::{PopulationId, Seq};
use crate::domain::population::Cell;
use crate::storage::{Sink, StoreError, Stored};
use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, PgConnection};

/// Rows given to a sink at once.
pub const CHUNK: usize = 1000;

fn select(kind: EntityKind, condition: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT d.id, b.first_seq + d.ordinal, d.effective_from, d.doc, ST_AsBinary(d.geom) \
         FROM {kind} d JOIN batch b ON b.id = d.batch_id \
         WHERE b.first_seq IS NOT NULL {condition}"
    ))
}

/// All entities of a kind that stand. The connection must be in a transaction.
pub async fn load(
    conn: &mut PgConnection,
    kind: EntityKind,
    sink: Sink<'_, Stored>,
) -> Result<Seq, StoreError> {
    let head = log::head(conn).await?;
    let mut rows = sqlx::query(select(kind, "")).fetch(conn);
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

pub async fn get(conn: &mut PgConnection, entity: EntityRef) -> Result<Option<Stored>, StoreError> {
    sqlx::query(select(entity.kind, "AND d.id = $1"))
        .bind(entity.id)
        .fetch_optional(conn)
        .await
        .map_err(fault)?
        .map_or(Ok(None), |found| row::stored(&found, entity.kind))
}

/// By (source, external id), in the order of the question.
pub async fn find_external(
    conn: &mut PgConnection,
    kind: EntityKind,
    keys: &[(String, String)],
) -> Result<Vec<Option<Stored>>, StoreError> {
    let mut answers = vec![None; keys.len()];
    let (sources, externals): (Vec<&str>, Vec<&str>) =
        keys.iter().map(|(source, external)| (source.as_str(), external.as_str())).unzip();
    let sql = format!(
        "SELECT d.id, b.first_seq + d.ordinal, d.effective_from, d.doc, ST_AsBinary(d.geom), k.place - 1 \
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (source, external_id, place) \
         JOIN {kind} d ON d.source = k.source AND d.external_id = k.external_id \
         JOIN batch b ON b.id = d.batch_id WHERE b.first_seq IS NOT NULL"
    );
    let rows =
        sqlx::query(AssertSqlSafe(sql)).bind(sources).bind(externals).fetch_all(conn).await.map_err(fault)?;
    for found in &rows {
        let place: i64 = row::column(found, 5)?;
        if let Some(answer) = usize::try_from(place).ok().and_then(|at| answers.get_mut(at)) {
            *answer = row::stored(found, kind)?;
        }
    }
    Ok(answers)
}

/// Cells of one population set.
pub async fn cells(conn: &mut PgConnection, set: PopulationId) -> Result<Vec<Cell>, StoreError> {
    let rows: Vec<(f64, f64, i64, String)> = sqlx::query_as(
        "SELECT c.lon, c.lat, c.people, c.ages \
         FROM population_cell c JOIN batch b ON b.id = c.batch_id \
         WHERE c.set_id = $1 AND b.first_seq IS NOT NULL ORDER BY c.batch_id, c.ordinal",
    )
    .bind(set.0)
    .fetch_all(conn)
    .await
    .map_err(fault)?;
    rows.into_iter()
        .map(|(lon, lat, people, ages)| {
            let ages = serde_json::from_str(&ages).map_err(|error| {
                StoreError::Database(format!("damaged ages in population set {set}: {error}"))
            })?;
            let people = u32::try_from(people).map_err(|_| {
                StoreError::Database(format!("damaged people in population set {set}: {people}"))
            })?;
            Ok(Cell { lon, lat, people, ages })
        })
        .collect()
}
