//! A fresh store of either engine, and few-word builders of what goes into it.

use geo_types::{Geometry, Point};
use jiantu::domain::change::{Actor, EntityKind, EntityRef, NewChange, Reason, State};
use jiantu::domain::id::Seq;
use jiantu::domain::time::{Micros, Moment};
use jiantu::storage::{self, BatchHead, Keys, Repeat, SharedStore, StoreError, Stored, Write};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::future::Future;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database that goes away when the story ends.
pub struct World {
    pub engine: Engine,
    pub url: String,
    pub store: SharedStore,
    pub folder: tempfile::TempDir,
}

/// Tells a story to a fresh store, on several threads as the service runs.
pub fn tell<F: Future<Output = ()>>(engine: Engine, story: impl FnOnce(World) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::fresh(engine).await;
        let (url, store) = (world.url.clone(), world.store.clone());
        let outcome = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(story(world))).await;
        store.close().await;
        drop_database(engine, &url).await;
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Makes a test of each story for each engine.
macro_rules! stories {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $story() { crate::world::tell(crate::world::Engine::Sqlite, super::$story); })+
        }
        mod postgres {
            $(#[test] fn $story() { crate::world::tell(crate::world::Engine::Postgres, super::$story); })+
        }
    };
}
pub(crate) use stories;

fn server() -> String {
    std::env::var("JIANTU_TEST_POSTGRES").expect(
        "JIANTU_TEST_POSTGRES is not set: run `export JIANTU_TEST_POSTGRES=$(tests/postgres.sh start)` \
         (a superuser's URL on which databases can be made and dropped)",
    )
}

/// The server's URL with another database.
fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(b, q)| (b, Some(q)));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}

async fn drop_database(engine: Engine, url: &str) {
    if engine == Engine::Postgres {
        let path = url.split('?').next().unwrap_or(url);
        let name = path.rsplit_once('/').map_or("", |(_, name)| name);
        let mut conn = sqlx::PgConnection::connect(&server()).await.unwrap();
        let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
        conn.execute(AssertSqlSafe(sql)).await.unwrap();
    }
}

impl World {
    pub async fn fresh(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("jiantu.gpkg").display()),
            Engine::Postgres => {
                let name = format!("jiantu_test_{}", Uuid::new_v4().simple());
                let mut conn = sqlx::PgConnection::connect(&server()).await.unwrap();
                let sql = format!("CREATE DATABASE \"{name}\"");
                conn.execute(AssertSqlSafe(sql)).await.unwrap();
                with_database(&server(), &name)
            }
        };
        let store = storage::open(&url, true).await.unwrap();
        Self { engine, url, store, folder }
    }

    /// A second store on the same database, as another process has it.
    pub async fn another(&self) -> SharedStore {
        storage::open(&self.url, false).await.unwrap()
    }

    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = self.another().await;
    }

    /// For what is no story.
    pub async fn drop(self) {
        drop_database(self.engine, &self.url).await;
    }

    pub fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("jiantu.gpkg")
    }

    /// SQL behind the store's back; the number of rows it touched.
    pub async fn raw(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => {
                let url = format!("sqlite:{}", self.file().display());
                let mut conn = sqlx::SqliteConnection::connect(&url).await.unwrap();
                conn.execute(sql).await.unwrap().rows_affected()
            }
            Engine::Postgres => {
                let mut conn = sqlx::PgConnection::connect(&self.url).await.unwrap();
                conn.execute(sql).await.unwrap().rows_affected()
            }
        }
    }

    /// Appends and gives the number of the last change.
    pub async fn write(&self, writes: Vec<Write>) -> Result<u64, StoreError> {
        self.store.append(head(1), writes).await.map(|done| done.last.0)
    }

    pub async fn write_at(&self, recorded: i64, writes: Vec<Write>) -> Result<u64, StoreError> {
        self.store.append(head(recorded), writes).await.map(|done| done.last.0)
    }

    pub async fn all(&self, kind: EntityKind) -> Vec<Stored> {
        let mut all = Vec::new();
        let mut sink = |chunk: Vec<Stored>| {
            all.extend(chunk);
            Ok(())
        };
        self.store.load(kind, &mut sink).await.unwrap();
        all.sort_by_key(|stored| stored.entity);
        all
    }

    pub async fn all_at(&self, kind: EntityKind, day: &str, known: Option<i64>) -> Vec<Stored> {
        let moment = Moment { as_of: day.parse().unwrap(), known_at: known.map(Micros) };
        let mut all = Vec::new();
        let mut sink = |chunk: Vec<Stored>| {
            all.extend(chunk);
            Ok(())
        };
        self.store.load_at(kind, moment, &mut sink).await.unwrap();
        all.sort_by_key(|stored| stored.entity);
        all
    }

    /// Documents that hold on a day.
    pub async fn docs_at(&self, day: &str, known: Option<i64>) -> Vec<String> {
        let all = self.all_at(EntityKind::Site, day, known).await;
        all.into_iter().map(|stored| stored.state.doc).collect()
    }

    pub async fn doc(&self, entity: EntityRef) -> Option<String> {
        self.store.get(entity).await.unwrap().map(|stored| stored.state.doc)
    }

    pub async fn assert_sound(&self) {
        let verified = self.store.verify().await.unwrap();
        assert_eq!(verified.faults, Vec::<String>::new());
    }
}

pub fn head(recorded: i64) -> BatchHead {
    BatchHead {
        actor: Actor("tester".into()),
        recorded_at: Micros(recorded),
        title: Some("a story".into()),
        unconditional: false,
        repeat: None,
    }
}

pub fn keyed(key: &str) -> BatchHead {
    asked(key, 1)
}

/// A keyed request; `request` tells it from others.
pub fn asked(key: &str, request: u8) -> BatchHead {
    BatchHead { repeat: Some(Repeat { key: key.into(), request: [request; 32] }), ..head(1) }
}

pub const fn entity(kind: EntityKind, id: u128) -> EntityRef {
    EntityRef { kind, id: Uuid::from_u128(id) }
}

pub const fn site(id: u128) -> EntityRef {
    entity(EntityKind::Site, id)
}

pub fn state(text: &str) -> State {
    State {
        doc: serde_json::json!({ "name_zh": text }).to_string(),
        geometry: Some(Geometry::Point(Point::new(123.463, 41.679))),
    }
}

/// A write of a new entity from 2024-01-01 on; the methods below change what matters.
pub fn new(entity: EntityRef, text: &str) -> Write {
    Write {
        change: NewChange {
            entity,
            effective_from: "2024-01-01".parse().unwrap(),
            reason: Reason::NewBuilt,
            before: None,
            after: Some(state(text)),
        },
        expected: None,
        unconditional: false,
        keys: Keys::default(),
    }
}

/// A write of an entity that stands.
pub fn edit(entity: EntityRef, text: &str, expected: u64) -> Write {
    Write { expected: Some(Seq(expected)), ..new(entity, text) }
}

pub fn bury(entity: EntityRef, expected: u64) -> Write {
    let mut write = edit(entity, "", expected);
    write.change.after = None;
    write.change.reason = Reason::Closed;
    write
}

pub trait Told: Sized {
    fn since(self, day: &str) -> Self;
    fn external(self, id: &str) -> Self;
    fn code(self, code: &str) -> Self;
    fn on(self, parent: EntityRef) -> Self;
    fn unconditional(self) -> Self;
}

impl Told for Write {
    fn since(mut self, day: &str) -> Self {
        self.change.effective_from = day.parse().unwrap();
        self
    }

    fn external(mut self, id: &str) -> Self {
        self.keys.external = Some(("file".into(), id.into()));
        self
    }

    fn code(mut self, code: &str) -> Self {
        self.keys.codes.push(code.into());
        self
    }

    fn on(mut self, parent: EntityRef) -> Self {
        self.keys.parent = Some(parent);
        self
    }

    fn unconditional(mut self) -> Self {
        self.unconditional = true;
        self
    }
}

pub fn constraint(error: &StoreError) -> &'static str {
    match error {
        StoreError::Conflict { constraint, .. } => constraint.name(),
        other => panic!("a conflict was expected, not: {other}"),
    }
}
