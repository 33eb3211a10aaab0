//! kill -9 for real, of the whole program: while it serves and while it imports. Every acknowledged write is there
//! afterwards, an import wholly or not at all, and `verify` is content. (`tests/crash.rs` kills the store alone.)
//!
//! `JIANTU_SOAK_ROUNDS` sets the number of rounds (default 3 for each store).

use crate::database::{Database, stories};
use crate::program::{Service, program, request, run};
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use uuid::Uuid;

stories!(nothing_acknowledged_is_lost_by_kill_9);

const CLIENTS: usize = 3;
/// Sites of one import.
const ROWS: usize = 2_000;

/// What a client knows of a site: the area that was acknowledged, and one it asked for since.
type Known = BTreeMap<Uuid, (i64, Option<i64>)>;

/// Registers sites and changes them until the service is gone.
fn write_until_killed(address: &str, stop: &AtomicBool) -> Known {
    let mut known = Known::new();
    for area in 100.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let id = Uuid::now_v7();
        let site = json!({ "id": id, "name_zh": "现场登记", "kind": "basketball", "area_m2": area,
            "opened_on": "2020-05-01", "lon": 123.463, "lat": 41.679 });
        let Some((status, head, _)) = request(address, "POST", "/api/v1/sites", "", &site.to_string()) else {
            break;
        };
        assert_eq!(status, 201, "{head}");
        known.insert(id, (area, None));
        let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
        let asked = area + 50_000;
        known.insert(id, (area, Some(asked)));
        let patch = json!({ "area_m2": asked }).to_string();
        let headers = format!("If-Match: {tag}\r\n");
        let Some((status, head, _)) =
            request(address, "PATCH", &format!("/api/v1/sites/{id}"), &headers, &patch)
        else {
            break;
        };
        assert_eq!(status, 200, "{head}");
        known.insert(id, (asked, None));
    }
    known
}

fn big_file(round: usize) -> String {
    let feature = |n: usize| {
        let at = [123.40 + (n % 50) as f64 * 1e-3, 41.62 + (n / 50) as f64 * 1e-3];
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": at }, "properties": {
            "external_id": n.to_string(), "source": format!("round-{round}"), "name_zh": "导入", "kind": "basketball",
            "opened_on": "2020-05-01" } })
        .to_string()
    };
    (0..ROWS).map(feature).collect::<Vec<_>>().join("\n")
}

async fn nothing_acknowledged_is_lost_by_kill_9(database: Database) {
    let rounds = std::env::var("JIANTU_SOAK_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let folder = database.path("");
    let made = run(&database.url, &folder, &["init", "--empty"]);
    assert_eq!(made.status, 0, "{made:?}");
    let mut known = Known::new();
    let mut imported: Vec<Option<bool>> = Vec::new();
    for round in 0..rounds {
        std::fs::write(database.path("big.geojsonl"), big_file(round)).unwrap();
        let (acknowledged, import) = tokio::task::block_in_place(|| one_round(&database));
        known.extend(acknowledged);
        imported.push(import);
        let verified = run(&database.url, &folder, &["verify", "--format", "json"]);
        assert_eq!(verified.status, 0, "{verified:?}");
        assert_eq!(verified.json()["faults"], json!([]));
        examine(&database.url, &known, &mut imported).await;
    }
    assert!(!known.is_empty(), "no write was ever acknowledged");
}

/// Serves and imports at once, kills both at a random moment. What was acknowledged, and whether the import was.
fn one_round(database: &Database) -> (Known, Option<bool>) {
    let service = Service::start(&database.url);
    let stop = AtomicBool::new(false);
    let mut import = program(&database.url)
        .args(["import", "sites", "big.geojsonl"])
        .current_dir(database.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let address = service.address.clone();
    std::thread::scope(|scope| {
        let clients: Vec<_> =
            (0..CLIENTS).map(|_| scope.spawn(|| write_until_killed(&address, &stop))).collect();
        std::thread::sleep(Duration::from_millis(rand::random_range(100..2_500)));
        let finished = import.try_wait().unwrap();
        import.kill().unwrap();
        import.wait().unwrap();
        service.kill();
        stop.store(true, Ordering::Relaxed);
        let known = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
        (known, finished.is_some_and(|status| status.success()).then_some(true))
    })
}

/// `imported` tells of each round's file whether it must be there; unknown until it was looked at once.
async fn examine(url: &str, known: &Known, imported: &mut [Option<bool>]) {
    let registry = Registry::open_at(url, Clock::system()).await.unwrap();
    let world = registry.world();
    for (id, (acknowledged, asked)) in known {
        let entry =
            world.snapshot.sites.get(*id).unwrap_or_else(|| panic!("{id} was acknowledged and is lost"));
        let feature: Value = serde_json::from_slice(&entry.feature).unwrap();
        let area = feature["properties"]["area_m2"].as_i64();
        assert!(area == Some(*acknowledged) || asked.is_some() && area == *asked, "{id}: {feature}");
    }
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for entry in world.snapshot.sites.iter() {
        let feature: Value = serde_json::from_slice(&entry.feature).unwrap();
        if let Some(source) = feature["properties"]["source"].as_str() {
            *rows.entry(source.to_owned()).or_default() += 1;
        }
    }
    for (round, there) in imported.iter_mut().enumerate() {
        let found = rows.get(&format!("round-{round}")).copied().unwrap_or(0);
        assert!(found == 0 || found == ROWS, "the import of round {round} is half-done: {found}");
        assert!(there.is_none_or(|there| there == (found == ROWS)), "round {round}: {there:?}, {found} rows");
        *there = Some(found == ROWS);
    }
    registry.close().await;
}
