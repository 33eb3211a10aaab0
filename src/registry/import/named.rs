//! What a layer and a street network have in common: one thing with a name, and large contents beside it.

use super::Request;
use super::report::Report;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason};
use crate::domain::id::BlobHash;
use crate::domain::invalid::Invalid;
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, accept, state, state_on};
use crate::storage::{BatchHead, Keys, Write};
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// A thing that a whole file makes.
pub struct Whole {
    pub kind: EntityKind,
    /// (source, external id).
    pub external: (String, String),
    /// What the file's rows are counted as.
    pub rows: u64,
    /// Valid time where the user tells none; `None`: today.
    pub since: Option<Date>,
    pub contents: Vec<u8>,
}

impl Registry {
    /// Writes the thing, in the place of the one with its name; the same again is left as it is. `build`
    /// gets the id it has or will have.
    pub(super) async fn put_whole<T: Serialize>(
        &self,
        author: &Author,
        request: &Request<'_>,
        whole: Whole,
        build: impl FnOnce(Uuid, BlobHash) -> Result<T, Vec<Invalid>>,
        mut report: Report,
    ) -> Result<Report, RegistryError> {
        let Whole { kind, external, rows, since, contents } = whole;
        let found = self.store.find_external(kind, std::slice::from_ref(&external)).await?;
        let stored = found.into_iter().next().flatten();
        let id = stored.as_ref().map_or_else(Uuid::now_v7, |stored| stored.entity.id);
        let (contents, hash) = tokio::task::spawn_blocking(move || {
            let hash = BlobHash(Sha256::digest(&contents).into());
            (contents, hash)
        })
        .await
        .map_err(|error| RegistryError::Internal(error.to_string()))?;
        let after = state(&build(id, hash).map_err(RegistryError::Invalid)?, None)?;
        let entity = EntityRef { kind, id };
        let effective_from = request.effective_from.or(since).unwrap_or_else(|| self.today());
        let backdated = stored.as_ref().is_some_and(|stored| effective_from < stored.effective_from);
        let before = if backdated {
            state_on(&self.store.history(entity).await?, effective_from).cloned()
        } else {
            stored.as_ref().map(|stored| stored.state.clone())
        };
        if before.as_ref() == Some(&after) {
            report.unchanged = rows;
            report.committed = !request.dry_run;
            return Ok(report);
        }
        report.accepted = rows;
        if request.dry_run {
            return Ok(report);
        }
        self.store.put_blob(&contents).await?;
        let usual = if stored.is_some() { Reason::Changed } else { Reason::NewlyFound };
        let reason = request.reason.unwrap_or(usual);
        let change = NewChange { entity, effective_from, reason, before, after: Some(after) };
        let keys = Keys { external: Some(external), ..Keys::default() };
        let expected = stored.map(|stored| stored.version);
        let head = BatchHead {
            actor: author.actor.clone(),
            recorded_at: self.clock.micros(),
            title: Some(format!("import {} {}", request.what.as_str(), request.file_name())),
            unconditional: false,
            repeat: None,
        };
        let write = Write { change, expected, unconditional: false, keys };
        let appended = self.store.append(head, vec![write]).await?;
        report.committed = true;
        report.seq = Some(appended.last.0);
        Ok(report)
    }
}

/// What `--set` tells of the thing itself, read by `read`.
///
/// # Errors
/// A value is wrong, or a name is not known.
pub fn told<T>(request: &Request<'_>, read: impl FnOnce(&mut Fields) -> T) -> Result<T, RegistryError> {
    let set = request.mapping.set.iter();
    let values = set.map(|(name, value)| (Arc::from(name.as_str()), Value::Text(value.clone()))).collect();
    let mut fields = Fields::new(values);
    let told = read(&mut fields);
    fields.refuse_left_over();
    accept(fields)?;
    Ok(told)
}
