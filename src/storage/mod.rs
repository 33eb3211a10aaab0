//! The store contract and its two mirrored implementations, SQLite and PostgreSQL.
//!
//! Reads of users are answered from memory (`index`), so a store does little: append to the one
//! log together with the data it changes, load what stands, tell history, keep tokens.
//!
//! A write is a **batch**: one or many changes that are published together. The log's chain links
//! batches; `docs/decisions/0002-change-log-in-batches.md` tells why.

mod audit;
pub mod chain;
mod constraint;
mod contents;
pub mod error;
mod open;
pub mod postgres;
mod prepare;
mod sifting;
pub mod sqlite;
mod staging;
mod verdict;
mod writer;

pub use constraint::Constraint;
pub use error::StoreError;
pub use open::open;

use crate::domain::change::{Actor, Change, EntityKind, EntityRef, NewChange, State};
use crate::domain::id::{PopulationId, Seq};
use crate::domain::population::Cell;
use crate::domain::time::{Micros, Moment};
use async_trait::async_trait;
use jiff::civil::Date;
use std::sync::Arc;
use uuid::Uuid;

/// A store that any thread can use.
pub type SharedStore = Arc<dyn Store>;

/// A change with what the database's own constraints need beside the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    pub change: NewChange,
    /// Last change of this entity the writer has seen (its ETag). `Some` and different from the
    /// stored one: `StoreError::Stale`. `None`: the entity must not exist yet
    /// (`StoreError::Conflict`), unless `unconditional`.
    pub expected: Option<Seq>,
    /// Skip the version check (import of an own file, an administrator's token).
    pub unconditional: bool,
    /// Keys of the state `change.after`, for the database's uniqueness and reference constraints.
    pub keys: Keys,
}

/// Columns that constraints guard. All are derived from the document by whoever writes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keys {
    /// (source, external id): unique per entity kind.
    pub external: Option<(String, String)>,
    /// The entity this one hangs on: equipment's site, division's parent, site's container.
    /// Must exist (or be written in the same batch).
    pub parent: Option<EntityRef>,
    /// Unique per entity kind: equipment's QR code; a division's codes as `system:edition:code`.
    pub codes: Vec<String>,
}

/// What a batch is called in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchHead {
    pub actor: Actor,
    /// Record time never runs backwards along the log: where this lies before the newest batch's, that
    /// one's is stored.
    pub recorded_at: Micros,
    /// What happened, such as `import sites.geojson`; no personal data.
    pub title: Option<String>,
    /// It was written on whatever stood, without naming the version that was read.
    pub unconditional: bool,
    /// What makes repeating it harmless, when the client sent a key.
    pub repeat: Option<Repeat>,
}

/// A client's key: a second batch with the same actor and key is not written again, the first one's
/// answer is returned. For another request the key is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    pub key: String,
    /// Hash of what was asked.
    pub request: [u8; 32],
}

/// Answer to a batch: numbers `first ..= last` of the log, visible to every reader after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    pub first: Seq,
    pub last: Seq,
    /// The idempotency key had been used: nothing was written now; entities of the first batch.
    pub replayed: Option<Vec<EntityRef>>,
}

/// An entity as it stands: the revision with the greatest `effective_from`, ties to the later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub entity: EntityRef,
    /// Last change of this entity, back-dated ones included: its ETag.
    pub version: Seq,
    /// Valid time of the state below.
    pub effective_from: Date,
    pub state: State,
}

/// A batch under construction whose rows are written in short transactions, invisible to every
/// reader until it is published; a crash leaves nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StagingId(pub i64);

/// What became of one staged write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Staged {
    Kept,
    /// Its id, external id or code is taken by an earlier row of this staging (its position, from 0,
    /// among all writes given to `stage`), or by a stored entity. An entity may come again in one
    /// staging only unconditionally and with another `effective_from`: a history, not a repetition.
    Duplicate {
        key: String,
        row: Option<u64>,
    },
}

/// A token for the API, stored as a hash only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    pub actor: Actor,
    pub label: String,
    /// May write without naming the version it read.
    pub unconditional: bool,
    pub created_at: Micros,
    pub revoked_at: Option<Micros>,
}

/// What an analysis answered, kept so that the same question need not be computed again.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAnswer {
    /// Names the question; the same question has the same key.
    pub key: String,
    /// The question itself, JSON.
    pub question: String,
    /// What it was computed from: the answer is good as long as this has not changed.
    pub depends: String,
    pub made_at: Micros,
    /// How long it took.
    pub seconds: f64,
    pub summary: Vec<u8>,
    /// The answer as features, where it has any.
    pub features: Option<Vec<u8>>,
}

/// Which database this is: a random id made at its creation, and its newest change. A restored or
/// outside-edited database differs in one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub id: Uuid,
    pub head: Seq,
}

/// What `verify` found in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub batches: u64,
    pub changes: u64,
    pub erased: u64,
    /// Sentences, each naming the number of the change or the entity that is wrong.
    pub faults: Vec<String>,
}

/// Streams rows to a callback in chunks; `Err` from the callback ends the stream.
pub type Sink<'a, T> = &'a mut (dyn FnMut(Vec<T>) -> Result<(), StoreError> + Send);

/// The contract both stores keep, and that one suite (`tests/contract`) is told against both.
#[async_trait]
pub trait Store: Send + Sync {
    /// `sqlite` or `postgres`.
    fn engine(&self) -> &'static str;

    async fn identity(&self) -> Result<Identity, StoreError>;

    /// Writes one batch: data rows and change rows in one transaction, durable when it returns.
    /// Concurrent calls may be committed together (group commit), each all or nothing.
    async fn append(&self, head: BatchHead, writes: Vec<Write>) -> Result<Appended, StoreError>;

    /// Opens a staging.
    async fn stage_begin(&self, head: BatchHead) -> Result<StagingId, StoreError>;
    /// Adds writes; one answer per write, in order. Duplicates are not kept.
    async fn stage(&self, staging: StagingId, writes: Vec<Write>) -> Result<Vec<Staged>, StoreError>;
    /// Adds population cells of a set that is written in the same staging.
    async fn stage_cells(
        &self,
        staging: StagingId,
        set: PopulationId,
        cells: Vec<Cell>,
    ) -> Result<(), StoreError>;
    /// Publishes all staged writes at once, in one short transaction whose length depends on the
    /// changes of entities that stood already, not on the new ones. `recorded_at` is now: record
    /// time is when a change becomes visible, not when its staging began.
    ///
    /// # Errors
    /// `Stale` or `Conflict` when somebody else came first; the staging is still there to be dropped.
    async fn stage_publish(&self, staging: StagingId, recorded_at: Micros) -> Result<Appended, StoreError>;
    /// Drops a staging. Stagings of a dead process are dropped when the store is opened.
    async fn stage_drop(&self, staging: StagingId) -> Result<(), StoreError>;

    /// All entities of a kind that stand (tombstones not), with the log's head that was read in the
    /// same transaction.
    async fn load(&self, kind: EntityKind, sink: Sink<'_, Stored>) -> Result<Seq, StoreError>;
    /// Cells of one population set.
    async fn cells(&self, set: PopulationId) -> Result<Vec<Cell>, StoreError>;
    async fn get(&self, entity: EntityRef) -> Result<Option<Stored>, StoreError>;
    /// By (source, external id); the answer has the order and length of the question.
    async fn find_external(
        &self,
        kind: EntityKind,
        keys: &[(String, String)],
    ) -> Result<Vec<Option<Stored>>, StoreError>;

    /// The log after `since`, oldest first, at most `limit` rows.
    async fn changes(&self, since: Seq, limit: u32) -> Result<Vec<Change>, StoreError>;
    /// All changes of one entity, in the order they were recorded.
    async fn history(&self, entity: EntityRef) -> Result<Vec<Change>, StoreError>;
    /// For each second in which something was recorded, the first number of the log in it and the second since
    /// 1970-01-01T00:00:00Z, both ascending.
    async fn record_seconds(&self) -> Result<Vec<(Seq, i64)>, StoreError>;
    /// For each entity of a kind the revision that holds at the moment: greatest `effective_from`
    /// on or before `as_of` among those recorded by `known_at`, ties to the later record;
    /// tombstones left out.
    async fn load_at(&self, kind: EntityKind, at: Moment, sink: Sink<'_, Stored>) -> Result<Seq, StoreError>;

    /// Erases the payloads (before and after) of one entity's changes; digests stay. A current data
    /// row must have been tombstoned before: `Conflict` otherwise. Returns how many were erased.
    async fn erase(&self, entity: EntityRef) -> Result<u64, StoreError>;
    /// Walks the whole chain and checks data rows against their newest change.
    async fn verify(&self) -> Result<Verified, StoreError>;

    async fn tokens(&self) -> Result<Vec<Token>, StoreError>;
    /// The token with this hash, withdrawn or not.
    async fn token(&self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError>;
    async fn put_token(&self, token: Token) -> Result<(), StoreError>;

    /// Named JSON documents that belong to the database (kinds, rules, plan, district at `init`).
    async fn setting(&self, name: &str) -> Result<Option<String>, StoreError>;
    async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError>;

    /// Keeps large contents under their SHA-256, which is answered; the same contents are kept once. A
    /// document that names them is written after them.
    async fn put_blob(&self, bytes: &[u8]) -> Result<[u8; 32], StoreError>;
    /// The contents with this SHA-256.
    async fn blob(&self, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError>;

    async fn answer(&self, key: &str) -> Result<Option<StoredAnswer>, StoreError>;
    /// Keeps an answer in the place of an earlier one to the same question, and forgets all answers but
    /// it and the newest others, `keep` in all.
    async fn put_answer(&self, answer: StoredAnswer, keep: u32) -> Result<(), StoreError>;

    /// Waits until the log may have grown past `seq` (this process's writes at once; another
    /// process's by NOTIFY or by polling every second), or until `timeout`.
    async fn wait_beyond(&self, seq: Seq, timeout: std::time::Duration);

    /// A consistent copy of the database into `file` (SQLite) or an error naming `pg_dump`.
    async fn backup(&self, file: &std::path::Path) -> Result<(), StoreError>;
    /// Flushes and closes.
    async fn close(&self);
}
