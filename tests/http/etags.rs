use crate::builders::{court, walker};
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::json;
use std::sync::Arc;

stories!(
    a_tag_changes_with_whatever_the_feature_shows,
    each_coding_has_its_own_tag,
    what_a_write_is_answered_is_what_is_read,
);

async fn a_tag_changes_with_whatever_the_feature_shows(service: Arc<Service>) {
    let path = format!("/api/v1/sites/{}", service.admin().create("/api/v1/sites", &court("场")).await);
    let item = path.replace("/api/v1/sites", "/ogc/collections/sites/items");
    for path in [&path, &item] {
        let read = service.anon().get(path).await;
        let again = service.anon().ask(Method::GET, path).header("if-none-match", &read.header("etag"));
        again.send().await.expect(304);
    }
    let read = service.anon().get(&path).await;
    service.rename_west("改名街道").await;
    for path in [&path, &item] {
        let now = service.anon().ask(Method::GET, path).header("if-none-match", &read.header("etag"));
        let now = now.send().await.expect(200);
        assert_eq!(now.json()["properties"]["division_name_zh"], "改名街道");
        assert_ne!(now.header("etag"), read.header("etag"), "another name, another tag");
    }
    // The site itself was not changed: whoever edits what was read before edits the newest version.
    let patch = service.admin().patch(&path, &json!({"surface": "塑胶"}));
    patch.header("if-match", &read.header("etag")).send().await.expect(200);
}

async fn each_coding_has_its_own_tag(service: Arc<Service>) {
    let long = json!({"note": "很长的说明。".repeat(100)});
    let id = service.admin().create("/api/v1/sites", &crate::builders::court_with("场", long)).await;
    let path = format!("/api/v1/sites/{id}");
    let coded =
        |coding: &'static str| service.anon().ask(Method::GET, &path).header("accept-encoding", coding);
    let plain = service.anon().get(&path).await.header("etag");
    let mut tags = vec![plain];
    for coding in ["gzip", "br", "zstd"] {
        let answer = coded(coding).send().await.expect(200);
        assert_eq!(answer.header("content-encoding"), coding);
        let tag = answer.header("etag");
        assert!(!tag.starts_with("W/"), "a weak tag could not be named in If-Match: {tag}");
        let again = coded(coding).header("if-none-match", &tag).send().await.expect(304);
        assert_eq!(again.header("etag"), tag, "what the client has is still good");
        tags.push(tag);
    }
    for (position, tag) in tags.iter().enumerate() {
        assert!(!tags[..position].contains(tag), "{tag} names two representations");
    }
    for tag in tags.split_off(3) {
        let patch = service.admin().patch(&path, &json!({"capacity": 3})).header("if-match", &tag);
        patch.send().await.expect(200);
    }
}

async fn what_a_write_is_answered_is_what_is_read(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.post("/api/v1/sites", &court("场")).send().await.expect(201);
    let id = site.json()["id"].as_str().expect("an id").to_owned();
    let piece = admin.post("/api/v1/equipment", &walker(&id, json!({}))).send().await.expect(201);
    let (site_path, piece_path) = (site.header("location"), piece.header("location"));
    for (written, path) in [(&site, &site_path), (&piece, &piece_path)] {
        let read = service.anon().get(path.trim_start_matches("http://jiantu.test")).await;
        assert_eq!(read.header("etag"), written.header("etag"));
        assert_eq!(read.body, written.body);
    }
}
