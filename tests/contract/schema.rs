//! Schema: equal steps in both stores, newer ones refused, the file saved before a step.

use crate::world::{Engine, World, new, site, stories};
use jiantu::storage::{self, StoreError};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};
use std::path::Path;

stories!(a_newer_schema_is_refused, a_missing_database_is_not_made_unasked);

async fn a_newer_schema_is_refused(world: World) {
    world.store.close().await;
    world.raw("INSERT INTO schema_version (number, name) VALUES (9999, 'of tomorrow')").await;
    let Err(refused) = storage::open(&world.url, true).await else {
        panic!("a newer schema was opened");
    };
    assert!(matches!(refused, StoreError::NewerSchema { found: 9999, known } if known < 9999), "{refused}");
}

async fn a_missing_database_is_not_made_unasked(world: World) {
    let url = match world.engine {
        Engine::Sqlite => format!("sqlite:{}/none.gpkg", world.folder.path().display()),
        Engine::Postgres => {
            world.store.close().await;
            world.raw("DROP TABLE schema_version").await;
            world.url.clone()
        }
    };
    let Err(refused) = storage::open(&url, false).await else {
        panic!("a database was made");
    };
    assert!(matches!(&refused, StoreError::Refused { en, .. } if en.contains("jiantu init")), "{refused}");
}

#[tokio::test]
async fn other_urls_are_refused() {
    for url in ["", "jiantu.gpkg", "mysql://x", "sqlite:", "sqlite::memory:", "sqlite:a?mode=ro"] {
        assert!(matches!(storage::open(url, true).await, Err(StoreError::Url)), "{url}");
    }
}

#[tokio::test]
async fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, but long enough to have a header of some kind, so to say")
        .unwrap();
    let foreign = folder.path().join("foreign.db");
    let mut conn = connect(&foreign).await;
    conn.execute("CREATE TABLE theirs (a)").await.unwrap();
    conn.close().await.unwrap();
    for file in [text, foreign] {
        let before = std::fs::read(&file).unwrap();
        let url = format!("sqlite:{}", file.display());
        let Err(refused) = storage::open(&url, true).await else {
            panic!("{} was opened", file.display());
        };
        assert!(matches!(refused, StoreError::Refused { .. }), "{refused}");
        assert!(std::fs::read(&file).unwrap() == before, "{} was changed", file.display());
    }
}

#[test]
fn both_stores_have_the_same_steps() {
    let steps = |all: &[(i64, &str, &str)]| -> Vec<String> {
        all.iter().map(|(number, name, _)| format!("{number:04}_{name}.sql")).collect()
    };
    let files = |store: &str| -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(store);
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(files("sqlite"), files("postgres"));
    assert_eq!(steps(storage::sqlite::migrate::MIGRATIONS), files("sqlite"));
    assert_eq!(steps(storage::postgres::migrate::MIGRATIONS), files("postgres"));
}

/// A server without `PostGIS` says nearly the same, and can not be had here.
#[tokio::test]
async fn who_may_not_install_postgis_is_told_what_to_do() {
    let world = World::fresh(Engine::Postgres).await;
    world.store.close().await;
    let (server, name) = world.url.rsplit_once('/').unwrap();
    let role = format!("{name}_owner");
    world.raw(&format!("CREATE ROLE {role} LOGIN")).await;
    world.raw(&format!("CREATE DATABASE {role} OWNER {role}")).await;
    let plain = server.replace("postgres@", &format!("{role}@"));
    let outcome = storage::open(&format!("{plain}/{role}"), true).await;
    world.raw(&format!("DROP DATABASE {role}")).await;
    world.raw(&format!("DROP ROLE {role}")).await;
    world.drop().await;
    let Err(StoreError::Refused { zh, en }) = outcome else {
        panic!("an account without rights made a registry");
    };
    assert!(zh.contains("CREATE EXTENSION postgis") && en.contains("CREATE EXTENSION postgis"), "{zh} {en}");
}

async fn connect(file: &Path) -> SqliteConnection {
    let url = format!("sqlite:{}?mode=rwc", file.display());
    SqliteConnection::connect(&url).await.unwrap()
}

#[tokio::test]
async fn a_file_is_saved_before_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.gpkg");
    let (number, name, sql) = storage::sqlite::migrate::MIGRATIONS[0];
    let mut conn = connect(&file).await;
    conn.execute(sql).await.unwrap();
    conn.execute(AssertSqlSafe(format!(
        "CREATE TABLE schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL); \
         INSERT INTO schema_version VALUES ({number}, '{name}'); \
         INSERT INTO registry VALUES (1, '00000000-0000-0000-0000-000000000001'); \
         INSERT INTO setting VALUES ('kept', 'yes'); \
         INSERT INTO token VALUES (zeroblob(32), 'admin-token', 'editor:qgis', 1, NULL);"
    )))
    .await
    .unwrap();
    conn.close().await.unwrap();

    let url = format!("sqlite:{}", file.display());
    let store = storage::open(&url, false).await.unwrap();
    assert_eq!(store.setting("kept").await.unwrap().unwrap(), "yes");
    let token = store.token(&[0; 32]).await.unwrap().unwrap();
    assert_eq!((token.label.as_str(), token.unconditional), ("qgis", true), "the right is a column now");
    store.append(crate::world::head(1), vec![new(site(1), "a")]).await.unwrap();
    store.close().await;

    let backup = folder.path().join("old.gpkg.before-0002.bak");
    let mut conn = connect(&backup).await;
    let version: i64 =
        sqlx::query_scalar("SELECT max(number) FROM schema_version").fetch_one(&mut conn).await.unwrap();
    assert_eq!(version, 1);
    conn.close().await.unwrap();
    // Opened again there is nothing to migrate, and nothing more is saved.
    storage::open(&url, false).await.unwrap().close().await;
    let saved = std::fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|e| e == "bak"))
        .count();
    assert_eq!(saved, 1);
}

#[tokio::test]
async fn sqlite_is_new_enough_and_safe() {
    let world = World::fresh(Engine::Sqlite).await;
    let mut conn = connect(&world.file()).await;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut conn).await.unwrap();
    let parts: Vec<u64> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "SQLite {version} can lose committed writes in WAL mode");
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut conn).await.unwrap();
    assert_eq!(mode, "wal");
    conn.close().await.unwrap();
    world.store.close().await;
}
