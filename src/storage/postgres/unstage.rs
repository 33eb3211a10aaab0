//! Dropping a staging, a chunk at a time.

use super::fault::fault;
use crate::domain::change::EntityKind;
use crate::storage::StoreError;
use crate::storage::prepare::child_kinds;
use sqlx::{AssertSqlSafe, PgConnection};

const CHUNK: i64 = 2000;

/// Deletes the last rows of a staging; true when the last of them and the batch itself are gone.
///
/// # Errors
/// `Refused` when the batch is published.
pub async fn some(conn: &mut PgConnection, batch: i64) -> Result<bool, StoreError> {
    let state: Option<Option<i64>> = sqlx::query_scalar("SELECT first_seq FROM batch WHERE id = $1")
        .bind(batch)
        .fetch_optional(&mut *conn)
        .await
        .map_err(fault)?;
    match state {
        None => return Ok(true),
        Some(Some(_)) => {
            return Err(StoreError::refused("已提交的批次不能撤掉", "a published batch can not be dropped"));
        }
        Some(None) => {}
    }
    if changes(conn, batch).await? || cells(conn, batch).await? {
        return Ok(false);
    }
    run(conn, "DELETE FROM staged WHERE batch_id = $1", batch, 0).await?;
    run(conn, "DELETE FROM batch WHERE id = $1", batch, 0).await?;
    Ok(true)
}

/// True while there may be more.
async fn changes(conn: &mut PgConnection, batch: i64) -> Result<bool, StoreError> {
    let last: Option<i64> = sqlx::query_scalar("SELECT max(ordinal) FROM change WHERE batch_id = $1")
        .bind(batch)
        .fetch_one(&mut *conn)
        .await
        .map_err(fault)?;
    let Some(last) = last else {
        return Ok(false);
    };
    let from = last + 1 - CHUNK;
    for kind in EntityKind::ALL {
        // Only rows that this staging made: entities that stood before have another batch's id.
        let made = format!(
            "(SELECT d.id FROM change c JOIN {kind} d ON d.id = c.entity_id \
             WHERE c.batch_id = $1 AND c.ordinal >= $2 AND c.entity_kind = '{kind}' \
             AND d.batch_id = $1)"
        );
        for child in child_kinds(kind) {
            // Children in chunks that are still to come would break the foreign key.
            let sql =
                format!("UPDATE {child} SET parent_id = NULL WHERE batch_id = $1 AND parent_id IN {made}");
            run(conn, sql, batch, from).await?;
        }
        let sql = format!("DELETE FROM code WHERE entity_kind = '{kind}' AND entity_id IN {made}");
        run(conn, sql, batch, from).await?;
        run(conn, format!("DELETE FROM {kind} WHERE id IN {made}"), batch, from).await?;
    }
    let sql = "DELETE FROM change WHERE batch_id = $1 AND ordinal >= $2";
    run(conn, sql, batch, from).await?;
    Ok(true)
}

async fn cells(conn: &mut PgConnection, batch: i64) -> Result<bool, StoreError> {
    let last: Option<i64> =
        sqlx::query_scalar("SELECT max(ordinal) FROM population_cell WHERE batch_id = $1")
            .bind(batch)
            .fetch_one(&mut *conn)
            .await
            .map_err(fault)?;
    let Some(last) = last else {
        return Ok(false);
    };
    let sql = "DELETE FROM population_cell WHERE batch_id = $1 AND ordinal >= $2";
    run(conn, sql, batch, last + 1 - 5 * CHUNK).await?;
    Ok(true)
}

async fn run(
    conn: &mut PgConnection,
    sql: impl Into<String>,
    batch: i64,
    from: i64,
) -> Result<(), StoreError> {
    let sql = sql.into();
    let bounded = sql.contains("$2");
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(batch);
    if bounded {
        query = query.bind(from);
    }
    query.execute(conn).await.map_err(fault)?;
    Ok(())
}
