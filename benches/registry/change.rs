//! A single change until it is visible: durable in the log, then followed by memory.

use super::sample::{Sample, timed};
use super::synthetic;
use super::{Bench, Outcome, author, url};
use geo_types::Geometry;
use jiantu::domain::change::{EntityKind, EntityRef, NewChange, Reason, State};
use jiantu::domain::id::{Seq, SiteId};
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use jiantu::registry::write::Condition;
use jiantu::storage::{BatchHead, Keys, Write};
use serde_json::{Map, Value, json};
use std::time::Instant;
use uuid::Uuid;

const ROUNDS: u32 = 200;

/// Registers sites and changes them, each alone (the answer comes when memory has followed); then
/// the totals after one change.
pub async fn until_visible(bench: &Bench, registry: &Registry) -> Outcome {
    let (mut ids, mut took) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        let members = new_site("visible", number);
        let start = Instant::now();
        ids.push(registry.register_site(&author(), members, None).await?.id);
        took.push(start.elapsed());
    }
    bench.tell("register a site, until visible", Sample::of(took));
    let (mut took, mut totals) = (Vec::new(), Vec::new());
    for (&id, number) in ids.iter().zip(1..) {
        let members = json!({ "area_m2": 100 + number, "area_grade": "measured" });
        let start = Instant::now();
        let seq = change(registry, id, members).await?;
        took.push(start.elapsed());
        if registry.world().seq() < seq {
            return Err("a change was answered before memory had it".into());
        }
        if number <= 10 {
            let world = registry.world();
            totals.push(timed(|| world.coverage(registry.reference(), None)).1);
        }
    }
    bench.tell("change a site, until visible", Sample::of(took));
    bench.tell("totals right after a change", Sample::of(totals));
    // Programmes are counted where the topmost tagged site stands, so a tag looks at its surroundings.
    let mut took = Vec::new();
    for (&id, programmes) in ids.iter().zip([json!(["smart"]), json!(["rural_square"])].iter().cycle()) {
        let start = Instant::now();
        change(registry, id, json!({ "programmes": programmes })).await?;
        took.push(start.elapsed());
    }
    bench.tell("tag a site with a programme, until visible", Sample::of(took));
    Ok(())
}

/// What of it is the database: the same rows appended to the store with no memory behind it.
pub async fn store_alone(bench: &Bench) -> Outcome {
    let store = jiantu::storage::open(&url(&bench.database("imported.gpkg")), false).await?;
    let mut took = Vec::new();
    for number in 0..ROUNDS {
        let mut site = synthetic::site(number);
        let geometry = site.geometry.take();
        site.id = SiteId(Uuid::now_v7());
        let external = ("store".to_owned(), format!("N{number}"));
        let change = NewChange {
            entity: EntityRef { kind: EntityKind::Site, id: site.id.0 },
            effective_from: jiff::civil::date(2024, 1, 1),
            reason: Reason::NewBuilt,
            before: None,
            after: Some(State { doc: serde_json::to_string(&site)?, geometry }),
        };
        let keys = Keys { external: Some(external), ..Keys::default() };
        let write = Write { change, expected: None, unconditional: false, keys };
        let head = BatchHead {
            actor: author().actor,
            recorded_at: Clock::system().micros(),
            title: None,
            unconditional: false,
            repeat: None,
        };
        let start = Instant::now();
        store.append(head, vec![write]).await?;
        took.push(start.elapsed());
    }
    bench.tell("append a site to the store alone, durable", Sample::of(took));
    store.close().await;
    Ok(())
}

async fn change(registry: &Registry, id: SiteId, members: Value) -> Outcome<Seq> {
    let Value::Object(patch) = members else { return Err("a patch is an object".into()) };
    Ok(registry.change_site(&author(), id, patch, Condition::Any, None).await?.seq)
}

/// A point that nobody has registered, as a client sends it.
pub fn new_site(source: &str, number: u32) -> Map<String, Value> {
    let site = (number * 1_000..(number + 1) * 1_000)
        .map(synthetic::site)
        .find(|site| matches!(site.geometry, Some(Geometry::Point(_))));
    let at = match site.and_then(|site| site.geometry) {
        Some(Geometry::Point(at)) => at,
        _ => synthetic::Dice::new(1).place(),
    };
    let members = json!({
        "id": Uuid::now_v7(), "source": source, "external_id": format!("N{number}"),
        "name_zh": format!("新建场地{number}"), "kind": "basketball", "status": "operating",
        "access": "free_open", "area_m2": 420, "area_grade": "measured", "lon": at.x(), "lat": at.y(),
    });
    match members {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
