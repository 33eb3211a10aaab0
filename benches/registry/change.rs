//! A single change until it is visible: durable in the log, then followed by memory.

use super::sample::{Sample, timed};
use super::synthetic;
use super::{Bench, Outcome, author};
use geo_types::Geometry;
use jiantu::domain::id::SiteId;
use jiantu::registry::Registry;
use jiantu::registry::write::Condition;
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

const ROUNDS: u32 = 200;
const PATIENCE: Duration = Duration::from_secs(60);

/// Registers sites and changes them, each alone; then the totals after one change.
pub async fn until_visible(bench: &Bench, registry: &Registry) -> Outcome {
    let mut ids = Vec::new();
    let (mut stored, mut seen) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        let members = new_site("visible", number);
        let start = Instant::now();
        let written = registry.register_site(&author(), members, None).await?;
        stored.push(start.elapsed());
        registry.wait_for(written.seq, PATIENCE).await?;
        seen.push(start.elapsed());
        ids.push(written.id);
    }
    tell(bench, "register a site", stored, seen);
    let (mut stored, mut seen, mut totals) = (Vec::new(), Vec::new(), Vec::new());
    for (id, number) in ids.into_iter().zip(1..) {
        let start = Instant::now();
        let seq = change(registry, id, number).await?;
        stored.push(start.elapsed());
        registry.wait_for(seq, PATIENCE).await?;
        seen.push(start.elapsed());
        if number <= 10 {
            let world = registry.world();
            totals.push(timed(|| world.coverage(registry.reference(), None)).1);
        }
    }
    tell(bench, "change a site", stored, seen);
    bench.tell("totals right after a change", Sample::of(totals));
    Ok(())
}

async fn change(registry: &Registry, id: SiteId, number: u32) -> Outcome<jiantu::domain::id::Seq> {
    let mut patch = Map::new();
    patch.insert("area_m2".to_owned(), json!(100 + number));
    patch.insert("area_grade".to_owned(), json!("measured"));
    Ok(registry.change_site(&author(), id, patch, Condition::Any, None).await?.seq)
}

fn tell(bench: &Bench, what: &str, stored: Vec<Duration>, seen: Vec<Duration>) {
    let after: Vec<Duration> =
        seen.iter().zip(&stored).map(|(seen, stored)| seen.saturating_sub(*stored)).collect();
    bench.tell(&format!("{what}: durable"), Sample::of(stored));
    bench.tell(&format!("{what}: from durable to visible"), Sample::of(after));
    bench.tell(&format!("{what}: visible"), Sample::of(seen));
}

/// A point that nobody has registered, as a client sends it.
pub fn new_site(source: &str, number: u32) -> Map<String, Value> {
    let site = (number * 1_000..)
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
