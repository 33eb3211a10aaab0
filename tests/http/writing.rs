//! Writing features as the standards' clients do (OGC API Features, part 4).

use crate::builders::point;
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    a_feature_is_made_replaced_changed_and_removed,
    bodies_may_be_told_in_another_system,
    writes_name_the_version_they_mean,
    editors_without_versions_have_their_own_token,
    what_can_be_done_is_announced,
    what_is_not_the_registrys_own_is_read_only,
    a_view_takes_what_is_in_it,
    clients_that_keep_to_the_standard_half_can_edit,
    wrong_bodies_are_refused_where_they_are_wrong,
    nobody_overwrites_what_they_have_not_seen,
);

const SITES: &str = "/ogc/collections/sites/items";

fn feature(name: &str, members: Value) -> Value {
    let mut properties = json!({"name_zh": name, "kind": "basketball", "access": "free_open", "area_m2": 600, "area_grade": "measured"});
    for (name, value) in members.as_object().expect("members") {
        properties[name] = value.clone();
    }
    json!({"type": "Feature", "geometry": point(123.45, 41.7), "properties": properties})
}

async fn a_feature_is_made_replaced_changed_and_removed(service: Arc<Service>) {
    let admin = service.admin();
    let made = admin
        .ask(Method::POST, SITES)
        .raw("application/geo+json", feature("甲", json!({"owner": "区"})).to_string().into_bytes())
        .send()
        .await
        .expect(201);
    let location = made.header("location");
    let path = location.strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    assert!(path.starts_with(SITES));
    let tag = made.header("etag");
    let read = admin.get(&path).await;
    assert_eq!(read.json()["properties"]["owner"], "区");
    // What was read may be sent back whole, links and all.
    let mut whole = read.json();
    whole["properties"]["owner"] = "街道".into();
    let replaced =
        admin.ask(Method::PUT, &path).body(&whole).header("if-match", &tag).send().await.expect(200);
    assert_eq!(replaced.json()["properties"]["owner"], "街道");
    let patch = json!({"type": "Feature", "properties": {"owner": null, "lighting": true}});
    let patched = admin
        .ask(Method::PATCH, &path)
        .raw("application/merge-patch+json", patch.to_string().into_bytes())
        .header("if-match", &replaced.header("etag"))
        .send()
        .await
        .expect(200);
    let members = patched.json()["properties"].clone();
    assert_eq!((members.get("owner"), &members["lighting"]), (None, &json!(true)));
    assert_eq!(patched.json()["geometry"], point(123.45, 41.7));
    admin.ask(Method::DELETE, &path).header("if-match", &patched.header("etag")).send().await.expect(204);
    service.anon().ask(Method::GET, &path).send().await.expect(404);
    let id = path.rsplit('/').next().expect("an id");
    let history = admin.json(&format!("/api/v1/sites/{id}/history")).await;
    assert_eq!(history["changes"].as_array().expect("changes").len(), 4, "history keeps it");
    let piece = json!({"type": "Feature", "geometry": null, "properties": {"kind": "walker", "site_id": id}});
    let refused = admin.ask(Method::POST, "/ogc/collections/equipment/items").body(&piece).send().await;
    assert!(refused.status.is_client_error(), "its site is gone");
}

async fn bodies_may_be_told_in_another_system(service: Arc<Service>) {
    let admin = service.admin();
    // The same place, as PROJ and the published offsets have it.
    for (crs, x, y) in [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 123.4, 41.7),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 41.7, 123.4),
        ("http://www.opengis.net/def/crs/EPSG/0/4490", 41.7, 123.4),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", 13_736_825.163_89, 5_116_146.294_557_27),
        ("http://www.opengis.net/def/crs/EPSG/0/4550", 4_618_393.083_812_98, 533_295.539_665_523),
    ] {
        let mut body = feature("甲", json!({}));
        body["geometry"] = point(x, y);
        let made =
            admin.post(SITES, &body).header("content-crs", &format!("<{crs}>")).send().await.expect(201);
        let told = made.json()["geometry"]["coordinates"].clone();
        let off = |axis: usize, wanted: f64| (told[axis].as_f64().expect("a number") - wanted).abs();
        assert!(off(0, 123.4) < 2e-7 && off(1, 41.7) < 2e-7, "{crs}: {told}");
    }
    let refused =
        admin.post(SITES, &feature("甲", json!({}))).header("content-crs", "<mars>").send().await.expect(400);
    assert_eq!(refused.codes(), ["Content-Crs:unknown_crs"]);
}

async fn writes_name_the_version_they_mean(service: Arc<Service>) {
    let admin = service.admin();
    let made = admin.post(SITES, &feature("甲", json!({}))).send().await.expect(201);
    let path = made.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    let patch = json!({"owner": "甲"});
    admin.patch(&path, &patch).send().await.expect(428);
    admin.patch(&path, &patch).header("if-match", "\"1\"").send().await.expect(412);
    let first = admin.patch(&path, &patch).header("if-match", &made.header("etag")).send().await.expect(200);
    admin.patch(&path, &patch).header("if-match", &made.header("etag")).send().await.expect(412);
    let newer = admin.get(&path).await.header("etag");
    assert_eq!(newer.split('-').next(), first.header("etag").split('-').next(), "the version of the write");
    // It is 2026-06-15 04:00:00 and something there.
    let since = |text: &str| admin.patch(&path, &json!({"owner": "乙"})).header("if-unmodified-since", text);
    since("Sun, 14 Jun 2026 00:00:00 GMT").send().await.expect(412);
    // What a read was told names the state that was read, as soon as the second of the change is over.
    assert_eq!(admin.get(&path).await.header("last-modified"), "Mon, 15 Jun 2026 04:00:00 GMT");
    since("Mon, 15 Jun 2026 04:00:00 GMT").send().await.expect(412);
    service.pass(5);
    let told = admin.get(&path).await.header("last-modified");
    assert_eq!(told, "Mon, 15 Jun 2026 04:00:01 GMT");
    since(&told).send().await.expect(200);
    since(&told).send().await.expect(412);
    since("yesterday").send().await.expect(400);
    since("Tue, 16 Jun 2026 00:00:00 GMT").send().await.expect(200);
    admin.ask(Method::DELETE, &path).send().await.expect(428);
    service.anon().patch(&path, &patch).header("if-match", "*").send().await.expect(401);
}

async fn editors_without_versions_have_their_own_token(service: Arc<Service>) {
    let made = service.admin().post(SITES, &feature("甲", json!({}))).send().await.expect(201);
    let path = made.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    let editor = service.bearer("QGIS", true).await;
    let mut whole = editor.json(&path).await;
    whole["properties"]["owner"] = "编辑".into();
    let answer = editor.ask(Method::PUT, &path).body(&whole).send().await.expect(200);
    assert!(answer.header("etag").starts_with('"'));
    editor.ask(Method::DELETE, &path).send().await.expect(204);
}

async fn what_can_be_done_is_announced(service: Arc<Service>) {
    let made = service.admin().post(SITES, &feature("甲", json!({}))).send().await.expect(201);
    let path = made.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    let anon = service.anon();
    let allowed = async |path: &str| anon.ask(Method::OPTIONS, path).send().await.expect(204).header("allow");
    assert_eq!(allowed(SITES).await, "GET, HEAD, OPTIONS, POST");
    assert_eq!(allowed(&path).await, "GET, HEAD, OPTIONS, PUT, PATCH, DELETE");
    assert_eq!(allowed("/ogc/collections/divisions/items").await, "GET, HEAD, OPTIONS");
    assert!(allowed("/ogc/collections").await.contains("GET"));
    let options = anon.ask(Method::OPTIONS, SITES).send().await;
    assert!(options.header("accept-post").contains("application/geo+json"));
    let options = anon.ask(Method::OPTIONS, &path).send().await;
    assert!(options.header("accept-patch").contains("application/merge-patch+json"));
    let preflight = anon
        .ask(Method::OPTIONS, SITES)
        .header("origin", "http://elsewhere")
        .header("access-control-request-method", "GET")
        .send()
        .await
        .expect(200);
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert!(
        !preflight.header("access-control-allow-methods").contains("POST"),
        "pages of elsewhere only read"
    );
}

async fn what_is_not_the_registrys_own_is_read_only(service: Arc<Service>) {
    let layer = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[123.45,41.7]}}]}"#;
    service.import_layer("wells", "wells.geojson", layer).await;
    let admin = service.admin();
    let told = admin.json("/api/v1/changes?since=0&collection=wells").await;
    assert_eq!(told["changes"][0]["href"], "http://jiantu.test/ogc/collections/wells", "{told}");
    for collection in ["divisions", "clusters", "wells"] {
        let path = format!("/ogc/collections/{collection}/items");
        admin.post(&path, &feature("甲", json!({}))).send().await.expect(405);
        admin.ask(Method::DELETE, &format!("{path}/1")).header("if-match", "*").send().await.expect(405);
    }
    admin.post("/ogc/collections/lakes/items", &feature("甲", json!({}))).send().await.expect(404);
}

async fn a_view_takes_what_is_in_it(service: Arc<Service>) {
    let admin = service.admin();
    let items = |view: &str| format!("/ogc/collections/{view}/items");
    let court = feature("甲", json!({}));
    let made = admin.post(&items("site-points"), &court).send().await.expect(201);
    let path = made.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    assert!(path.starts_with(&items("site-points")), "{path}");
    let id = path.rsplit('/').next().expect("an id").to_owned();
    // What would not be in it is refused, whatever the verb, and nothing is written.
    for view in ["site-lines", "site-areas"] {
        let refused = admin.post(&items(view), &court).send().await.expect(400);
        assert_eq!(refused.codes(), ["/geometry:not_in_collection"]);
        let path = format!("{}/{id}", items(view));
        admin.ask(Method::GET, &path).send().await.expect(404);
        admin.patch(&path, &json!({"owner": "乙"})).header("if-match", "*").send().await.expect(404);
        admin.ask(Method::DELETE, &path).header("if-match", "*").send().await.expect(404);
    }
    assert_eq!(
        admin.post(&items("trails"), &court).send().await.expect(400).codes(),
        ["/properties/kind:not_in_collection"]
    );
    let line = json!({"type": "LineString", "coordinates": [[123.45, 41.7], [123.46, 41.7]]});
    let patch = admin.patch(&path, &json!({"geometry": line})).header("if-match", "*");
    assert_eq!(patch.send().await.expect(400).codes(), ["/geometry:not_in_collection"]);
    let trail = json!({"type": "Feature", "geometry": line, "properties": {"name_zh": "道", "kind": "健身步道", "access": "free_open"}});
    let trail = admin.post(&items("trails"), &trail).send().await.expect(201);
    let trail = trail.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    let other = admin.patch(&trail, &json!({"kind": "basketball"})).header("if-match", "*");
    assert_eq!(other.send().await.expect(400).codes(), ["/kind:not_in_collection"]);
    admin.patch(&trail, &json!({"owner": "丙"})).header("if-match", "*").send().await.expect(200);
    admin.ask(Method::DELETE, &trail).header("if-match", "*").send().await.expect(204);
}

/// As QGIS 3.40 asks: a change of members without the feature's type, a system without its brackets.
async fn clients_that_keep_to_the_standard_half_can_edit(service: Arc<Service>) {
    let editor = service.bearer("QGIS", true).await;
    let made = editor.post(SITES, &feature("甲", json!({}))).send().await.expect(201);
    let path = made.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    let patch = json!({"properties": {"area_m2": 222.25, "name_zh": "改名"}}).to_string();
    let patch = editor.ask(Method::PATCH, &path).raw("application/merge-patch+json", patch.into_bytes());
    let changed = patch.send().await.expect(200).json();
    assert_eq!(changed["properties"]["name_zh"], "改名");
    let crs = "http://www.opengis.net/def/crs/EPSG/0/4326";
    let moved = json!({"geometry": {"type": "Point", "coordinates": [41.71, 123.46]}}).to_string();
    let patch = editor.ask(Method::PATCH, &path).raw("application/merge-patch+json", moved.into_bytes());
    let moved = patch.header("content-crs", crs).send().await.expect(200).json();
    assert_eq!(moved["geometry"], point(123.46, 41.71));
    // Without a feature's members, what has no type is told member by member.
    let plain = editor.ask(Method::PATCH, &path).body(&json!({"properties": "x"})).send().await.expect(400);
    assert_eq!(plain.codes(), ["/properties:unknown_field"]);
}

async fn wrong_bodies_are_refused_where_they_are_wrong(service: Arc<Service>) {
    let admin = service.admin();
    let codes = async |body: &Value| admin.post(SITES, body).send().await.expect(400).codes();
    let mut body = feature("甲", json!({}));
    body["properties"]["colour"] = "red".into();
    assert_eq!(codes(&body).await, ["/properties/colour:unknown_field"]);
    let mut body = feature("甲", json!({"kind": "moon_base"}));
    let found = codes(&body).await;
    assert!(found.len() == 1 && found[0].starts_with("/properties/kind:"), "{found:?}");
    body = feature("甲", json!({}));
    body["geometry"] = json!({"type": "Polygon", "coordinates": [[[123.4, 41.7], [123.5, 41.7]]]});
    let found = codes(&body).await;
    assert!(found.len() == 1 && found[0].starts_with("/geometry:"), "{found:?}");
    let ring: Vec<[f64; 2]> = (0..1_000_000).map(|at| [123.0 + f64::from(at) * 1e-7, 41.7]).collect();
    body["geometry"] = json!({"type": "Polygon", "coordinates": [ring]});
    let big = admin.post(SITES, &body).send().await;
    assert!(big.status.is_client_error(), "{}", big.status);
    let deep = format!(
        "{{\"type\":\"Feature\",\"geometry\":{}1{},\"properties\":{{}}}}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let deep = admin.ask(Method::POST, SITES).raw("application/geo+json", deep.into_bytes()).send().await;
    assert!(deep.status.is_client_error());
}

/// Two editors at once: each reads, adds one and writes with the version read; what was answered 200 is counted.
async fn nobody_overwrites_what_they_have_not_seen(service: Arc<Service>) {
    let rounds: u64 =
        std::env::var("JIANTU_RACE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let made = service.admin().post(SITES, &feature("甲", json!({"capacity": 0}))).send().await.expect(201);
    let path = made.header("location").strip_prefix("http://jiantu.test").expect("absolute").to_owned();
    let mut editors = Vec::new();
    for name in ["一", "二"] {
        let (client, path) = (service.bearer(name, false).await, path.clone());
        editors.push(tokio::spawn(async move {
            let mut done = 0_u64;
            while done < rounds {
                let read = client.get(&path).await;
                let count = read.json()["properties"]["capacity"].as_u64().expect("a count");
                let write = client.patch(&path, &json!({"capacity": count + 1}));
                let answer = write.header("if-match", &read.header("etag")).send().await;
                match answer.status.as_u16() {
                    200 => done += 1,
                    412 => {}
                    other => panic!("{other}: {}", String::from_utf8_lossy(&answer.body)),
                }
            }
        }));
    }
    for editor in editors {
        editor.await.expect("an editor");
    }
    let count = service.anon().json(&path).await["properties"]["capacity"].as_u64();
    assert_eq!(count, Some(2 * rounds), "every acknowledged write counts once");
}
