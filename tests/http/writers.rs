use crate::builders::{court, court_with, walker};
use crate::client::Client;
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    no_update_is_lost,
    no_acknowledged_change_is_lost_without_a_version,
    an_end_and_a_change_at_once_both_stand,
    one_key_is_written_once,
);

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

/// Four editors of four members, all at once, again and again, none of whom names a version.
async fn no_acknowledged_change_is_lost_without_a_version(service: Arc<Service>) {
    let (admin, editor) = (service.admin(), service.bearer("qgis", true).await);
    let site = admin.create("/api/v1/sites", &court("场")).await;
    let piece = admin.create("/api/v1/equipment", &walker(&site, json!({}))).await;
    let things = [
        format!("/api/v1/sites/{site}"),
        format!("/api/v1/equipment/{piece}"),
        format!("/api/v1/sites/{site}"),
    ];
    let members = ["owner", "funder", "maintainer", "note"];
    for (round, path) in (0..15).zip(things.iter().cycle()) {
        let told = format!("第{round}次");
        let asks = members.iter().enumerate().map(|(place, member)| {
            let (client, tag) = if place % 2 == 0 { (&admin, Some("*")) } else { (&editor, None) };
            let ask = client.patch(path, &json!({*member: told}));
            let ask = match tag {
                Some(tag) => ask.header("if-match", tag),
                None => ask,
            };
            tokio::spawn(async move { ask.send().await.expect(200) })
        });
        for answer in futures::future::join_all(asks).await {
            answer.expect("an answer");
        }
        let now = service.anon().json(path).await;
        for member in members {
            assert_eq!(now["properties"][member], told, "{member} of round {round} on {path}");
        }
    }
    for path in &things[..2] {
        assert_log_follows(&service.anon(), path).await;
    }
}

/// What a change says was there before it is what the change before it left.
async fn assert_log_follows(anon: &Client, path: &str) {
    let history = anon.json(&format!("{path}/history")).await;
    let changes = history["changes"].as_array().expect("changes");
    assert!(changes.len() > 20);
    for pair in changes.windows(2) {
        assert_eq!(pair[0]["after"], pair[1]["before"], "before change {} of {path}", pair[1]["seq"]);
    }
}

async fn an_end_and_a_change_at_once_both_stand(service: Arc<Service>) {
    let admin = service.admin();
    for round in 0..10 {
        let site = admin.create("/api/v1/sites", &court(&format!("场{round}"))).await;
        let path = format!("/api/v1/sites/{site}");
        let close = admin.post(&format!("{path}/close"), &json!({"closed_on": "2026-06-15"}));
        let patch = admin.patch(&path, &json!({"owner": "甲"}));
        let whole = admin.ask(Method::PUT, &path).body(&court_with("全", json!({"operator": "乙"})));
        let asks = [close, patch, whole].map(|ask| tokio::spawn(ask.header("if-match", "*").send()));
        for answer in futures::future::join_all(asks).await {
            answer.expect("an answer").expect(200);
        }
        // In whichever order they came, each is a change of what the one before it left.
        let history = service.anon().json(&format!("{path}/history")).await;
        let changes: Vec<Value> = history["changes"].as_array().expect("changes").clone();
        assert_eq!(changes.len(), 4);
        for pair in changes.windows(2) {
            assert_eq!(pair[0]["after"], pair[1]["before"], "round {round}");
        }
    }
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
