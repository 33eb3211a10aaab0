use crate::builders::court_with;
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(a_year_is_frozen_once_and_reconciled, wrong_requests_about_frozen_years_are_told);

async fn a_year_is_frozen_once_and_reconciled(service: Arc<Service>) {
    let (anon, admin) = (service.anon(), service.admin());
    assert_eq!(anon.json("/api/v1/freezes").await, json!({ "freezes": [] }));
    let body = json!({ "year": 2025, "by": "区体育局" });
    anon.post("/api/v1/freezes", &body).send().await.expect(401);
    let first =
        admin.post("/api/v1/freezes", &body).header("idempotency-key", "f-1").send().await.expect(201);
    assert!(
        first.header("location").ends_with("/api/v1/freezes/2025?version=1"),
        "{}",
        first.header("location")
    );
    // The answer got lost; the client asks again.
    let again = admin.post("/api/v1/freezes", &body).header("idempotency-key", "f-1").send().await;
    assert_eq!(again.json()["id"], first.json()["id"]);
    let taken = admin.post("/api/v1/freezes", &body).send().await.expect(400);
    assert_eq!(taken.codes(), ["/year:frozen_already"]);

    let before = anon.json("/api/v1/freezes/2025").await;
    let coverage = anon.json("/api/v1/coverage?as_of=2025-12-31").await;
    assert_eq!(before["coverage"], coverage);
    assert_eq!(before["plan"]["tasks"].as_array().map(Vec::len), Some(28));
    let late = json!({ "area_m2": 608.5, "opened_on": "2019-05-01", "effective_from": "2019-05-01", "reason": "newly_found" });
    let id = admin.create("/api/v1/sites", &court_with("补登", late)).await;
    let told = anon.json("/api/v1/freezes/2025/reconciliation").await;
    let whole = &told["rows"][0];
    assert_eq!(whole["difference_m2"], 608.5);
    let causes: Vec<(&Value, &Value)> = whole["causes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["cause"], &one["area_m2"]["all"]))
        .collect();
    assert_eq!(causes, [(&json!("newly_found"), &json!(608.5))]);
    assert_eq!((&told["sites"][0]["id"], &told["sites"][0]["area_m2"]["frozen"]), (&json!(id), &json!(0)));
    let task =
        told["tasks"].as_array().unwrap().iter().find(|one| one["indicator"] == "2.area_per_head").unwrap();
    assert!(task["value"]["best"].as_f64() > task["value"]["frozen"].as_f64(), "{task}");
    // The frozen side is what it was, also as the plan shows it.
    assert_eq!(anon.json("/api/v1/freezes/2025").await, before);
    let plan = anon.json("/api/v1/plan").await;
    assert_eq!((&plan["freezes"][0]["year"], &plan["freezes"][0]["hash"]), (&json!(2025), &before["hash"]));
    let sites = anon.json("/api/v1/freezes/2025/sites").await;
    assert!(sites["sites"].as_array().unwrap().iter().all(|site| site["id"] != json!(id)));

    let reopened = json!({ "year": 2025, "reopen": true, "reason": "审计复核" });
    admin.post("/api/v1/freezes", &reopened).send().await.expect(201);
    let all = anon.json("/api/v1/freezes").await;
    let stands: Vec<&Value> = all["freezes"].as_array().unwrap().iter().map(|one| &one["stands"]).collect();
    assert_eq!(stands, [&json!(false), &json!(true)]);
    assert_eq!(anon.json("/api/v1/freezes/2025?version=1").await["coverage"], before["coverage"]);
    assert_eq!(anon.json("/api/v1/freezes/2025/reconciliation").await["sites"], json!([]));
}

async fn wrong_requests_about_frozen_years_are_told(service: Arc<Service>) {
    let (anon, admin) = (service.anon(), service.admin());
    for path in [
        "/api/v1/freezes/2025",
        "/api/v1/freezes/2025/sites",
        "/api/v1/freezes/2025/reconciliation",
        "/api/v1/freezes/soon",
    ] {
        anon.ask(Method::GET, path).send().await.expect(404);
    }
    anon.ask(Method::GET, "/api/v1/freezes?year=2025").send().await.expect(400);
    anon.ask(Method::GET, "/api/v1/freezes/2025?version=0").send().await.expect(400);
    for (body, code) in [
        (json!({}), "/year:missing"),
        (json!({ "year": 2026 }), "/year:year_not_over"),
        (json!({ "year": 2025, "reopen": true }), "/reason:required"),
        (json!({ "year": 2025, "reopen": true, "reason": "x" }), "/year:not_frozen"),
    ] {
        let refused = admin.post("/api/v1/freezes", &body).send().await.expect(400);
        assert!(refused.codes().contains(&code.to_owned()), "{body}: {:?}", refused.codes());
    }
    assert_eq!(anon.json("/api/v1/freezes").await, json!({ "freezes": [] }));
}
