//! Rows as they are read, turned into the store's words.

use super::fault::fault;
use crate::domain::change::{Actor, Change, EntityKind, EntityRef, State};
use crate::domain::id::Seq;
use crate::domain::time::Micros;
use crate::formats::wkb;
use crate::storage::{StoreError, Stored};
use jiff::civil::Date;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// A column by its place in the SELECT.
pub fn column<'r, T>(row: &'r PgRow, place: usize) -> Result<T, StoreError>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    row.try_get(place).map_err(fault)
}

pub fn uuid(row: &PgRow, place: usize) -> Result<Uuid, StoreError> {
    column(row, place)
}

pub fn seq(row: &PgRow, place: usize) -> Result<Seq, StoreError> {
    let number: i64 = column(row, place)?;
    u64::try_from(number).map(Seq).map_err(|_| damaged("number", number))
}

pub fn day(row: &PgRow, place: usize) -> Result<Date, StoreError> {
    let text: &str = column(row, place)?;
    text.parse().map_err(|_| damaged("day", text))
}

/// Two columns: document and geometry.
pub fn state(row: &PgRow, place: usize) -> Result<Option<State>, StoreError> {
    let Some(doc) = column::<Option<String>>(row, place)? else {
        return Ok(None);
    };
    let geometry = column::<Option<&[u8]>>(row, place + 1)?
        .map(|blob| wkb::decode(blob).map_err(|error| damaged("geometry", error)))
        .transpose()?;
    Ok(Some(State { doc, geometry }))
}

/// Two columns: kind and id.
pub fn entity(row: &PgRow, place: usize) -> Result<EntityRef, StoreError> {
    let kind: &str = column(row, place)?;
    Ok(EntityRef { kind: kind.parse().map_err(|_| damaged("entity kind", kind))?, id: uuid(row, place + 1)? })
}

fn damaged(what: &str, found: impl std::fmt::Display) -> StoreError {
    StoreError::Database(format!("damaged {what} in the database: {found}"))
}

/// Columns: id, version, effective_from, doc, geometry. `None` when there is no state.
pub fn stored(row: &PgRow, kind: EntityKind) -> Result<Option<Stored>, StoreError> {
    let Some(state) = state(row, 3)? else {
        return Ok(None);
    };
    Ok(Some(Stored {
        entity: EntityRef { kind, id: uuid(row, 0)? },
        version: seq(row, 1)?,
        effective_from: day(row, 2)?,
        state,
    }))
}

/// Columns of `change`, in the order of `log::COLUMNS`.
pub fn change(row: &PgRow) -> Result<Change, StoreError> {
    let reason: &str = column(row, 6)?;
    Ok(Change {
        seq: seq(row, 0)?,
        recorded_at: Micros(column(row, 1)?),
        actor: Actor(column(row, 2)?),
        entity: entity(row, 3)?,
        effective_from: day(row, 5)?,
        reason: reason.parse().map_err(|_| damaged("reason", reason))?,
        erased: column(row, 7)?,
        before: state(row, 8)?,
        after: state(row, 10)?,
        unconditional: column(row, 12)?,
    })
}
