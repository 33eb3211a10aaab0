//! A fresh database of either engine that goes away when its story ends.
//!
//! SQLite needs nothing. PostgreSQL needs `JIANTU_TEST_POSTGRES`, a superuser's URL on which databases can be made and
//! dropped (`tests/postgres.sh start` gives one); without it those tests fail and say so.

use sqlx::{AssertSqlSafe, Connection, Executor};
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// An empty database and a folder beside it for the story's own files.
pub struct Database {
    pub url: String,
    folder: Arc<tempfile::TempDir>,
}

impl Database {
    /// Another empty database, an SQLite file in the same folder.
    pub fn beside(other: &Self) -> Self {
        let name = format!("beside-{}.gpkg", uuid::Uuid::new_v4().simple());
        Self { url: format!("sqlite:{}", other.path(&name).display()), folder: Arc::clone(&other.folder) }
    }

    /// The SQLite file at a path in the same folder.
    pub fn at(other: &Self, path: &std::path::Path) -> Self {
        Self { url: format!("sqlite:{}", path.display()), folder: Arc::clone(&other.folder) }
    }

    /// A file of the story's own.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn fresh(engine: Engine) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("jiantu.gpkg").display()),
            Engine::Postgres => {
                let name = format!("jiantu_test_{}", uuid::Uuid::new_v4().simple());
                let mut conn = sqlx::PgConnection::connect(&server()).await.unwrap();
                conn.execute(AssertSqlSafe(format!("CREATE DATABASE \"{name}\""))).await.unwrap();
                with_database(&server(), &name)
            }
        };
        Self { url, folder }
    }
}

/// Tells a story to a fresh database, on several threads as the service runs.
pub fn tell<F: Future<Output = ()>>(engine: Engine, story: impl FnOnce(Database) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let database = Database::fresh(engine).await;
        let url = database.url.clone();
        let outcome = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(story(database))).await;
        if engine == Engine::Postgres {
            drop_database(&url).await;
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

/// The server's URL with another database.
fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(b, q)| (b, Some(q)));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}

async fn drop_database(url: &str) {
    let path = url.split('?').next().unwrap_or(url);
    let name = path.rsplit_once('/').map_or("", |(_, name)| name);
    let mut conn = sqlx::PgConnection::connect(&server()).await.unwrap();
    let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    conn.execute(AssertSqlSafe(sql)).await.unwrap();
}

/// Makes a test of each story for each engine.
macro_rules! stories {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $story() { crate::database::tell(crate::database::Engine::Sqlite, super::$story); })+
        }
        mod postgres {
            $(#[test] fn $story() { crate::database::tell(crate::database::Engine::Postgres, super::$story); })+
        }
    };
}
pub(crate) use stories;
