use crate::builders::{court, court_with};
use crate::service::{Service, stories};
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    what_is_written_without_a_version_is_marked,
    a_token_is_withdrawn_by_the_label_it_was_given,
    the_right_is_the_tokens_and_not_its_labels,
    a_key_is_for_one_request,
    a_key_is_its_bearers,
    a_key_outlives_its_token,
);

async fn what_is_written_without_a_version_is_marked(service: Arc<Service>) {
    let (admin, editor) = (service.admin(), service.bearer("qgis", true).await);
    let path = format!("/api/v1/sites/{}", admin.create("/api/v1/sites", &court("场")).await);
    let changed = editor.patch(&path, &json!({"surface": "a"})).send().await.expect(200);
    let etag = service.anon().get(&path).await.header("etag");
    assert_eq!(changed.header("etag"), etag, "answered with the new tag");
    admin.patch(&path, &json!({"surface": "b"})).header("if-match", "*").send().await.expect(200);
    admin.change(&path, &json!({"surface": "c"})).await;
    // An editor that does name the version writes as everybody does.
    let etag = service.anon().get(&path).await.header("etag");
    editor.patch(&path, &json!({"surface": "d"})).header("if-match", &etag).send().await.expect(200);
    let history = service.anon().json(&format!("{path}/history")).await;
    let marks: Vec<Value> = history["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| change["unconditional"].clone())
        .collect();
    assert_eq!(marks, [json!(false), json!(true), json!(true), json!(false), json!(false)]);
    assert_eq!(service.registry.verify().await.expect("a look").faults, Vec::<String>::new());
}

async fn a_token_is_withdrawn_by_the_label_it_was_given(service: Arc<Service>) {
    let editor = service.bearer("qgis", true).await;
    editor.post("/api/v1/sites", &court("场")).send().await.expect(201);
    assert_eq!(service.registry.revoke_token("qgis").await.expect("withdrawn"), 1);
    editor.post("/api/v1/sites", &court("场二")).send().await.expect(401);
}

async fn the_right_is_the_tokens_and_not_its_labels(service: Arc<Service>) {
    let path = format!("/api/v1/sites/{}", service.admin().create("/api/v1/sites", &court("场")).await);
    let named_so = service.bearer("editor:x", false).await;
    named_so.patch(&path, &json!({"surface": "a"})).send().await.expect(428);
}

async fn a_key_is_for_one_request(service: Arc<Service>) {
    let admin = service.admin();
    let ask = |site: Value| admin.post("/api/v1/sites", &site).header("idempotency-key", "k");
    let first = ask(court("甲")).send().await.expect(201);
    let id = first.json()["id"].clone();
    let other = ask(court_with("甲", json!({"capacity": 9}))).send().await.expect(422);
    assert_eq!(other.json()["type"], "/problems/key-reused");
    assert_eq!(other.codes(), ["Idempotency-Key:key_reused"]);
    assert_eq!(ask(court("甲")).send().await.expect(201).json()["id"], id);
    let path = format!("/api/v1/sites/{}", id.as_str().expect("an id"));
    let change =
        |patch: Value| admin.patch(&path, &patch).header("if-match", "*").header("idempotency-key", "c");
    let once = change(json!({"capacity": 1})).send().await.expect(200);
    let twice = change(json!({"capacity": 1})).send().await.expect(200);
    assert_eq!(once.header("x-jiantu-seq"), twice.header("x-jiantu-seq"));
    change(json!({"capacity": 2})).send().await.expect(422);
    assert_eq!(admin.json(&path).await["properties"]["capacity"], 1);
}

async fn a_key_is_its_bearers(service: Arc<Service>) {
    let one = service.bearer("tablet-1", false).await;
    let two = service.bearer("tablet-2", false).await;
    one.post("/api/v1/sites", &court("甲")).header("idempotency-key", "1").send().await.expect(201);
    let other = two.post("/api/v1/sites", &court("乙")).header("idempotency-key", "1");
    let other = other.send().await.expect(201);
    assert_eq!(other.json()["properties"]["name_zh"], "乙");
    assert_eq!(service.anon().json("/api/v1/sites").await["numberMatched"], 2);
}

async fn a_key_outlives_its_token(service: Arc<Service>) {
    let before = service.bearer("serve 127.0.0.1:8080", false).await;
    let first = before.post("/api/v1/sites", &court("甲")).header("idempotency-key", "k").send().await;
    service.registry.revoke_token("serve 127.0.0.1:8080").await.expect("withdrawn");
    let after = service.bearer("serve 127.0.0.1:8080", false).await;
    let again = after.post("/api/v1/sites", &court("甲")).header("idempotency-key", "k").send().await;
    assert_eq!(again.expect(201).json()["id"], first.expect(201).json()["id"]);
}
