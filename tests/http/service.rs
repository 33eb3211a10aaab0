//! A service over a fresh database of either engine, with a district of two sub-districts.
//!
//! The district is the square 123.4-123.6 E, 41.6-41.8 N, cut at 123.5 E. West has 1,000 residents,
//! east 500. It is 2026-06-15 there.

use crate::client::Client;
use axum::Router;
use jiantu::api::{Options, router};
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use jiantu::registry::import::{Request, What};
use jiantu::registry::reference;
use jiantu::storage::{self, SharedStore};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub struct Service {
    pub engine: Engine,
    /// Names its database.
    pub url: String,
    pub registry: Arc<Registry>,
    router: Router,
    secret: String,
    /// Microseconds since 1970; each look moves it on, so that no two records share a time.
    time: Arc<AtomicI64>,
    folder: tempfile::TempDir,
}

/// Makes a test of each story for each engine.
macro_rules! stories {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $story() { crate::service::tell(crate::service::Engine::Sqlite, super::$story); })+
        }
        mod postgres {
            $(#[test] fn $story() { crate::service::tell(crate::service::Engine::Postgres, super::$story); })+
        }
    };
}
pub(crate) use stories;

/// Tells a story to a fresh service, on several threads as the service runs.
pub fn tell<F: Future<Output = ()>>(engine: Engine, story: impl FnOnce(Arc<Service>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (url, folder) = database(engine).await;
        let service = Arc::new(Service::over(engine, &url, folder).await);
        let registry = Arc::clone(&service.registry);
        let told = std::panic::AssertUnwindSafe(story(service));
        let outcome = futures::FutureExt::catch_unwind(told).await;
        registry.close().await;
        drop(registry);
        if engine == Engine::Postgres {
            let name = url.rsplit('/').next().unwrap_or_default().to_owned();
            run(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await;
        }
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

fn server() -> String {
    std::env::var("JIANTU_TEST_POSTGRES").expect(
        "JIANTU_TEST_POSTGRES is not set: run `export JIANTU_TEST_POSTGRES=$(tests/postgres.sh start)` \
         (a superuser's URL on which databases can be made and dropped)",
    )
}

async fn run(sql: &str) {
    let mut connection =
        sqlx::PgConnection::connect(&server()).await.expect("the PostgreSQL server of the tests");
    connection.execute(AssertSqlSafe(sql.to_owned())).await.expect(sql);
}

async fn database(engine: Engine) -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.path().join("jiantu.gpkg").display()),
        Engine::Postgres => {
            let name = format!("jiantu_http_{}", uuid::Uuid::now_v7().simple());
            run(&format!("CREATE DATABASE \"{name}\"")).await;
            let server = server();
            let (base, _) = server.split('?').next().and_then(|url| url.rsplit_once('/')).expect("a URL");
            format!("{base}/{name}")
        }
    };
    (url, folder)
}

const DISTRICT: &str = "id = \"square\"\nname_zh = \"方区\"\nname_en = \"Square District\"\n";

const DIVISIONS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"external_id":"square","level":"district","name_zh":"方区","name_en":"Square District","codes":[{"system":"nbs","edition":"2023","code":"210900"}],"boundary_quality":"official"},
 "geometry":{"type":"Polygon","coordinates":[[[123.4,41.6],[123.6,41.6],[123.6,41.8],[123.4,41.8],[123.4,41.6]]]}},
{"type":"Feature","properties":{"external_id":"west","parent":"square","level":"subdistrict","name_zh":"西街道","name_en":"West","codes":[{"system":"nbs","edition":"2023","code":"210900001"}],"boundary_quality":"official"},
 "geometry":{"type":"Polygon","coordinates":[[[123.4,41.6],[123.5,41.6],[123.5,41.8],[123.4,41.8],[123.4,41.6]]]}},
{"type":"Feature","properties":{"external_id":"east","parent":"square","level":"subdistrict","name_zh":"东街道","name_en":"East","codes":[{"system":"nbs","edition":"2023","code":"210900002"},{"system":"mca","edition":"2025-12-31","code":"210900001"}],"boundary_quality":"schematic"},
 "geometry":{"type":"Polygon","coordinates":[[[123.5,41.6],[123.6,41.6],[123.6,41.8],[123.5,41.8],[123.5,41.6]]]}}]}"#;

const POPULATION: &str = "division,year,population,vintage,published_on,base,estimate\n\
square,2018,1500,yearbook,2019-05-01,resident,false\nwest,2018,1000,yearbook,2019-05-01,resident,false\n\
east,2018,500,yearbook,2019-05-01,resident,false\n";

impl Service {
    async fn over(engine: Engine, url: &str, folder: tempfile::TempDir) -> Self {
        let store = storage::open(url, true).await.expect("a fresh store");
        set_up(&store).await;
        let start: jiff::Timestamp = "2026-06-15T04:00:00Z".parse().expect("an instant");
        let time = Arc::new(AtomicI64::new(start.as_microsecond()));
        let hand = Arc::clone(&time);
        let clock = Clock::of(move || {
            let now = hand.fetch_add(1, Ordering::Relaxed);
            jiff::Timestamp::from_microsecond(now).expect("an instant")
        });
        let registry = Registry::open(store, clock).await.expect("an open registry");
        let secret = registry.issue_token("admin-token", "admin").await.expect("a token");
        let service = Self {
            engine,
            url: url.to_owned(),
            // On a busy machine an analysis of a story takes its time.
            router: router(
                Arc::clone(&registry),
                Options { patience: std::time::Duration::from_secs(25), ..Options::default() },
            ),
            registry,
            secret,
            time,
            folder,
        };
        service.import(What::Divisions, "divisions.geojson", DIVISIONS).await;
        service.import(What::Population, "population.csv", POPULATION).await;
        service
    }

    pub async fn import(&self, what: What, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        self.import_as(&Request::new(what, &file), text).await;
    }

    /// Imports a layer of that name.
    pub async fn import_layer(&self, layer: &str, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        let mut request = Request::new(What::Layer, &file);
        request.naming.name = Some(layer.to_owned());
        self.import_as(&request, text).await;
    }

    async fn import_as(&self, request: &Request<'_>, text: &str) {
        std::fs::write(request.file, text).expect("a file");
        let author = self.registry.author(&self.secret).await.expect("the administrator");
        let report = self.registry.import(&author, request).await.expect("an import");
        assert!(report.committed && report.rejected == 0, "{:?}", report.rows);
    }

    /// Somebody without a token.
    pub fn anon(&self) -> Client {
        Client::new(self.router.clone(), None)
    }

    /// The administrator.
    pub fn admin(&self) -> Client {
        Client::new(self.router.clone(), Some(self.secret.clone()))
    }

    /// The bearer of a token of their own; `unconditional`: need not name versions.
    pub async fn bearer(&self, label: &str, unconditional: bool) -> Client {
        let secret = if unconditional {
            self.registry.issue_editor_token("admin-token", label).await
        } else {
            self.registry.issue_token("admin-token", label).await
        };
        Client::new(self.router.clone(), Some(secret.expect("a token")))
    }

    /// West under another name, as a new edition of the divisions brings it.
    pub async fn rename_west(&self, name: &str) {
        self.import(What::Divisions, "divisions.geojson", &DIVISIONS.replace("西街道", name)).await;
    }

    /// The same registry under other options.
    pub fn with(&self, options: Options) -> Client {
        Client::new(router(Arc::clone(&self.registry), options), Some(self.secret.clone()))
    }

    /// Now, as a later `known_at`.
    pub fn now(&self) -> String {
        let now = self.time.fetch_add(1, Ordering::Relaxed);
        jiff::Timestamp::from_microsecond(now).expect("an instant").to_string()
    }

    /// Lets so many seconds go by.
    pub fn pass(&self, seconds: i64) {
        self.time.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

async fn set_up(store: &SharedStore) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |name: &str| std::fs::read_to_string(root.join(name)).expect(name);
    for (name, text) in [
        (reference::KINDS, text("seeds/kinds.toml")),
        (reference::RULES, text("seeds/rules.toml")),
        (reference::COLUMNS, text("seeds/columns.toml")),
        (reference::PLAN, text("seeds/plan/hunnan-2021-2025.toml")),
        (reference::DISTRICT, DISTRICT.to_owned()),
    ] {
        store.put_setting(name, &text).await.expect(name);
    }
}
