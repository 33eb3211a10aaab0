//! The data rows: what stands of an entity, and how one change moves it.

use super::fault::{fault, key_fault};
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::Seq;
use crate::storage::StoreError;
use crate::storage::constraint::reserved;
use crate::storage::prepare::Step;
use crate::storage::verdict::{Standing, Verdict};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

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
    conn: &mut PgConnection,
    entity: EntityRef,
    before: Seq,
) -> Result<Standing, StoreError> {
    let sql = format!(
        "SELECT b.first_seq + d.ordinal, d.effective_from \
         FROM {} d JOIN batch b ON b.id = d.batch_id WHERE d.id = $1",
        entity.kind
    );
    let row: Option<(Option<i64>, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(entity.id).fetch_optional(&mut *conn).await.map_err(fault)?;
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
async fn buried(conn: &mut PgConnection, entity: EntityRef, before: Seq) -> Result<Standing, StoreError> {
    let (version, effective_from): (Option<i64>, Option<String>) = sqlx::query_as(
        "SELECT max(b.first_seq + c.ordinal), max(c.effective_from) \
         FROM change c JOIN batch b ON b.id = c.batch_id \
         WHERE c.entity_kind = $1 AND c.entity_id = $2 AND b.first_seq + c.ordinal < $3",
    )
    .bind(entity.kind.as_str())
    .bind(entity.id)
    .bind(before.0.cast_signed())
    .fetch_one(conn)
    .await
    .map_err(fault)?;
    Ok(Standing { version: version.map(|number| Seq(number.unsigned_abs())), effective_from, alive: false })
}

/// Moves the data row as the verdict says.
pub async fn apply(
    conn: &mut PgConnection,
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
     VALUES ($1, ST_GeomFromWKB($2, 4326), $3, $4, $5, $6, $7, $8, $9)";
const REPLACE: &str = "UPDATE {table} SET geom = ST_GeomFromWKB($2, 4326), doc = $3, effective_from = $4, \
     batch_id = $5, ordinal = $6, source = $7, external_id = $8, parent_id = $9 WHERE id = $1";

async fn put(
    conn: &mut PgConnection,
    place: Place,
    step: &Step,
    sql: &'static str,
) -> Result<(), StoreError> {
    let after = step.after.as_ref();
    sqlx::query(AssertSqlSafe(sql.replace("{table}", step.entity.kind.as_str())))
        .bind(step.entity.id)
        .bind(after.and_then(|state| state.wkb.as_deref()))
        .bind(after.map(|state| state.doc.as_str()))
        .bind(step.effective_from.as_str())
        .bind(place.batch)
        .bind(place.ordinal)
        .bind(step.source())
        .bind(step.external_id())
        .bind(step.parent_id())
        .execute(conn)
        .await
        .map_err(|error| key_fault(error, step))?;
    Ok(())
}

/// Writes the rows of new entities at once; `false` leaves the parent out for now.
pub async fn insert_many(
    conn: &mut PgConnection,
    batch: i64,
    fresh: &[(i64, &Step, bool)],
) -> Result<(), StoreError> {
    for kind in EntityKind::ALL {
        let mut rows = DataColumns::default();
        for (ordinal, step, with_parent) in fresh {
            if step.entity.kind == kind {
                rows.push(*ordinal, step, *with_parent);
            }
        }
        rows.insert(conn, batch, kind).await?;
    }
    let (mut kinds, mut codes, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for (_, step, _) in fresh {
        for code in &step.keys.codes {
            kinds.push(step.entity.kind.as_str());
            codes.push(code.as_str());
            ids.push(step.entity.id);
        }
    }
    if codes.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO code (entity_kind, code, entity_id) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[])",
    )
    .bind(kinds)
    .bind(codes)
    .bind(ids)
    .execute(conn)
    .await
    .map_err(fault)?;
    Ok(())
}

/// Data rows as columns, which is how PostgreSQL takes many of them.
#[derive(Default)]
struct DataColumns<'a> {
    ids: Vec<Uuid>,
    geoms: Vec<Option<&'a [u8]>>,
    docs: Vec<Option<&'a str>>,
    days: Vec<&'a str>,
    ordinals: Vec<i64>,
    sources: Vec<Option<&'a str>>,
    externals: Vec<Option<&'a str>>,
    parents: Vec<Option<Uuid>>,
}

impl<'a> DataColumns<'a> {
    fn push(&mut self, ordinal: i64, step: &'a Step, with_parent: bool) {
        let after = step.after.as_ref();
        self.ids.push(step.entity.id);
        self.geoms.push(after.and_then(|state| state.wkb.as_deref()));
        self.docs.push(after.map(|state| state.doc.as_str()));
        self.days.push(&step.effective_from);
        self.ordinals.push(ordinal);
        self.sources.push(step.source());
        self.externals.push(step.external_id());
        self.parents.push(step.parent_id().filter(|_| with_parent));
    }

    async fn insert(self, conn: &mut PgConnection, batch: i64, kind: EntityKind) -> Result<(), StoreError> {
        if self.ids.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "INSERT INTO {kind} (id, geom, doc, effective_from, batch_id, ordinal, \
             source, external_id, parent_id) \
             SELECT t.id, ST_GeomFromWKB(t.geom, 4326), t.doc, t.day, $1, t.ordinal, \
             t.source, t.external_id, t.parent_id \
             FROM unnest($2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::bigint[], \
             $7::text[], $8::text[], $9::uuid[]) \
             AS t (id, geom, doc, day, ordinal, source, external_id, parent_id)"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(batch)
            .bind(self.ids)
            .bind(self.geoms)
            .bind(self.docs)
            .bind(self.days)
            .bind(self.ordinals)
            .bind(self.sources)
            .bind(self.externals)
            .bind(self.parents)
            .execute(conn)
            .await
            .map_err(fault)?;
        Ok(())
    }
}

/// Gives a new entity the parent it had to be staged without; false when a later change of the
/// same batch has replaced the row meanwhile.
pub async fn set_parent(conn: &mut PgConnection, place: Place, step: &Step) -> Result<bool, StoreError> {
    let sql = format!(
        "UPDATE {} SET parent_id = $2 WHERE id = $1 AND batch_id = $3 AND ordinal = $4",
        step.entity.kind
    );
    let set = sqlx::query(AssertSqlSafe(sql))
        .bind(step.entity.id)
        .bind(step.parent_id())
        .bind(place.batch)
        .bind(place.ordinal)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(set.rows_affected() > 0)
}

async fn touch(conn: &mut PgConnection, place: Place, entity: EntityRef) -> Result<(), StoreError> {
    let sql = format!("UPDATE {} SET batch_id = $2, ordinal = $3 WHERE id = $1", entity.kind);
    sqlx::query(AssertSqlSafe(sql))
        .bind(entity.id)
        .bind(place.batch)
        .bind(place.ordinal)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}

async fn remove(conn: &mut PgConnection, entity: EntityRef) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(format!("DELETE FROM {} WHERE id = $1", entity.kind)))
        .bind(entity.id)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}

async fn add_codes(conn: &mut PgConnection, step: &Step) -> Result<(), StoreError> {
    for code in &step.keys.codes {
        sqlx::query("INSERT INTO code (entity_kind, code, entity_id) VALUES ($1, $2, $3)")
            .bind(step.entity.kind.as_str())
            .bind(code.as_str())
            .bind(step.entity.id)
            .execute(&mut *conn)
            .await
            .map_err(|error| key_fault(error, step))?;
    }
    Ok(())
}

async fn remove_codes(conn: &mut PgConnection, entity: EntityRef) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM code WHERE entity_kind = $1 AND entity_id = $2")
        .bind(entity.kind.as_str())
        .bind(entity.id)
        .execute(conn)
        .await
        .map_err(fault)?;
    Ok(())
}
