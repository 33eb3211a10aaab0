//! kill -9 for real: a child process writes and tells what was acknowledged, and is killed at a
//! random moment. Then every acknowledged write is there, nothing is half-done, the chain verifies.
//!
//! `JIANTU_SOAK_ROUNDS` sets the number of kills (default 4 for each store).

use jiantu::domain::change::{Actor, EntityKind, EntityRef, NewChange, Reason, State};
use jiantu::domain::id::Seq;
use jiantu::domain::time::Micros;
use jiantu::storage::{self, BatchHead, Keys, SharedStore, Write};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;
use uuid::Uuid;

/// Set for the child: the database it writes to.
const CHILD: &str = "JIANTU_CRASH_CHILD";
const WRITERS: usize = 8;
const STAGED: usize = 2500;

fn head() -> BatchHead {
    BatchHead {
        actor: Actor("crash".into()),
        recorded_at: Micros(1),
        title: None,
        unconditional: false,
        repeat: None,
    }
}

/// A batch whose documents say which batch they are of, and how large it is.
fn batch(size: usize) -> Vec<Write> {
    let name = Uuid::new_v4();
    let write = |n: usize| {
        let id = Uuid::new_v4();
        Write {
            change: NewChange {
                entity: EntityRef { kind: EntityKind::Site, id },
                effective_from: "2024-01-01".parse().unwrap(),
                reason: Reason::NewBuilt,
                before: None,
                after: Some(State {
                    doc: format!(r#"{{"batch":"{name}","size":{size},"n":{n}}}"#),
                    geometry: Some(geo_types::Point::new(123.0, 41.0).into()),
                }),
            },
            expected: None,
            unconditional: false,
            keys: Keys { external: Some(("crash".into(), id.to_string())), ..Keys::default() },
        }
    };
    (0..size).map(write).collect()
}

fn acknowledge(first: Seq, last: Seq) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ack {first} {last}").unwrap();
    out.flush().unwrap();
}

async fn write_for_ever(store: SharedStore, size: usize) {
    loop {
        let done = store.append(head(), batch(size)).await.unwrap();
        acknowledge(done.first, done.last);
    }
}

async fn stage_for_ever(store: SharedStore) {
    loop {
        let staging = store.stage_begin(head()).await.unwrap();
        let mut writes = batch(STAGED);
        while !writes.is_empty() {
            let rest = writes.split_off(writes.len().min(700));
            store.stage(staging, writes).await.unwrap();
            writes = rest;
        }
        let done = store.stage_publish(staging, Micros(1)).await.unwrap();
        acknowledge(done.first, done.last);
    }
}

/// Not a story of its own: what the others start as their child. Run alone it has nothing to do.
#[test]
fn child() {
    let Ok(url) = std::env::var(CHILD) else {
        assert!(std::env::args().count() > 0);
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = storage::open(&url, true).await.unwrap();
        println!("ready");
        for size in 1..=WRITERS {
            tokio::spawn(write_for_ever(store.clone(), size));
        }
        stage_for_ever(store).await;
    });
}

/// Runs a child for a while and kills it; the ranges it acknowledged.
fn run_and_kill(url: &str) -> Vec<(u64, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (ready, is_ready) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut acknowledged = Vec::new();
        // The last line may be cut off: then it was not acknowledged.
        for line in lines.map_while(Result::ok) {
            let words: Vec<&str> = line.split(' ').collect();
            if line.ends_with("ready") {
                ready.send(()).unwrap();
            } else if let ["ack", first, last] = words[..] {
                acknowledged.push((first.parse().unwrap(), last.parse().unwrap()));
            }
        }
        acknowledged
    });
    is_ready.recv_timeout(Duration::from_mins(1)).expect("the child did not start");
    std::thread::sleep(Duration::from_millis(rand::random_range(20..1500)));
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// What must hold after any crash. Returns the log's end.
async fn examine(url: &str, acknowledged: &[(u64, u64)]) -> u64 {
    let store = storage::open(url, false).await.unwrap();
    let verified = store.verify().await.unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
    let mut batches: HashMap<String, (u64, u64)> = HashMap::new();
    let mut number = 0;
    loop {
        let page = store.changes(Seq(number), 5000).await.unwrap();
        if page.is_empty() {
            break;
        }
        for change in page {
            number += 1;
            assert_eq!(change.seq.0, number, "a number is missing");
            let doc: serde_json::Value = serde_json::from_str(&change.after.unwrap().doc).unwrap();
            let name = doc["batch"].as_str().unwrap().to_owned();
            let size = doc["size"].as_u64().unwrap();
            batches.entry(name).or_insert((0, size)).0 += 1;
        }
    }
    for (name, (found, size)) in &batches {
        assert_eq!(found, size, "batch {name} is half-done");
    }
    for (first, last) in acknowledged {
        assert!(*last <= number, "acknowledged {first}..{last} is lost (log ends at {number})");
    }
    let mut stand = 0;
    let mut sink = |chunk: Vec<storage::Stored>| {
        stand += chunk.len() as u64;
        Ok(())
    };
    store.load(EntityKind::Site, &mut sink).await.unwrap();
    assert_eq!(stand, number, "each change made one site");
    store.close().await;
    number
}

fn rounds() -> usize {
    std::env::var("JIANTU_SOAK_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

fn survive(url: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut kept = 0;
    for round in 0..rounds() {
        let acknowledged = run_and_kill(url);
        let end = runtime.block_on(examine(url, &acknowledged));
        println!(
            "round {round}: {} batches acknowledged, the log grew from {kept} to {end}",
            acknowledged.len()
        );
        assert!(end >= kept, "the log shrank");
        kept = end;
    }
    assert!(kept > 0, "nothing was ever written");
}

#[test]
fn sqlite_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crash.gpkg");
    survive(&format!("sqlite:{}", file.display()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let left = runtime.block_on(async {
        let url = format!("sqlite:{}", file.display());
        let mut conn = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let left: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM batch WHERE first_seq IS NULL) \
             + (SELECT count(*) FROM site) - (SELECT count(*) FROM change)",
        )
        .fetch_one(&mut conn)
        .await
        .unwrap();
        conn.close().await.unwrap();
        left
    });
    assert_eq!(left, 0, "rows of dead stagings are left");
    let locks: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("-staging-"))
        .collect();
    assert_eq!(locks, Vec::<String>::new());
}

#[test]
fn postgres_survives_kill_9() {
    let server = std::env::var("JIANTU_TEST_POSTGRES").expect(
        "JIANTU_TEST_POSTGRES is not set: run `export JIANTU_TEST_POSTGRES=$(tests/postgres.sh start)`",
    );
    let name = format!("jiantu_crash_{}", Uuid::new_v4().simple());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let run = |sql: String| {
        runtime.block_on(async {
            let mut conn = sqlx::PgConnection::connect(&server).await.unwrap();
            conn.execute(AssertSqlSafe(sql)).await.unwrap();
        });
    };
    run(format!("CREATE DATABASE \"{name}\""));
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    let url = format!("{base}/{name}");
    let outcome = std::panic::catch_unwind(|| survive(&url));
    run(format!("DROP DATABASE \"{name}\" WITH (FORCE)"));
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
