//! Boxes, neighbours and totals through the API: the router is called, not a port.

use super::sample::{Sample, cpu};
use super::synthetic::{Dice, EXTENT};
use super::{Bench, Outcome};
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use jiantu::api::{Options, router};
use jiantu::registry::Registry;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt;

const ROUNDS: usize = 400;
const FEW_ROUNDS: usize = 40;

/// CPU time of each question, body and all. Every answer is made on the thread that asks.
pub async fn all(bench: &Bench, registry: &Arc<Registry>) -> Outcome {
    let mut dice = Dice::new(7);
    let share = (1_000.0 / f64::from(bench.size)).sqrt();
    let (wide, high) = ((EXTENT[2] - EXTENT[0]) * share, (EXTENT[3] - EXTENT[1]) * share);
    let a_box = |dice: &mut Dice| {
        let west = dice.between(EXTENT[0], EXTENT[2] - wide);
        let south = dice.between(EXTENT[1], EXTENT[3] - high);
        format!(
            "/ogc/collections/sites/items?bbox={west},{south},{},{}&limit=10000",
            west + wide,
            south + high
        )
    };
    let near = |dice: &mut Dice, more: &str| {
        let at = dice.place();
        format!("/api/v1/sites?near={},{}&k=10{more}", at.x(), at.y())
    };
    ask(bench, registry, "box of about 1,000 features", ROUNDS, || a_box(&mut dice)).await?;
    let mut dice = Dice::new(8);
    ask(bench, registry, "10 nearest", ROUNDS, || near(&mut dice, "")).await?;
    let mut dice = Dice::new(9);
    ask(bench, registry, "10 nearest smart ones", ROUNDS, || near(&mut dice, "&smart=true")).await?;
    let totals = || "/api/v1/coverage".to_owned();
    ask(bench, registry, "totals of all divisions, first of a world", 1, totals).await?;
    ask(bench, registry, "totals of all divisions", FEW_ROUNDS, totals).await
}

async fn ask(
    bench: &Bench,
    registry: &Arc<Registry>,
    what: &str,
    rounds: usize,
    mut path: impl FnMut() -> String,
) -> Outcome {
    let service = router(Arc::clone(registry), Options::default());
    let (mut used, mut took, mut bytes) = (Duration::ZERO, Vec::new(), 0);
    for _ in 0..rounds {
        let request = Request::get(path()).header("host", "localhost").body(Body::empty())?;
        let (before, start) = (cpu(), Instant::now());
        let answer = service.clone().oneshot(request).await?;
        let fine = answer.status().is_success();
        let body = answer.into_body().collect().await?.to_bytes();
        used += cpu().saturating_sub(before);
        took.push(start.elapsed());
        if !fine {
            return Err(String::from_utf8_lossy(&body).into());
        }
        bytes += black_box(body).len();
    }
    // The system tells CPU time in ticks: only the mean of many is exact.
    let each = used / u32::try_from(rounds)?;
    bench.tell(what, format!("mean CPU {each:.2?}; wall {}; {} kB", Sample::of(took), bytes / rounds / 1000));
    Ok(())
}
