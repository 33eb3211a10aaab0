//! Gives many data rows their new document at once: rows of which a staging changes nothing else.

use super::fault::fault;
use crate::domain::change::EntityKind;
use crate::storage::StoreError;
use sqlx::{AssertSqlSafe, SqliteConnection};

/// Applies those changes of a staging that a single statement can judge, and takes them off its list:
/// the version is the one that was seen, the new state wins, and place, keys and parent stay. A million
/// rows of a survey that comes again are mostly such; the rest is applied one by one.
///
/// An entity that the staging changes twice is left to the rest, which goes in order.
pub async fn redraft(conn: &mut SqliteConnection, batch: i64) -> Result<(), StoreError> {
    for kind in EntityKind::ALL {
        let sql = format!(
            "UPDATE {kind} AS d \
             SET doc = c.after_doc, effective_from = c.effective_from, batch_id = s.batch_id, \
             ordinal = s.ordinal \
             FROM staged s \
             JOIN change c ON c.batch_id = s.batch_id AND c.ordinal = s.ordinal \
             JOIN {kind} n ON n.id = c.entity_id \
             JOIN batch b ON b.id = n.batch_id \
             WHERE s.batch_id = $1 AND s.apply AND NOT s.unconditional AND s.codes = '[]' \
             AND c.entity_kind = '{kind}' AND d.fid = n.fid \
             AND b.first_seq + n.ordinal = s.expected AND c.effective_from >= n.effective_from \
             AND c.after_doc IS NOT NULL AND c.before_doc IS NOT NULL AND c.after_geom IS c.before_geom \
             AND s.source IS n.source AND s.external_id IS n.external_id AND s.parent_id IS n.parent_id \
             AND NOT EXISTS (SELECT 1 FROM code k WHERE k.entity_kind = '{kind}' AND k.entity_id = n.id) \
             AND NOT EXISTS (SELECT 1 FROM change o WHERE o.entity_kind = '{kind}' AND o.entity_id = n.id \
             AND o.batch_id = c.batch_id AND o.ordinal <> c.ordinal)"
        );
        let done = sqlx::query(AssertSqlSafe(sql)).bind(batch).execute(&mut *conn).await.map_err(fault)?;
        if done.rows_affected() == 0 {
            continue;
        }
        let sql = format!(
            "DELETE FROM staged WHERE batch_id = $1 AND ordinal IN (\
             SELECT s.ordinal FROM staged s \
             JOIN change c ON c.batch_id = s.batch_id AND c.ordinal = s.ordinal \
             JOIN {kind} d ON d.id = c.entity_id AND d.batch_id = s.batch_id AND d.ordinal = s.ordinal \
             WHERE s.batch_id = $1 AND s.apply AND c.entity_kind = '{kind}')"
        );
        sqlx::query(AssertSqlSafe(sql)).bind(batch).execute(&mut *conn).await.map_err(fault)?;
    }
    Ok(())
}
