//! References that a batch leaves behind: parents must stand, what goes must have no children.

use super::fault::fault;
use crate::domain::change::{EntityKind, EntityRef};
use crate::storage::StoreError;
use crate::storage::constraint::{parent_missing, still_has_children};
use crate::storage::prepare::{Step, child_kinds};
use crate::storage::verdict::Verdict;
use sqlx::{AssertSqlSafe, PgConnection};

/// What a batch has left to prove about references once all its rows are written. The foreign
/// keys say the same, but only when the whole group commits, and without telling which.
#[derive(Default)]
pub struct References {
    wanted: Vec<(EntityKind, EntityRef)>,
    removed: Vec<EntityRef>,
}

impl References {
    pub fn note(&mut self, step: &Step, verdict: Verdict) {
        match (verdict, step.keys.parent) {
            (Verdict::Insert | Verdict::Replace, Some(_)) => self.want(step),
            (Verdict::Remove, _) => self.removed.push(step.entity),
            _ => {}
        }
    }

    /// The step's parent must stand.
    pub fn want(&mut self, step: &Step) {
        self.wanted.extend(step.keys.parent.map(|parent| (step.entity.kind, parent)));
    }

    /// # Errors
    /// `Conflict` that names the parent that is missing, or the kind of children that are left.
    pub async fn check(mut self, conn: &mut PgConnection) -> Result<(), StoreError> {
        self.wanted.sort_unstable();
        self.wanted.dedup();
        for (child, parent) in self.wanted {
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM {} d JOIN batch b ON b.id = d.batch_id \
                 WHERE d.id = $1 AND b.first_seq IS NOT NULL)",
                parent.kind
            );
            if !exists(conn, sql, parent).await? {
                return Err(parent_missing(child, parent));
            }
        }
        for parent in self.removed {
            // Written again later in the same batch: then it is not gone.
            let stands = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = $1)", parent.kind);
            if exists(conn, stands, parent).await? {
                continue;
            }
            for child in child_kinds(parent.kind) {
                let sql = format!("SELECT EXISTS (SELECT 1 FROM {child} WHERE parent_id = $1)");
                if exists(conn, sql, parent).await? {
                    return Err(still_has_children(child, parent));
                }
            }
        }
        Ok(())
    }
}

async fn exists(conn: &mut PgConnection, sql: String, entity: EntityRef) -> Result<bool, StoreError> {
    sqlx::query_scalar(AssertSqlSafe(sql)).bind(entity.id).fetch_one(conn).await.map_err(fault)
}
