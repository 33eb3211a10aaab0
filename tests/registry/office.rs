//! An office that keeps a registry: its clock, its files, and few-word ways to write and to ask.

use crate::database::Database;
use jiantu::domain::area::Area;
use jiantu::domain::change::{Actor, Change, EntityKind, EntityRef};
use jiantu::domain::id::{Seq, SiteId};
use jiantu::domain::time::Micros;
use jiantu::registry::clock::Clock;
use jiantu::registry::coverage::{Coverage, Figure, Row, Why};
use jiantu::registry::import::{Report, Request, What};
use jiantu::registry::init::{Files, Start, Wanted, init};
use jiantu::registry::reference::{Edits, File};
use jiantu::registry::write::{Author, Condition};
use jiantu::registry::{Registry, RegistryError};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use sqlx::{Connection, Executor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The day on which stories begin, unless they say otherwise.
pub const TODAY: &str = "2026-03-02";

pub struct Office {
    pub registry: Arc<Registry>,
    pub author: Author,
    database: Database,
    now: Arc<AtomicI64>,
}

/// The repository's own folder.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Noon of a day in Shenyang.
fn noon(day: &str) -> i64 {
    let day: Date = day.parse().unwrap();
    day.at(12, 0, 0, 0)
        .to_zoned(TimeZone::get("Asia/Shanghai").unwrap())
        .unwrap()
        .timestamp()
        .as_microsecond()
}

/// The last microsecond of a day in Shenyang: what `known-at DAY` means.
pub fn end_of(day: &str) -> Micros {
    Micros(noon(day) + 12 * 3_600_000_000 - 1)
}

pub fn date(day: &str) -> Date {
    day.parse().unwrap()
}

pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("an object was expected: {other}"),
    }
}

/// A basketball court of so many m2, free and open since 2020, at a place; `more` adds or replaces members.
pub fn court(name: &str, area_m2: f64, more: Value) -> Value {
    let mut members = object(serde_json::json!({
        "name_zh": name, "kind": "basketball", "access": "free_open", "area_m2": area_m2, "opened_on": "2020-05-01",
        "lon": 123.463, "lat": 41.679,
    }));
    for (member, value) in object(more) {
        if member == "geometry" {
            members.remove("lon");
            members.remove("lat");
        }
        if value.is_null() {
            members.remove(&member)
        } else {
            members.insert(member, value)
        };
    }
    Value::Object(members)
}

impl Office {
    /// A district with kinds, rules and the plan's 4.5 m2, but no division yet.
    pub async fn open(database: Database) -> Self {
        Self::under(database, "seeds/plan/hunnan-2021-2025.toml", None).await
    }

    /// The same under a plan of the story's own.
    pub async fn with_plan(database: Database, plan: &str) -> Self {
        Self::under(database, "geodata/test/plan.toml", Some(plan)).await
    }

    async fn under(database: Database, name: &str, plan: Option<&str>) -> Self {
        let data = database.path("data");
        std::fs::create_dir_all(data.join("geodata/test")).unwrap();
        std::os::unix::fs::symlink(repository().join("seeds"), data.join("seeds")).unwrap();
        let district = format!("id = \"test\"\nname_zh = \"测试区\"\nplan = \"{name}\"\n");
        std::fs::write(data.join("geodata/test/district.toml"), district).unwrap();
        if let Some(plan) = plan {
            std::fs::write(data.join(name), plan).unwrap();
        }
        Self::with_data(database, &Files::in_folder(&data).unwrap(), "test", starting()).await
    }

    /// The shipped district: divisions, population, clusters and the demonstration registry.
    pub async fn hunnan(database: Database) -> Self {
        Self::with_data(database, &Files::embedded().unwrap(), "hunnan", starting()).await
    }

    /// The shipped district with its divisions, population, clusters and plan: nothing is registered.
    pub async fn hunnan_bare(database: Database) -> Self {
        Self::made(database, &Files::embedded().unwrap(), &bare("hunnan"), starting()).await.unwrap()
    }

    /// A district of a folder with `geodata/` and `seeds/`.
    pub async fn of(database: Database, folder: &Path, district: &str) -> Self {
        Self::with_data(database, &Files::in_folder(folder).unwrap(), district, starting()).await
    }

    /// The same with nothing registered, and with another plan.
    ///
    /// # Errors
    /// The plan is wrong.
    pub async fn planned(
        database: Database,
        folder: &Path,
        district: &str,
        plan: String,
    ) -> Result<Self, RegistryError> {
        let mut wanted = bare(district);
        wanted.edits.plan = Some(File::new("plan.toml", plan));
        Self::made(database, &Files::in_folder(folder)?, &wanted, starting()).await
    }

    async fn with_data(database: Database, files: &Files, district: &str, now: Arc<AtomicI64>) -> Self {
        let wanted = Wanted::from(&Start::District(district.to_owned()));
        Self::made(database, files, &wanted, now).await.unwrap()
    }

    async fn made(
        database: Database,
        files: &Files,
        wanted: &Wanted,
        now: Arc<AtomicI64>,
    ) -> Result<Self, RegistryError> {
        let registry = init(&database.url, files, wanted.clone(), clock(&now), |_| {}).await?;
        let author = Author { actor: Actor("tester".to_owned()), unconditional: true };
        Ok(Self { registry, author, database, now })
    }

    /// Moves the clock to noon of a day.
    pub fn on(&self, day: &str) {
        self.now.store(noon(day), Ordering::SeqCst);
    }

    /// The same database, opened anew.
    pub async fn reopen(&mut self) {
        self.registry.close().await;
        self.registry = Registry::open_at(&self.database.url, clock(&self.now)).await.unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.database.path(name)
    }

    /// A second office of the same district on a database of its own.
    pub async fn beside(&self) -> Self {
        let database = Database::beside(&self.database);
        let now = Arc::new(AtomicI64::new(self.now.load(Ordering::SeqCst)));
        Self::with_data(database, &Files::in_folder(&self.path("data")).unwrap(), "test", now).await
    }

    /// Features of all sites in the order of their external ids, then names, without what depends on
    /// the database: ids and versions.
    pub fn content(&self) -> Vec<Value> {
        let mut content = self.content_with_ids();
        for feature in &mut content {
            feature.as_object_mut().unwrap().remove("id");
        }
        content
    }

    pub fn content_with_ids(&self) -> Vec<Value> {
        let world = self.registry.world();
        let mut content: Vec<Value> = world
            .snapshot
            .sites
            .iter()
            .map(|entry| serde_json::from_slice(&entry.feature).unwrap())
            .collect();
        for feature in &mut content {
            feature["properties"].as_object_mut().unwrap().remove("version");
        }
        content.sort_by_key(|feature| {
            let text = |name: &str| feature["properties"][name].as_str().unwrap_or_default().to_owned();
            (text("external_id"), text("name_zh"))
        });
        content
    }

    /// The whole log, and every row of sites and equipment in memory.
    pub async fn everything(&self) -> (Vec<Change>, Vec<Value>, usize) {
        let changes = self.registry.changes(Seq(0), 10_000).await.unwrap();
        (changes, self.content_with_ids(), self.registry.world().snapshot.equipment.len())
    }

    /// Writes a file of the story's own.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.database.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub async fn register(&self, site: Value) -> SiteId {
        self.registry.register_site(&self.author, object(site), None).await.unwrap().id
    }

    pub async fn change(&self, id: SiteId, patch: Value) {
        self.try_change(id, patch).await.unwrap();
    }

    pub async fn try_change(&self, id: SiteId, patch: Value) -> Result<(), RegistryError> {
        self.registry.change_site(&self.author, id, object(patch), Condition::Any, None).await.map(|_| ())
    }

    pub async fn remove(&self, id: SiteId) {
        self.registry.remove_site(&self.author, id, Condition::Any).await.unwrap();
    }

    /// Imports a text as a file of that name; it must be accepted whole.
    pub async fn import(&self, what: What, name: &str, content: impl AsRef<[u8]>) -> Report {
        let report = self.try_import(what, name, content).await;
        assert!(report.committed, "{name}: {report:#?}");
        report
    }

    pub async fn try_import(&self, what: What, name: &str, content: impl AsRef<[u8]>) -> Report {
        let file = self.file(name, content);
        self.registry.import(&self.author, &Request::new(what, &file)).await.unwrap()
    }

    pub async fn coverage(&self, as_of: &str, known_at: Option<&str>) -> Coverage {
        let (_, coverage) =
            self.registry.coverage(Some(date(as_of)), known_at.map(end_of), None).await.unwrap();
        coverage
    }

    /// The row of the whole.
    pub async fn whole(&self, as_of: &str, known_at: Option<&str>) -> Row {
        self.coverage(as_of, known_at).await.rows.swap_remove(0)
    }

    /// The statutory area of the whole, in m2; `None` is not known.
    pub async fn area(&self, as_of: &str, known_at: Option<&str>) -> Option<f64> {
        self.whole(as_of, known_at).await.area_m2.all.map(Area::m2)
    }

    /// The list behind a figure; `None`: of everything.
    pub async fn why(&self, division: Option<&str>, figure: Figure) -> Why {
        self.registry.why(None, None, division, figure).await.unwrap().1
    }

    pub async fn history(&self, id: SiteId) -> Vec<Change> {
        self.registry.history(EntityRef { kind: EntityKind::Site, id: id.0 }).await.unwrap()
    }

    /// Changes the database behind the program's back; rows that were changed.
    pub async fn raw(&self, sqlite: impl Into<String>, postgres: impl Into<String>) -> u64 {
        if self.registry.engine() == "sqlite" {
            let mut conn = sqlx::SqliteConnection::connect(&self.database.url).await.unwrap();
            conn.execute(sqlx::AssertSqlSafe(sqlite.into())).await.unwrap().rows_affected()
        } else {
            let mut conn = sqlx::PgConnection::connect(&self.database.url).await.unwrap();
            conn.execute(sqlx::AssertSqlSafe(postgres.into())).await.unwrap().rows_affected()
        }
    }

    /// Chain, rows, index and running totals agree.
    pub async fn assert_sound(&self) {
        let findings = self.registry.verify().await.unwrap();
        assert_eq!(findings.faults, Vec::<String>::new());
    }
}

/// A district without its demonstration registry.
fn bare(district: &str) -> Wanted {
    let edits = Edits { no_demo: true, ..Edits::default() };
    Wanted { start: Start::District(district.to_owned()), edits }
}

fn starting() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(noon(TODAY)))
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Clock::of(move || jiff::Timestamp::from_microsecond(now.load(Ordering::SeqCst)).unwrap())
}
