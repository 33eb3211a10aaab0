use crate::builders::{court, point};
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::registry::import::{Request, What};
use jiantu::registry::write::Author;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    a_scenario_is_created_read_replaced_and_removed,
    what_is_wrong_with_a_scenario_is_pointed_at,
    a_repeated_creation_of_a_scenario_is_answered_again,
    layers_and_networks_are_listed,
);

async fn a_scenario_is_created_read_replaced_and_removed(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    let told = json!({"name": "搬迁", "note": "先看看", "changes": [
        {"move": {"site": site, "geometry": point(123.45, 41.7)}},
        {"grow": {"division": "west", "factor": 1.1}},
    ]});
    let created = admin.post("/api/v1/scenarios", &told).send().await.expect(201);
    let scenario = created.json();
    let path = format!("/api/v1/scenarios/{}", scenario["id"].as_str().expect("an id"));
    assert_eq!(created.header("location"), format!("http://jiantu.test{path}"));
    assert_eq!(scenario["changes"], told["changes"], "as it was told");
    assert_eq!(scenario["version"], created.seq());

    let read = service.anon().get(&path).await.expect(200);
    assert_eq!((read.header("etag"), read.json()), (created.header("etag"), scenario.clone()));
    let cached =
        service.anon().ask(Method::GET, &path).header("if-none-match", &read.header("etag")).send().await;
    assert!(cached.expect(304).body.is_empty());
    assert_eq!(service.anon().json("/api/v1/scenarios").await, json!({"scenarios": [scenario]}));

    let mut whole = read.json();
    whole["name"] = json!("搬迁二");
    let put = |tag: &str| admin.ask(Method::PUT, &path).body(&whole).header("if-match", tag);
    let replaced = put(&read.header("etag")).send().await.expect(200);
    assert_eq!(put(&read.header("etag")).send().await.expect(412).json()["type"], "/problems/stale");
    admin.ask(Method::PUT, &path).body(&whole).send().await.expect(428);
    service.anon().ask(Method::PUT, &path).body(&whole).header("if-match", "*").send().await.expect(401);
    let now = service.anon().get(&path).await;
    assert_eq!((now.header("etag"), now.json()), (replaced.header("etag"), replaced.json()));
    assert_eq!(now.json()["name"], "搬迁二");

    let delete = |tag: &str| admin.ask(Method::DELETE, &path).header("if-match", tag);
    delete(&read.header("etag")).send().await.expect(412);
    assert!(delete(&now.header("etag")).send().await.expect(204).seq() > replaced.seq());
    service.anon().ask(Method::GET, &path).send().await.expect(404);
    delete("*").send().await.expect(404);
    let history = service.anon().json(&format!("{path}/history")).await;
    assert_eq!(history["changes"].as_array().map(Vec::len), Some(3));
    assert_eq!(service.anon().json("/api/v1/scenarios").await, json!({"scenarios": []}));
}

async fn what_is_wrong_with_a_scenario_is_pointed_at(service: Arc<Service>) {
    let admin = service.admin();
    let told = json!({"name": "a", "changes": [
        {"width": {"metres": 3.0}},
        {"add": {"geometry": point(200.0, 41.7), "kind": "moon"}},
        {"close": {}},
    ]});
    let refused = admin.post("/api/v1/scenarios", &told).send().await.expect(400);
    assert_eq!(
        refused.codes(),
        ["/changes/2:wrong_change", "/changes/1/add/geometry:coordinate_out_of_range"]
    );
    admin.create("/api/v1/scenarios", &json!({"name": "a"})).await;
    let taken = admin.post("/api/v1/scenarios", &json!({"name": "a"})).send().await.expect(409);
    assert_eq!(taken.codes(), ["/name:name_taken"]);
    service.anon().ask(Method::GET, "/api/v1/scenarios/x").send().await.expect(404);
    service.anon().post("/api/v1/scenarios", &json!({"name": "b"})).send().await.expect(401);
}

async fn a_repeated_creation_of_a_scenario_is_answered_again(service: Arc<Service>) {
    let admin = service.admin();
    let ask = || admin.post("/api/v1/scenarios", &json!({"name": "a"})).header("idempotency-key", "k-1");
    let first = ask().send().await.expect(201);
    let again = ask().send().await.expect(201);
    assert_eq!((again.json(), again.header("location")), (first.json(), first.header("location")));
    assert_eq!(again.header("idempotent-replayed"), "true");
}

async fn layers_and_networks_are_listed(service: Arc<Service>) {
    // This database was made without the settings of modes and projects, as by an earlier version.
    let reference = service.registry.reference();
    assert!(reference.modes.find("walk").is_some() && !reference.projects.projects.is_empty());

    assert_eq!(service.anon().json("/api/v1/networks").await, json!({"networks": [], "used": null}));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plots.csv");
    std::fs::write(&file, "plot,wkt\nA,POINT (123.45 41.7)\n").expect("a file");
    let author = Author { actor: jiantu::domain::change::Actor("tester".to_owned()), unconditional: true };
    for name in ["plots", "homes"] {
        let mut request = Request::new(What::Layer, &file);
        request.naming.name = Some(name.to_owned());
        request.effective_from = Some("2026-01-01".parse().expect("a day"));
        assert!(service.registry.import(&author, &request).await.expect("an import").committed);
    }
    let listed = service.anon().json("/api/v1/layers").await;
    let names: Vec<&Value> =
        listed["layers"].as_array().expect("a list").iter().map(|l| &l["name"]).collect();
    assert_eq!(names, ["homes", "plots"]);
    assert_eq!(
        (&listed["layers"][0]["features"], &listed["layers"][0]["role"]),
        (&json!(1), &json!("reference"))
    );
    let before = service.anon().json("/api/v1/layers?as_of=2025-12-31").await;
    assert_eq!(before, json!({"layers": []}));
    assert_eq!(service.anon().refused("/api/v1/layers?colour=1").await, "colour:unknown_parameter");
}
