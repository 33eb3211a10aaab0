//! A backup comes back whole or not at all, and never under a service that writes.

use crate::database::{Database, Engine, tell};
use crate::program::{Ended, Service, request, run};
use serde_json::json;
use std::path::PathBuf;

fn sites(database: &Database) -> i64 {
    let ended = run(&database.url, &database.path(""), &["coverage", "--format", "json"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    ended.json()["rows"][0]["sites"].as_i64().unwrap()
}

fn command(database: &Database, arguments: &[&str]) -> Ended {
    run(&database.url, &database.path(""), arguments)
}

fn register(service: &Service, name: &str) -> u16 {
    let site = json!({ "name_zh": name, "kind": "basketball", "opened_on": "2020-05-01", "lon": 123.463, "lat": 41.679 });
    request(&service.address, "POST", "/api/v1/sites", "", &site.to_string()).unwrap().0
}

fn files_beside(database: &Database) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(database.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".restoring-"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_comes_back() {
    tell(Engine::Sqlite, |database| async move {
        assert_eq!(command(&database, &["init", "--empty"]).status, 0);
        let service = Service::start(&database.url);
        assert_eq!(register(&service, "备份之前"), 201);
        assert_eq!(command(&database, &["backup", "kept.gpkg"]).status, 0);
        assert_eq!(register(&service, "备份之后"), 201);

        // A service that goes on writing would lose all of it.
        let refused = command(&database, &["restore", "kept.gpkg"]);
        assert_eq!(refused.status, 1);
        assert!(refused.err.contains("正在使用") && refused.err.contains("is in use"), "{refused:?}");
        assert_eq!(register(&service, "仍在登记"), 201);
        service.kill();
        assert_eq!(sites(&database), 3);

        let restored = command(&database, &["restore", "kept.gpkg"]);
        assert_eq!(restored.status, 0, "{restored:?}");
        assert_eq!(sites(&database), 1);
        assert_eq!(command(&database, &["verify"]).status, 0);
        let replaced = std::fs::read_dir(database.path(""))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| {
                let name = path.to_string_lossy();
                name.contains(".replaced-") && !name.ends_with("-wal") && !name.ends_with("-shm")
            })
            .unwrap();
        let old = Database::at(&database, &replaced);
        assert_eq!(sites(&old), 3);
    });
}

#[test]
fn what_is_no_whole_backup_changes_nothing() {
    tell(Engine::Sqlite, |database| async move {
        assert_eq!(command(&database, &["init", "--empty"]).status, 0);
        let service = Service::start(&database.url);
        assert_eq!(register(&service, "在册"), 201);
        service.kill();
        assert_eq!(command(&database, &["backup", "kept.gpkg"]).status, 0);
        let whole = std::fs::read(database.path("kept.gpkg")).unwrap();
        std::fs::write(database.path("short.gpkg"), &whole[..whole.len() / 2]).unwrap();
        std::fs::write(database.path("text.gpkg"), "no database").unwrap();
        let mut tampered = whole.clone();
        let name = "在册".as_bytes();
        let at = tampered.windows(name.len()).position(|bytes| bytes == name).unwrap();
        tampered[at..at + 3].copy_from_slice("不".as_bytes());
        std::fs::write(database.path("tampered.gpkg"), tampered).unwrap();
        foreign(&database.path("foreign.gpkg")).await;
        for file in ["short.gpkg", "text.gpkg", "tampered.gpkg", "foreign.gpkg", "missing.gpkg"] {
            let refused = command(&database, &["restore", file]);
            assert_eq!(refused.status, 1, "{file}: {refused:?}");
            assert!(refused.err.contains(file) || file == "missing.gpkg", "{file}: {refused:?}");
            assert_eq!(sites(&database), 1, "{file}");
            assert_eq!(files_beside(&database), Vec::<String>::new(), "{file}");
        }
    });
}

async fn foreign(path: &PathBuf) {
    use sqlx::{ConnectOptions, Connection, Executor};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut conn = options.connect().await.unwrap();
    conn.execute("CREATE TABLE somebody_elses (a)").await.unwrap();
    conn.close().await.unwrap();
}
