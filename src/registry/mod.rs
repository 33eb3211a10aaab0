//! Use cases: what a user can do with the registry, once for `api` and `cli`.

/// Parameters by name, read strictly.
pub mod asked;
/// A consistent copy of the database, and its return.
pub mod backup;
/// The one place where the time is read.
pub mod clock;
/// Large contents, read back.
mod contents;
/// Figures, and the sites behind each of them.
pub mod coverage;
/// From given values to the field's own types.
pub mod draft;
/// Changing what stands while others change it too.
mod edit;
/// Register, change and remove equipment.
pub mod equipment;
/// What can go wrong.
pub mod error;
/// Files that prove something.
pub mod evidence;
/// Files out of the registry.
pub mod export;
/// Keeps memory in step with the log.
mod feeder;
/// All changes of one thing.
pub mod history;
/// Files into the registry.
pub mod import;
/// Imported layers as collections.
pub mod imported;
/// Makes a database with a district's data.
pub mod init;
/// Worlds of the past.
mod past;
/// The plan file, parsed and validated.
pub mod plan;
/// Register, change and remove records.
pub mod record;
/// Kinds, rules, plan target, the district's own facts.
pub mod reference;
/// The plan as workbook, document, page.
pub mod report;
/// Create, replace and remove scenarios.
pub mod scenario;
/// Is the plan kept.
pub mod scoreboard;
/// Register, change, close and remove sites.
pub mod site;
/// Analyses of who lives too far.
pub mod study;
/// Suspected double counting.
pub mod suspicion;
/// Vector tiles of answers and of imported layers.
pub mod tiles;
/// Tokens for writing.
pub mod token;
/// Does memory agree with the database, and the database with itself?
pub mod verify;
/// What stands behind a number.
pub mod why;
/// One consistent state in memory.
pub mod world;
/// What every write has in common.
pub mod write;
/// Frozen year-ends, and why today's knowledge differs.
pub mod year_end;

pub use error::RegistryError;

use crate::domain::id::Seq;
use crate::domain::time::Moment;
use crate::index::Live;
use crate::storage::{self, SharedStore};
use clock::Clock;
use reference::Reference;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use world::World;

/// A registry that is open: its database, and the state in memory that follows it.
pub struct Registry {
    store: SharedStore,
    reference: Arc<Reference>,
    live: Live<World>,
    /// Number of the newest world, for those who wait for it.
    seen: watch::Sender<Seq>,
    /// Raised when the database was found to be another one, or set back.
    line: AtomicU64,
    clock: Clock,
    past: past::Past,
    studies: study::Studies,
    scoreboard: scoreboard::Kept,
    contents: contents::Contents,
    packed: tiles::Packed,
    tiles: tiles::Cache,
    /// A base is being rebuilt.
    compacting: AtomicBool,
    /// The database was closed on purpose: the feeder ends.
    closed: AtomicBool,
    /// Memory follows the log.
    follows: bool,
}

impl Registry {
    /// Opens the registry of a database (`sqlite:PATH`, `postgres://…`) that was initialised.
    ///
    /// # Errors
    /// As [`Registry::open`], or the URL is not understood or names nothing.
    pub async fn open_at(database: &str, clock: Clock) -> Result<Arc<Self>, RegistryError> {
        Self::open(storage::open(database, false).await?, clock).await
    }

    /// As [`Registry::open_at`], for one command and no more: memory stays as it was loaded, so that a
    /// million rows that the command writes are not read back into it.
    ///
    /// # Errors
    /// As [`Registry::open`].
    pub async fn open_for_one_command(database: &str, clock: Clock) -> Result<Arc<Self>, RegistryError> {
        let store = storage::open(database, false).await?;
        let reference = Arc::new(Reference::load(&*store).await?);
        Ok(Arc::new(Self::loaded(store, reference, clock, false).await?))
    }

    /// Loads everything into memory and starts to follow the log.
    ///
    /// # Errors
    /// The database was not initialised, can not be reached, or holds what can not be read.
    pub async fn open(store: SharedStore, clock: Clock) -> Result<Arc<Self>, RegistryError> {
        let reference = Arc::new(Reference::load(&*store).await?);
        Self::open_with(store, reference, clock).await
    }

    /// As [`Registry::open`], by reference data that the database does not carry yet.
    async fn open_with(
        store: SharedStore,
        reference: Arc<Reference>,
        clock: Clock,
    ) -> Result<Arc<Self>, RegistryError> {
        let registry = Arc::new(Self::loaded(store, reference, clock, true).await?);
        let head = registry.store.identity().await?.head;
        feeder::start(&registry);
        registry.wait_for(head, Duration::from_mins(1)).await?;
        Ok(registry)
    }

    async fn loaded(
        store: SharedStore,
        reference: Arc<Reference>,
        clock: Clock,
        follows: bool,
    ) -> Result<Self, RegistryError> {
        let at = Moment { as_of: clock.today(&reference.zone), known_at: None };
        let world = world::load(&*store, &reference, at, true).await?;
        let (seen, _) = watch::channel(world.seq());
        Ok(Self {
            store,
            reference,
            live: Live::new(world),
            seen,
            line: AtomicU64::new(0),
            clock,
            past: past::Past::default(),
            studies: study::Studies::default(),
            scoreboard: scoreboard::Kept::default(),
            contents: contents::Contents::default(),
            packed: tiles::Packed::default(),
            tiles: tiles::Cache::default(),
            compacting: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            follows,
        })
    }

    /// The state in memory: take it once and be consistent to the end.
    pub fn world(&self) -> Arc<World> {
        self.live.load()
    }

    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Tiles that were made lately.
    pub fn tiles(&self) -> &tiles::Cache {
        &self.tiles
    }

    pub fn engine(&self) -> &'static str {
        self.store.engine()
    }

    /// Told the number of each state in memory when it becomes current; it may fall where the database was
    /// set back.
    pub fn announced(&self) -> watch::Receiver<Seq> {
        self.seen.subscribe()
    }

    /// Which line of the log memory follows. It is another one once the database was replaced or set back:
    /// numbers that were told before mean nothing any more.
    pub fn line(&self) -> u64 {
        self.line.load(Ordering::Acquire)
    }

    /// Waits until the state in memory has that number.
    ///
    /// # Errors
    /// It has not come by then.
    pub async fn wait_for(&self, seq: Seq, timeout: Duration) -> Result<(), RegistryError> {
        let mut seen = self.seen.subscribe();
        let waited = tokio::time::timeout(timeout, seen.wait_for(|now| *now >= seq)).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            _ => Err(RegistryError::Unavailable(format!("change {seq} is not visible yet"))),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<Seq, RegistryError> {
        Ok(self.store.identity().await?.head)
    }

    /// Flushes and closes the database.
    pub async fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.store.close().await;
    }
}
