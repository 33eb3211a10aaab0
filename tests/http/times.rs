use crate::builders::court_with;
use crate::coverage::row;
use crate::service::{Service, stories};
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    opened_in_2019_and_recorded_later_counts_in_2019,
    a_site_that_nobody_edits_is_still_there,
    an_edit_of_today_moves_no_past,
    an_edit_that_says_since_when_moves_best_knowledge_only,
    a_correction_of_the_past_reaches_the_present,
);

/// Square metres of West, all access classes.
async fn west(service: &Service, query: &str) -> Value {
    let coverage = service.anon().json(&format!("/api/v1/coverage?{query}")).await;
    row(&coverage, "West")["area_m2"]["all"].clone()
}

async fn opened_in_2019_and_recorded_later_counts_in_2019(service: Arc<Service>) {
    let before = service.now();
    let found = json!({"opened_on": "2019-05-01", "reason": "newly_found"});
    service.admin().create("/api/v1/sites", &court_with("补录", found)).await;
    assert_eq!(west(&service, "as_of=2019-12-31").await, 600);
    assert_eq!(west(&service, "as_of=2018-12-31").await, 0);
    assert_eq!(west(&service, &format!("as_of=2019-12-31&known_at={before}")).await, 0);
}

async fn a_site_that_nobody_edits_is_still_there(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court_with("常在", json!({"opened_on": "2019-05-01"}))).await;
    for year in 2019..2026 {
        assert_eq!(west(&service, &format!("as_of={year}-12-31")).await, 600, "{year}");
    }
}

async fn an_edit_of_today_moves_no_past(service: Arc<Service>) {
    let admin = service.admin();
    let id = admin.create("/api/v1/sites", &court_with("扩建", json!({"opened_on": "2019-05-01"}))).await;
    admin.change(&format!("/api/v1/sites/{id}"), &json!({"area_m2": 900})).await;
    assert_eq!(west(&service, "as_of=2025-12-31").await, 600);
    assert_eq!(west(&service, "").await, 900);
}

async fn an_edit_that_says_since_when_moves_best_knowledge_only(service: Arc<Service>) {
    let admin = service.admin();
    let id = admin.create("/api/v1/sites", &court_with("早已扩建", json!({"opened_on": "2019-05-01"}))).await;
    let known = service.now();
    let patch = json!({"area_m2": 900, "effective_from": "2025-03-01", "reason": "changed"});
    admin.change(&format!("/api/v1/sites/{id}"), &patch).await;
    assert_eq!(west(&service, "as_of=2025-12-31").await, 900);
    assert_eq!(west(&service, "as_of=2024-12-31").await, 600);
    assert_eq!(west(&service, &format!("as_of=2025-12-31&known_at={known}")).await, 600);
    let future = json!({"effective_from": "2026-12-31", "area_m2": 1});
    let refused = admin.patch(&format!("/api/v1/sites/{id}"), &future).header("if-match", "*").send().await;
    assert_eq!(refused.expect(400).codes(), ["/effective_from:in_the_future"]);
}

async fn a_correction_of_the_past_reaches_the_present(service: Arc<Service>) {
    let admin = service.admin();
    let id = admin.create("/api/v1/sites", &court_with("量错", json!({"opened_on": "2019-05-01"}))).await;
    let path = format!("/api/v1/sites/{id}");
    admin.change(&path, &json!({"surface": "塑胶", "effective_from": "2024-01-01"})).await;
    let patch = json!({"area_m2": 580, "effective_from": "2019-05-01", "reason": "corrected"});
    admin.change(&path, &patch).await;
    assert_eq!(west(&service, "as_of=2020-12-31").await, 580);
    assert_eq!(west(&service, "").await, 580, "the area was always wrong, so it is wrong no more");
    assert_eq!(admin.json(&path).await["properties"]["surface"], "塑胶", "what came later stays");
}
