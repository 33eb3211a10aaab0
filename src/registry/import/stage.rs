//! The common course of an import: find what is there already, build documents on all cores,
//! decide new, changed or unchanged, and stage.

use super::Request;
use super::alike::Alike;
use super::origins::{Origins, duplicate};
use super::report::Report;
use super::source::Row;
use super::stated::Stated;
use super::untold::Untold;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason, State};
use crate::domain::id::{EquipmentId, SiteId};
use crate::domain::invalid::Invalid;
use crate::domain::time::Micros;
use crate::index::by_kind;
use crate::registry::Registry;
use crate::registry::draft::known::Known;
use crate::registry::draft::{self, Fields, Told};
use crate::registry::error::RegistryError;
use crate::registry::record;
use crate::registry::site::Position;
use crate::registry::write::{self, Author, Members, difference, holds_on, later_revisions, state_on};
use crate::storage::{BatchHead, Keys, Staged, StagingId, StoreError, Stored, Write};
use jiff::civil::Date;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// A document made from a row.
pub struct Built {
    pub state: State,
    pub keys: Keys,
    /// Day from which the row itself says that it holds (opened, installed).
    pub since: Option<Date>,
    /// It tells of one day: where the registry has it otherwise, that was wrong from that day on.
    pub corrects: bool,
    /// What is not wrong but should be looked at.
    pub doubts: Vec<Invalid>,
    /// What does not fit together or to the registry: refused, unless the registry has it so already.
    pub misfits: Vec<Invalid>,
}

/// A row that the registry will have, and as what.
pub struct Landed {
    pub row: u64,
    pub id: Uuid,
}

/// An open staging and what it has counted.
pub struct Stager<'a> {
    registry: &'a Registry,
    request: &'a Request<'a>,
    staging: StagingId,
    /// What the store is writing while the next rows are read and checked.
    writing: Option<Writing>,
    today: Date,
    /// Which write came of which row, to name the first of two duplicates.
    origins: Origins,
    pub report: Report,
    /// Is the declared datum right? Looks at the places as they pass.
    pub datum: super::datum::Batch,
    stated: Stated,
    untold: Untold,
    alike: Alike<'a>,
    /// One wrong row stops it all, whatever the user says: the file is right or wrong as a whole.
    pub whole: bool,
}

/// Writes on their way into the staging, and the rows they belong to.
struct Writing {
    task: JoinHandle<Result<Vec<Staged>, StoreError>>,
    rows: Vec<u64>,
}

impl<'a> Stager<'a> {
    pub async fn begin(
        registry: &'a Registry,
        author: &Author,
        request: &'a Request<'a>,
        crs: &crate::domain::crs::Crs,
    ) -> Result<Stager<'a>, RegistryError> {
        let head = BatchHead {
            actor: author.actor.clone(),
            recorded_at: Micros(registry.clock.micros().0),
            title: Some(format!("import {} {}", request.what.as_str(), request.file_name())),
            unconditional: false,
            repeat: None,
        };
        let staging = registry.store.stage_begin(head).await?;
        Ok(Self {
            registry,
            request,
            staging,
            writing: None,
            today: registry.today(),
            origins: Origins::default(),
            report: Report::new(request.dry_run),
            datum: super::datum::Batch::new(crs),
            stated: Stated::new(registry.world()),
            untold: Untold::default(),
            alike: Alike::new(registry),
            whole: false,
        })
    }

    pub fn staging(&self) -> StagingId {
        self.staging
    }

    /// Builds and stages rows of one kind; tells which of them are right: they land unless `settle` says
    /// that a key of theirs is taken. `build` gets the id the entity has or will have.
    pub async fn rows(
        &mut self,
        kind: EntityKind,
        rows: Vec<Row>,
        build: impl Fn(&mut Fields, Uuid, Position) -> Option<Built> + Sync,
    ) -> Result<Vec<Landed>, RegistryError> {
        let keys: Vec<(String, String)> = rows.iter().map(external_key).collect();
        let existing = self.existing(kind, &rows, &keys).await?;
        let mut contradictions = Vec::with_capacity(rows.len());
        for ((row, stored), key) in rows.iter().zip(&existing).zip(&keys) {
            let place = row.position.geometry.as_ref();
            self.datum.look(place, row.fields.peek("division").map(crate::formats::Value::to_text));
            if let Some(stored) = stored {
                self.datum.compare(place, stored.state.geometry.as_ref());
            }
            self.untold.look(kind, row, (stored.is_some(), is_nameless(row, key)), self.request);
            contradictions.push(self.stated.doubt(row));
        }
        let (today, from) = (self.today, self.request.effective_from);
        let prepared: Vec<Prepared> = tokio::task::block_in_place(|| {
            rows.into_par_iter()
                .zip(existing)
                .zip(keys)
                .map(|((row, stored), key)| prepare(row, stored, &key, (today, from), &build))
                .collect()
        });
        let mut landed = Vec::with_capacity(prepared.len());
        let mut writes = Vec::with_capacity(prepared.len());
        let mut numbers = Vec::with_capacity(prepared.len());
        for (prepared, contradiction) in prepared.into_iter().zip(contradictions) {
            self.report.read += 1;
            let row = prepared.row;
            match prepared.outcome {
                Err(defects) => self.report.refuse(row, &defects),
                Ok((told, mut built, id)) => {
                    for doubt in std::mem::take(&mut built.doubts).into_iter().chain(contradiction) {
                        let (zh, en) = (&doubt.message_zh, &doubt.message_en);
                        self.report.warn(row, Some(&doubt.field), &doubt.code, zh, en);
                    }
                    let misfits = std::mem::take(&mut built.misfits);
                    let asked = self.decide(kind, (id, prepared.own), told, built, prepared.stored).await?;
                    if asked.is_empty() {
                        landed.push(Landed { row, id });
                        self.report.unchanged += 1;
                    } else if !misfits.is_empty() {
                        self.report.refuse(row, &misfits);
                    } else {
                        landed.push(Landed { row, id });
                        numbers.push(row);
                        // The row is one; what it means for later revisions comes along.
                        numbers.resize(numbers.len() + asked.len() - 1, 0);
                        writes.extend(asked);
                    }
                }
            }
        }
        self.stage(writes, numbers).await?;
        Ok(landed)
    }

    /// What the registry has of the rows: by external id, by their own id, or by what they describe.
    async fn existing(
        &mut self,
        kind: EntityKind,
        rows: &[Row],
        keys: &[(String, String)],
    ) -> Result<Vec<Option<Stored>>, RegistryError> {
        let wanted: Vec<(String, String)> = keys.iter().filter(|key| !key.1.is_empty()).cloned().collect();
        let mut known = self.registry.store.find_external(kind, &wanted).await?.into_iter();
        let mut existing: Vec<Option<Stored>> =
            keys.iter().map(|key| if key.1.is_empty() { None } else { known.next().flatten() }).collect();
        for ((row, key), stored) in rows.iter().zip(keys).zip(&mut existing) {
            if stored.is_some() {
                continue;
            }
            *stored = self.known_by_id(kind, row).await?;
            if let Some(alike) = is_nameless(row, key).then(|| self.alike.find(kind, row)).flatten() {
                *stored = self.registry.store.get(alike).await?;
            }
        }
        Ok(existing)
    }

    /// What the row's own id names: a row that was exported comes back with it, also where nobody
    /// gave an external one. Memory tells which few are worth a look into the database.
    async fn known_by_id(&self, kind: EntityKind, row: &Row) -> Result<Option<Stored>, RegistryError> {
        let Some(id) = own_id(row) else { return Ok(None) };
        let world = self.registry.world();
        let known = match kind {
            EntityKind::Site => world.snapshot.sites.get(id).is_some(),
            EntityKind::Equipment => world.snapshot.equipment.get(id).is_some(),
            EntityKind::Cluster => world.snapshot.clusters.get(id).is_some(),
            EntityKind::Division
            | EntityKind::Population
            | EntityKind::Layer
            | EntityKind::Network
            | EntityKind::Scenario
            | EntityKind::YearEnd => false,
            _ => by_kind!(kind, T => world.records().of::<T>().get(id).is_some()).unwrap_or(false),
        };
        if known { Ok(self.registry.store.get(EntityRef { kind, id }).await?) } else { Ok(None) }
    }

    /// Stages writes that belong to the given rows, after those before them; what became of them is in
    /// the report once the next ones are staged, or all is finished.
    pub async fn stage(&mut self, writes: Vec<Write>, rows: Vec<u64>) -> Result<(), RegistryError> {
        self.settle().await?;
        if !writes.is_empty() {
            self.origins.add(&rows);
            let (store, staging) = (Arc::clone(&self.registry.store), self.staging);
            let task = tokio::spawn(async move { store.stage(staging, writes).await });
            self.writing = Some(Writing { task, rows });
        }
        Ok(())
    }

    /// Waits for the writes on their way and takes note of what became of them; tells which of their
    /// rows were refused.
    pub async fn settle(&mut self) -> Result<Vec<u64>, RegistryError> {
        let mut refused = Vec::new();
        let Some(Writing { task, rows }) = self.writing.take() else { return Ok(refused) };
        let staged = task.await.map_err(|error| RegistryError::Internal(error.to_string()))??;
        for (outcome, row) in staged.into_iter().zip(&rows) {
            match outcome {
                // Row 0 is no row of the file: something that the import does besides.
                Staged::Kept => self.report.accepted += u64::from(*row > 0),
                Staged::Duplicate { key, row: earlier } => {
                    let earlier = earlier.and_then(|position| self.origins.row_of(position));
                    self.report.refuse(*row, &[duplicate(&key, earlier)]);
                    refused.push(*row);
                }
            }
        }
        Ok(refused)
    }

    /// The writes that a row asks for, its own first; none when the registry has exactly that already.
    async fn decide(
        &self,
        kind: EntityKind,
        (id, own): (Uuid, bool),
        told: Told,
        built: Built,
        stored: Option<Stored>,
    ) -> Result<Vec<Write>, RegistryError> {
        let entity = EntityRef { kind, id };
        let told_from = told.effective_from.or(self.request.effective_from);
        let reason = told.reason.or(self.request.reason);
        let Some(stored) = stored else {
            let since = built.since.filter(|day| *day <= self.today);
            // A fresh id can not have been removed; one that the file brings can.
            let removed_on = if own { self.registry.removed_on(entity).await? } else { None };
            let removed_on = removed_on.unwrap_or(Date::MIN);
            let change = NewChange {
                entity,
                effective_from: told_from.or(since).unwrap_or(self.today).max(removed_on),
                reason: reason.unwrap_or(Reason::NewlyFound),
                before: None,
                after: Some(built.state),
            };
            return Ok(vec![Write { change, expected: None, unconditional: false, keys: built.keys }]);
        };
        let since = built.since.unwrap_or(stored.effective_from).min(stored.effective_from);
        let usual = if built.corrects { since } else { self.today };
        let effective_from = told_from.unwrap_or(usual);
        let backdated = effective_from < stored.effective_from;
        let history = if backdated { self.registry.store.history(entity).await? } else { Vec::new() };
        let before = if backdated { state_on(&history, effective_from).cloned() } else { Some(stored.state) };
        if before.as_ref() == Some(&built.state) {
            return Ok(Vec::new());
        }
        let usual = if built.corrects { Reason::Corrected } else { Reason::Changed };
        let reason = reason.unwrap_or(usual);
        let mut carried = Vec::new();
        if backdated && holds_on(reason) {
            let later = later_revisions(&history, effective_from);
            if let Some(base) = before.as_ref().or(later.first().map(|(_, state)| state)) {
                let patch = difference(base, &built.state)?;
                let amend = |later: &State, patch: &Members| self.amend(entity, later, patch, &built.state);
                carried = write::carried(entity, reason, base, &later, patch, amend)?;
            }
        }
        let change = NewChange { entity, effective_from, reason, before, after: Some(built.state) };
        let own = Write { change, expected: Some(stored.version), unconditional: false, keys: built.keys };
        Ok(std::iter::once(own).chain(carried).collect())
    }

    /// A later revision with what a row corrects; where the row moved it, to the row's place.
    fn amend(
        &self,
        entity: EntityRef,
        later: &State,
        patch: &Members,
        row: &State,
    ) -> Result<(State, Keys), RegistryError> {
        let mut patch = patch.clone();
        let moved = patch.remove("geometry").is_some();
        let geometry = if moved { row.geometry.clone() } else { later.geometry.clone() };
        let later = State { doc: later.doc.clone(), geometry };
        match entity.kind {
            EntityKind::Site => self.registry.amend_site(SiteId(entity.id), &later, &patch),
            EntityKind::Equipment => self.registry.amend_equipment(EquipmentId(entity.id), &later, &patch),
            // Of these a file tells the present only.
            EntityKind::Division
            | EntityKind::Population
            | EntityKind::Cluster
            | EntityKind::Layer
            | EntityKind::Network
            | EntityKind::Scenario
            | EntityKind::YearEnd => Ok((later, Keys::default())),
            kind => {
                let known = Known::new(self.registry.reference(), self.registry.world());
                let amended = by_kind!(kind, T => record::amended::<T>(entity.id, &later, &patch, known));
                amended.unwrap_or_else(|| Ok((later, Keys::default())))
            }
        }
    }

    /// Publishes, or drops when the import is a trial or has wrong rows and is not lenient.
    pub async fn finish(mut self) -> Result<Report, RegistryError> {
        if let Err(error) = self.settle().await {
            return Err(self.abandon(error).await);
        }
        self.datum.report(&self.registry.world(), &mut self.report);
        self.untold.report(&mut self.report);
        let refused = self.is_refused();
        if self.report.read == 0 {
            self.report.warn(0, None, "empty", "文件中没有任何数据行", "the file has no rows");
        }
        if self.request.dry_run || refused || self.report.accepted == 0 {
            self.registry.store.stage_drop(self.staging).await?;
            if refused {
                self.report.accepted = 0;
            }
            // A repetition that changes nothing is a success.
            self.report.committed = !self.request.dry_run && !refused && self.report.read > 0;
            return Ok(self.report);
        }
        let appended = self.registry.store.stage_publish(self.staging, self.registry.clock.micros()).await?;
        self.report.committed = true;
        self.report.seq = Some(appended.last.0);
        Ok(self.report)
    }

    /// Whether what was staged so far will be published.
    pub async fn lands(&mut self) -> Result<bool, RegistryError> {
        self.settle().await?;
        Ok(!self.request.dry_run && !self.is_refused())
    }

    /// Half a file is no file, however lenient one is about its rows.
    fn is_refused(&self) -> bool {
        self.report.broken_off || self.report.rejected > 0 && (self.whole || !self.request.lenient)
    }

    /// Leaves nothing behind after a failure.
    pub async fn abandon(mut self, error: RegistryError) -> RegistryError {
        if let Some(writing) = self.writing.take() {
            // Whatever becomes of these writes, they are dropped with the rest.
            drop(writing.task.await);
        }
        if let Err(second) = self.registry.store.stage_drop(self.staging).await {
            tracing::warn!(error = %second, "a staging could not be dropped now; the next start drops it");
        }
        error
    }
}

struct Prepared {
    row: u64,
    /// The row brought its id.
    own: bool,
    stored: Option<Stored>,
    outcome: Result<(Told, Built, Uuid), Vec<Invalid>>,
}

fn prepare(
    row: Row,
    stored: Option<Stored>,
    key: &(String, String),
    (today, from): (Date, Option<Date>),
    build: &(impl Fn(&mut Fields, Uuid, Position) -> Option<Built> + Sync),
) -> Prepared {
    let own = own_id(&row);
    let Row { row, id: _, mut fields, position } = row;
    let told = draft::told(&mut fields, today);
    if told.effective_from.is_none() {
        fields.day = from.or(fields.day);
    }
    fields.take("id");
    let id = stored.as_ref().map_or_else(|| own.unwrap_or_else(Uuid::now_v7), |stored| stored.entity.id);
    if !key.1.is_empty() && !fields.has("external_id") {
        fields.set("external_id", crate::formats::Value::Text(key.1.clone()));
    }
    let label = fields.peek("kind").map(crate::formats::Value::to_text);
    let built = build(&mut fields, id, position);
    mappable(&mut fields.defects, label.as_deref().unwrap_or_default());
    let outcome = match built {
        Some(built) if fields.defects.is_empty() => Ok((told, built, id)),
        _ if fields.defects.is_empty() => {
            Err(vec![Invalid::new("", "unreadable", "此行无法识别", "the row could not be understood")])
        }
        _ => Err(std::mem::take(&mut fields.defects)),
    };
    Prepared { row, own: own.is_some(), stored, outcome }
}

/// A file's own word for a kind need not be corrected row by row.
fn mappable(defects: &mut [Invalid], label: &str) {
    for defect in defects.iter_mut().filter(|defect| defect.code == "unknown_kind") {
        let _ = write!(defect.message_zh, "；可用 --values kind:{label}=类型 对应");
        let _ = write!(defect.message_en, "; map it with --values kind:{label}=KIND");
    }
}

/// A row's own id is kept when it is a UUID: the registry's exports have it.
fn own_id(row: &Row) -> Option<Uuid> {
    let told =
        row.fields.peek("id").map(crate::formats::Value::to_text).filter(|text| !text.trim().is_empty());
    Uuid::parse_str(told.as_deref().or(row.id.as_deref())?.trim()).ok()
}

/// Whether a row has no id by which it could be known again.
fn is_nameless(row: &Row, key: &(String, String)) -> bool {
    key.1.is_empty() && own_id(row).is_none()
}

/// (source, external id) of a row; the file's feature id stands in where the row tells no UUID of its own: the
/// number of a GeoPackage's row means nothing beside it.
pub(super) fn external_key(row: &Row) -> (String, String) {
    let text = |name: &str| row.fields.peek(name).map(|value| value.to_text().trim().to_owned());
    let id = text("external_id").filter(|id| !id.is_empty());
    let stand_in = || row.id.clone().filter(|_| own_id(row).is_none());
    (text("source").unwrap_or_default(), id.or_else(stand_in).unwrap_or_default())
}
