use crate::builders::{court, court_with};
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::api::Options;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    every_problem_has_the_same_shape,
    every_defect_of_a_body_is_told_with_its_pointer,
    a_writer_needs_a_token,
    a_body_is_json_and_not_too_large,
    internals_are_not_sent,
);

async fn every_problem_has_the_same_shape(service: Arc<Service>) {
    let (anon, admin) = (service.anon(), service.admin());
    let id = admin.create("/api/v1/sites", &court("场")).await;
    let path = format!("/api/v1/sites/{id}");
    let answers = [
        (anon.ask(Method::GET, "/api/v1/sites?x=1"), 400, "/problems/invalid"),
        (anon.post("/api/v1/sites", &court("x")), 401, "/problems/unauthorised"),
        (anon.ask(Method::GET, "/nowhere"), 404, "/problems/not-found"),
        (anon.ask(Method::GET, "/api/v1/sites/x"), 404, "/problems/not-found"),
        (anon.ask(Method::DELETE, "/api/v1/info"), 405, "/problems/method-not-allowed"),
        (admin.patch(&path, &json!({"surface": "x"})).header("if-match", "\"1\""), 412, "/problems/stale"),
        (
            admin.ask(Method::POST, "/api/v1/sites").raw("text/plain", b"x".to_vec()),
            415,
            "/problems/media-type",
        ),
        (admin.patch(&path, &json!({"surface": "x"})), 428, "/problems/version-required"),
    ];
    for (ask, status, kind) in answers {
        let answer = ask.send().await.expect(status);
        let body = answer.json();
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(body["type"], kind);
        assert_eq!(body["status"], status);
        for text in ["title", "detail", "message_zh", "message_en"] {
            assert!(body[text].as_str().is_some_and(|text| !text.is_empty()), "{text} of {body}");
        }
        assert!(answer.seq() > 0, "every answer names what it saw");
    }
    let site = anon.json(&path).await;
    assert_eq!(site["properties"].get("surface"), None, "nothing was changed");
}

async fn every_defect_of_a_body_is_told_with_its_pointer(service: Arc<Service>) {
    let admin = service.admin();
    let refused = async |body: Value| admin.post("/api/v1/sites", &body).send().await.expect(400).codes();
    assert_eq!(refused(json!({})).await, ["/kind:missing", "/name_zh:missing"]);
    assert_eq!(refused(court_with("x", json!({"kind": "moon"}))).await, ["/kind:unknown_kind"]);
    assert_eq!(
        refused(court_with("x", json!({"area_m2": -1, "area_grade": null}))).await,
        ["/area_m2:not_an_area"]
    );
    assert_eq!(refused(court_with("x", json!({"nam": 1}))).await, ["/nam:unknown_field"]);
    assert_eq!(refused(court_with("x", json!({"opened_on": "soon"}))).await, ["/opened_on:not_a_date"]);
    let closed = json!({"opened_on": "2020-01-01", "closed_on": "2019-01-01"});
    assert_eq!(refused(court_with("x", closed)).await, ["/closed_on:before_opening"]);
    let line = json!({"geometry": {"type": "LineString", "coordinates": [[123.4, 41.7], [123.5, 41.7]]}});
    assert_eq!(refused(court_with("x", line)).await, ["/geometry:wrong_shape"]);
    let bow = json!({"geometry": {"type": "Polygon", "coordinates":
        [[[123.4, 41.6], [123.5, 41.7], [123.5, 41.6], [123.4, 41.7], [123.4, 41.6]]]}});
    assert_eq!(refused(court_with("x", bow)).await, ["/geometry:self_intersection"]);
    let swapped = json!({"geometry": {"type": "Point", "coordinates": [41.7, 123.4]}});
    assert_eq!(refused(court_with("x", swapped)).await, ["/geometry:wrong_coordinates"]);
    let both =
        admin.post("/api/v1/sites", &json!({"id": "x", "name_zh": "x", "kind": "basketball"})).send().await;
    assert_eq!(both.expect(400).codes(), ["/id:not_an_id", "/geometry:missing"]);
    assert_eq!(admin.json("/api/v1/sites").await["numberMatched"], 0);
}

async fn a_writer_needs_a_token(service: Arc<Service>) {
    let anon = service.anon();
    for given in ["", "Bearer nonsense", "Basic abc", "Bearer "] {
        let mut ask = anon.post("/api/v1/sites", &court("x"));
        if !given.is_empty() {
            ask = ask.header("authorization", given);
        }
        let refused = ask.send().await.expect(401);
        assert!(refused.header("www-authenticate").starts_with("Bearer"), "{given}");
    }
    service.registry.revoke_token("admin").await.expect("revoked");
    service.admin().post("/api/v1/sites", &court("x")).send().await.expect(401);
}

async fn a_body_is_json_and_not_too_large(service: Arc<Service>) {
    let admin = service.admin();
    let send = async |body: &str| {
        admin
            .ask(Method::POST, "/api/v1/sites")
            .raw("application/json", body.as_bytes().to_vec())
            .send()
            .await
    };
    assert_eq!(send("{").await.expect(400).codes(), [":not_json"]);
    assert_eq!(send("[1]").await.expect(400).codes(), [":not_an_object"]);
    assert_eq!(send("").await.expect(400).codes(), [":not_json"]);
    let small = service.with(Options { body_limit: 100, ..Options::default() });
    let large = small.post("/api/v1/sites", &court_with("x", json!({"note": "x".repeat(200)}))).send().await;
    assert_eq!(large.expect(413).json()["type"], "/problems/too-large");
}

async fn internals_are_not_sent(service: Arc<Service>) {
    service.registry.close().await;
    let failed = service.anon().ask(Method::GET, "/api/v1/changes").send().await;
    assert!(failed.status.is_server_error());
    let text = String::from_utf8(failed.body).expect("text").to_lowercase();
    for word in ["sqlx", "sqlite", "postgres", "pool", "select ", ".rs"] {
        assert!(!text.contains(word), "`{word}` in {text}");
    }
}
