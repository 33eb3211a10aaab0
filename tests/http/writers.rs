use crate::builders::{court, court_with};
use crate::service::{Service, stories};
use serde_json::json;
use std::sync::Arc;

stories!(no_update_is_lost, one_key_is_written_once);

/// Rounds of each editor; together 200.
const ROUNDS: usize = 50;
const EDITORS: usize = 4;

async fn no_update_is_lost(service: Arc<Service>) {
    let path = format!(
        "/api/v1/sites/{}",
        service.admin().create("/api/v1/sites", &court_with("计数", json!({"capacity": 0}))).await
    );
    let editors = (0..EDITORS).map(|_| {
        let (admin, path) = (service.admin(), path.clone());
        tokio::spawn(async move {
            let mut refused = 0;
            for _ in 0..ROUNDS {
                loop {
                    let read = admin.get(&path).await;
                    let capacity = read.json()["properties"]["capacity"].as_u64().expect("a number");
                    let patch = json!({"capacity": capacity + 1});
                    let answer =
                        admin.patch(&path, &patch).header("if-match", &read.header("etag")).send().await;
                    match answer.status.as_u16() {
                        200 => break,
                        412 => refused += 1,
                        other => panic!("{other}: {}", String::from_utf8_lossy(&answer.body)),
                    }
                }
            }
            refused
        })
    });
    let refused: usize =
        futures::future::join_all(editors).await.into_iter().map(|told| told.expect("an editor")).sum();
    let site = service.anon().json(&path).await;
    assert_eq!(site["properties"]["capacity"], EDITORS * ROUNDS);
    let history = service.anon().json(&format!("{path}/history")).await;
    assert_eq!(history["changes"].as_array().map(Vec::len), Some(EDITORS * ROUNDS + 1));
    assert!(refused > 0, "the editors never met, so nothing was shown");
}

async fn one_key_is_written_once(service: Arc<Service>) {
    let asks = (0..8).map(|_| {
        let admin = service.admin();
        tokio::spawn(async move {
            let ask = admin.post("/api/v1/sites", &court("同一次")).header("idempotency-key", "same");
            ask.send().await.expect(201).header("location")
        })
    });
    let told: Vec<String> =
        futures::future::join_all(asks).await.into_iter().map(|told| told.expect("an answer")).collect();
    assert!(told.iter().all(|location| *location == told[0]));
    assert_eq!(service.anon().json("/api/v1/sites").await["numberMatched"], 1);
}
