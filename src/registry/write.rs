//! What every write has in common: who, on which version, and what the answer tells.

use super::Registry;
use super::draft::{self, Fields, Told};
use super::error::RegistryError;
use super::site::PLACE;
use crate::domain::change::{Actor, Change, EntityRef, NewChange, Reason, State};
use crate::domain::id::Seq;
pub use crate::storage::Repeat;
use crate::storage::{Appended, BatchHead, Keys, Stored, Write};
use jiff::civil::Date;
use serde::Serialize;

/// Members of a document or of a patch.
pub type Members = serde_json::Map<String, serde_json::Value>;

/// Who writes, and with which rights.
#[derive(Clone, Debug)]
pub struct Author {
    pub actor: Actor,
    /// May write without naming the version it read (import of an own file, editors' tokens).
    pub unconditional: bool,
}

/// Which version the caller means to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `If-Match: "123"`.
    Version(Seq),
    /// `If-Match: *`: whichever it is.
    Any,
    /// Nothing was said.
    Missing,
}

/// Answer to a write that stands: it survives a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Written<Id> {
    pub id: Id,
    /// The log's number: a read that carries it sees this write. Also the new version.
    pub seq: Seq,
    /// The same request had been written before; nothing was written now.
    pub replayed: bool,
}

/// A document as the store keeps it.
///
/// # Errors
/// The type can not be written as JSON, which no type of the domain is.
pub fn state<T: Serialize>(
    document: &T,
    geometry: Option<&geo_types::Geometry<f64>>,
) -> Result<State, RegistryError> {
    let doc = serde_json::to_string(document).map_err(|error| RegistryError::Internal(error.to_string()))?;
    Ok(State { doc, geometry: geometry.cloned() })
}

/// The state that held on a day, by an entity's history in the order of recording.
pub fn state_on(history: &[Change], day: Date) -> Option<&State> {
    let holds = history.iter().filter(|change| change.effective_from <= day);
    holds.max_by_key(|change| (change.effective_from, change.seq))?.after.as_ref()
}

/// Days after `day` from which a later revision holds, ascending, each with its state.
pub fn later_revisions(history: &[Change], day: Date) -> Vec<(Date, State)> {
    let mut days: Vec<Date> =
        history.iter().map(|change| change.effective_from).filter(|from| *from > day).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().filter_map(|from| Some((from, state_on(history, from)?.clone()))).collect()
}

/// A merge patch (RFC 7396) of top-level members: null removes, anything else replaces.
pub fn merge(
    document: &mut serde_json::Map<String, serde_json::Value>,
    patch: &serde_json::Map<String, serde_json::Value>,
) {
    for (name, value) in patch {
        if value.is_null() {
            document.remove(name);
        } else {
            document.insert(name.clone(), value.clone());
        }
    }
}

/// Drops from a correction what a later revision tells otherwise than the corrected state did:
/// "extended in 2024" still holds when the area of 2020 turns out to have been wrong.
fn keep_uncontradicted(patch: &mut Members, corrected: &State, later: &State) -> Result<(), RegistryError> {
    let (old, new) = (members(corrected)?, members(later)?);
    let moved = corrected.geometry != later.geometry;
    patch.retain(
        |name, _| if PLACE.contains(&name.as_str()) { !moved } else { old.get(name) == new.get(name) },
    );
    Ok(())
}

/// Whether a change of the past is carried into the revisions that came after it: a correction, and
/// a closing that becomes known late, which holds until somebody tells of a reopening.
pub fn holds_on(reason: Reason) -> bool {
    matches!(reason, Reason::Corrected | Reason::Closed)
}

/// The same change in the later revisions, until one of them tells its members otherwise.
pub fn carried(
    entity: EntityRef,
    reason: Reason,
    base: &State,
    later: &[(Date, State)],
    mut patch: Members,
    amend: impl Fn(&State, &Members) -> Result<(State, Keys), RegistryError>,
) -> Result<Vec<Write>, RegistryError> {
    let mut writes = Vec::new();
    for (from, later) in later {
        keep_uncontradicted(&mut patch, base, later)?;
        if patch.is_empty() {
            break;
        }
        let (after, keys) = amend(later, &patch)?;
        let change = NewChange {
            entity,
            effective_from: *from,
            reason,
            before: Some(later.clone()),
            after: Some(after),
        };
        writes.push(Write { change, expected: None, unconditional: true, keys });
    }
    Ok(writes)
}

/// The merge patch that leads from one state to another; that it moved is told as `geometry`: null.
pub fn difference(old: &State, new: &State) -> Result<Members, RegistryError> {
    let (before, after) = (members(old)?, members(new)?);
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let mut patch: Members = gone.map(|name| (name.clone(), serde_json::Value::Null)).collect();
    patch.extend(after.into_iter().filter(|(name, value)| before.get(name) != Some(value)));
    if old.geometry != new.geometry {
        patch.insert("geometry".to_owned(), serde_json::Value::Null);
    }
    Ok(patch)
}

/// A stored document as JSON members.
///
/// # Errors
/// The database was edited from outside.
pub fn members(state: &State) -> Result<serde_json::Map<String, serde_json::Value>, RegistryError> {
    serde_json::from_str(&state.doc).map_err(|error| RegistryError::Internal(error.to_string()))
}

/// What the caller changes of one entity, from when on, and why.
pub struct Amendment<'a> {
    pub effective_from: Date,
    pub reason: Reason,
    pub patch: &'a Members,
}

impl Registry {
    pub(super) fn today(&self) -> Date {
        self.clock.today(&self.reference.zone)
    }

    /// What stands of an entity.
    pub(super) async fn standing(&self, entity: EntityRef) -> Result<Stored, RegistryError> {
        self.store.get(entity).await?.ok_or_else(|| RegistryError::not_found(entity.kind, entity.id))
    }

    /// Writes changes as one batch and waits until memory has them, so that the caller and
    /// everybody after it reads them.
    pub(super) async fn commit(
        &self,
        author: &Author,
        unconditional: bool,
        repeat: Option<&Repeat>,
        writes: Vec<Write>,
    ) -> Result<Appended, RegistryError> {
        let head = BatchHead {
            actor: author.actor.clone(),
            recorded_at: self.clock.micros(),
            title: None,
            unconditional,
            repeat: repeat.cloned(),
        };
        let appended = self.store.append(head, writes).await?;
        // It is durable; that memory lags must not turn it into an error.
        if self.wait_for(appended.last, std::time::Duration::from_secs(5)).await.is_err() {
            tracing::warn!(seq = %appended.last, "a write is stored but memory has not caught up");
        }
        Ok(appended)
    }

    /// One change and, when it corrects the past or tells late of a closing, the same change carried into the revisions
    /// that came after it, until one of them tells that member otherwise (`docs/decisions/0003-corrections-are-carried-forward.md`).
    pub(super) async fn revise(
        &self,
        stored: &Stored,
        expected: Seq,
        amendment: Amendment<'_>,
        amend: impl Fn(&State, &Members) -> Result<(State, Keys), RegistryError>,
    ) -> Result<Vec<Write>, RegistryError> {
        let Amendment { effective_from, reason, patch } = amendment;
        let entity = stored.entity;
        let backdated = effective_from < stored.effective_from;
        let history = if backdated { self.store.history(entity).await? } else { Vec::new() };
        let before =
            if backdated { state_on(&history, effective_from).cloned() } else { Some(stored.state.clone()) };
        // Before its first revision there was nothing: what is told now is then the first known of it,
        // and is likest to the revision that follows.
        let later = later_revisions(&history, effective_from);
        let base = before.as_ref().or(later.first().map(|(_, state)| state)).unwrap_or(&stored.state);
        let (after, keys) = amend(base, patch)?;
        let mut writes = vec![Write {
            change: NewChange { entity, effective_from, reason, before: before.clone(), after: Some(after) },
            expected: Some(expected),
            unconditional: false,
            keys,
        }];
        if backdated && holds_on(reason) {
            writes.extend(carried(entity, reason, base, &later, patch.clone(), amend)?);
        }
        Ok(writes)
    }

    /// Day from which something was removed; `None` when it stands or never was. What is told of it
    /// again can only hold from that day on: before it, the removal would take it away at once.
    pub(super) async fn removed_on(&self, entity: EntityRef) -> Result<Option<Date>, RegistryError> {
        let history = self.store.history(entity).await?;
        let last = history.iter().max_by_key(|change| (change.effective_from, change.seq));
        Ok(last.filter(|change| change.after.is_none() && !change.erased).map(|change| change.effective_from))
    }

    /// Takes who, when and why out of the given values.
    pub(super) fn told(&self, fields: &mut Fields) -> Told {
        draft::told(fields, self.today())
    }
}

/// Nothing wrong, or everything that is.
pub fn accept(fields: Fields) -> Result<(), RegistryError> {
    if fields.defects.is_empty() {
        Ok(())
    } else {
        Err(RegistryError::Invalid(draft::pointers(fields.defects)))
    }
}
