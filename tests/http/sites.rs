use crate::builders::{court, court_with, point};
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    a_site_is_registered_read_changed_replaced_and_removed,
    a_feature_that_was_read_can_be_sent_back,
    closing_is_a_change_of_status_with_a_day,
    a_repeated_creation_is_answered_again_and_written_once,
    sites_are_found_by_distance_nearest_first,
    sites_are_found_by_place_name_and_property,
    a_place_in_another_datum_is_converted_once,
    history_outlives_removal,
    an_edit_of_something_closed_holds_from_today,
);

async fn a_site_is_registered_read_changed_replaced_and_removed(service: Arc<Service>) {
    let admin = service.admin();
    let created = admin.post("/api/v1/sites", &court("第一球场")).send().await.expect(201);
    let site = created.json();
    let id = site["id"].as_str().expect("an id");
    let path = format!("/api/v1/sites/{id}");
    assert_eq!(created.header("location"), format!("http://jiantu.test{path}"));
    assert_eq!(created.header("content-type"), "application/geo+json");
    assert_eq!(site["properties"]["division"], "west");
    assert_eq!(site["properties"]["venue_area_m2"], 600);

    let read = service.anon().get(&path).await;
    assert_eq!(read.header("etag"), created.header("etag"));
    assert_eq!(read.json(), site);
    let cached =
        service.anon().ask(Method::GET, &path).header("if-none-match", &read.header("etag")).send().await;
    assert!(cached.expect(304).body.is_empty());

    let patch = json!({"area_m2": 650.5, "surface": "塑胶", "area_grade": null});
    let changed =
        admin.patch(&path, &patch).header("if-match", &read.header("etag")).send().await.expect(200);
    assert_ne!(changed.header("etag"), read.header("etag"));
    let now = service.anon().get(&path).await;
    assert_eq!(now.header("etag"), changed.header("etag"));
    assert_eq!(now.json()["properties"]["area_m2"], 650.5);
    assert_eq!(now.json()["properties"]["surface"], "塑胶");
    assert_eq!(now.json()["properties"].get("area_grade"), None);

    let whole = json!({"name_zh": "改名", "kind": "basketball"});
    let put = admin.ask(Method::PUT, &path).body(&whole).header("if-match", &now.header("etag"));
    let put = put.send().await.expect(200);
    let now = service.anon().get(&path).await.json();
    assert_eq!(now["properties"]["area_m2"], Value::Null, "unknown, not zero");
    assert_eq!(now["properties"].get("surface"), None);
    assert_eq!(now["geometry"], site["geometry"], "a replacement that names no place keeps it");

    let stale =
        admin.ask(Method::DELETE, &path).header("if-match", &read.header("etag")).send().await.expect(412);
    assert_eq!(stale.json()["type"], "/problems/stale");
    let gone =
        admin.ask(Method::DELETE, &path).header("if-match", &put.header("etag")).send().await.expect(204);
    assert!(gone.seq() > put.seq());
    service.anon().ask(Method::GET, &path).send().await.expect(404);
    assert_eq!(service.anon().json("/api/v1/sites").await["numberMatched"], 0);
}

async fn a_feature_that_was_read_can_be_sent_back(service: Arc<Service>) {
    let admin = service.admin();
    let old = court_with("老球场", json!({"opened_on": "2019-05-01"}));
    let path = format!("/api/v1/sites/{}", admin.create("/api/v1/sites", &old).await);
    let read = admin.get(&path).await;
    let mut feature = read.json();
    assert_eq!(feature["properties"]["effective_from"], "2019-05-01");
    feature["properties"]["name_zh"] = json!("新名");
    let put = admin.ask(Method::PUT, &path).raw("application/geo+json", feature.to_string().into_bytes());
    put.header("if-match", &read.header("etag")).send().await.expect(200);
    let now = admin.json(&path).await;
    assert_eq!(now["properties"]["name_zh"], "新名");
    assert_eq!(now["properties"]["effective_from"], "2026-06-15", "an edit of today does not rewrite 2019");
}

async fn closing_is_a_change_of_status_with_a_day(service: Arc<Service>) {
    let admin = service.admin();
    let path = format!("/api/v1/sites/{}", admin.create("/api/v1/sites", &court("旧场")).await);
    let close = format!("{path}/close");
    let later = admin.post(&close, &json!({"closed_on": "2027-01-01"})).header("if-match", "*").send().await;
    assert_eq!(later.expect(400).codes(), ["/closed_on:in_the_future"]);
    let without = admin.post(&close, &json!({})).header("if-match", "*").send().await;
    assert_eq!(without.expect(400).codes(), ["/closed_on:missing"]);
    admin.post(&close, &json!({"closed_on": "2026-06-15"})).send().await.expect(428);
    admin.post(&close, &json!({"closed_on": "2026-06-15"})).header("if-match", "*").send().await.expect(200);
    let site = service.anon().json(&path).await;
    assert_eq!(site["properties"]["status"], "closed");
    assert_eq!(site["properties"]["closed_on"], "2026-06-15");
    let items = service.anon().json("/ogc/collections/sites/items").await;
    assert_eq!(items["numberMatched"], 1, "closed ones stay, with their status");
    let history = service.anon().json(&format!("{path}/history")).await;
    assert_eq!(history["changes"][1]["reason"], "closed");
}

async fn a_repeated_creation_is_answered_again_and_written_once(service: Arc<Service>) {
    let admin = service.admin();
    let ask = || admin.post("/api/v1/sites", &court("只此一处")).header("idempotency-key", "k-1");
    let first = ask().send().await.expect(201);
    let again = ask().send().await.expect(201);
    assert_eq!(again.json()["id"], first.json()["id"]);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(admin.json("/api/v1/sites").await["numberMatched"], 1);
    let piece = admin.post("/api/v1/equipment", &json!({"site_id": first.json()["id"], "kind": "walker"}));
    let other = piece.header("idempotency-key", "k-1").send().await.expect(422);
    assert_eq!(
        other.json()["type"],
        "/problems/key-reused",
        "a key of another thing is no answer for this one"
    );
}

async fn sites_are_found_by_distance_nearest_first(service: Arc<Service>) {
    let admin = service.admin();
    for (name, lon) in [("远", 123.47), ("近", 123.451), ("中", 123.46)] {
        admin.create("/api/v1/sites", &court_with(name, json!({"geometry": point(lon, 41.7)}))).await;
    }
    let names = |answer: &Value| -> Vec<String> {
        let features = answer["features"].as_array().expect("features");
        features.iter().map(|f| f["properties"]["name_zh"].as_str().expect("a name").to_owned()).collect()
    };
    let near = admin.json("/api/v1/sites?near=123.45,41.7&radius=1000").await;
    assert_eq!(names(&near), ["近", "中"]);
    // PROJ's geod: 0.001 degrees of longitude at 41.7 N are 83.239 m.
    let metres = near["features"][0]["properties"]["distance_m"].as_f64().expect("a distance");
    assert!((metres - 83.239).abs() < 0.001, "{metres}");
    assert_eq!(names(&admin.json("/api/v1/sites?near=123.45,41.7&k=1").await), ["近"]);
    assert_eq!(names(&admin.json("/api/v1/sites?near=123.45,41.7&k=3&radius=900").await), ["近", "中"]);
    let first = admin.get("/api/v1/sites?near=123.45,41.7&k=3&limit=2").await;
    assert_eq!(first.json()["numberMatched"], 3);
    let rest = admin.json(&first.next().expect("another page")).await;
    assert_eq!(names(&rest), ["远"]);
}

async fn sites_are_found_by_place_name_and_property(service: Arc<Service>) {
    let admin = service.admin();
    let list = [
        court_with("西一 East-Gate", json!({"status": "temporarily_closed"})),
        court_with("西二", json!({"kind": "badminton", "access": "members"})),
        court_with(
            "东一",
            json!({"geometry": point(123.55, 41.7), "level": "community", "name_en": "East gate"}),
        ),
        court_with("外", json!({"geometry": point(123.7, 41.7)})),
    ];
    for site in &list {
        admin.create("/api/v1/sites", site).await;
    }
    let count = async |query: &str| {
        service.anon().json(&format!("/api/v1/sites?{query}")).await["numberMatched"].clone()
    };
    assert_eq!(count("").await, 4);
    assert_eq!(count("division=west").await, 2);
    assert_eq!(count("division=west,east").await, 3);
    assert_eq!(count("division=square").await, 3);
    assert_eq!(count("division=unassigned").await, 1);
    assert_eq!(count("division=nbs:210900001").await, 2);
    assert_eq!(count("kind=badminton,tennis").await, 1);
    assert_eq!(count("status=operating&access=free_open").await, 2);
    assert_eq!(count("level=community").await, 1);
    assert_eq!(count("name=EAST").await, 2);
    assert_eq!(count("name=%E4%B8%9C").await, 1);
    assert_eq!(count("bbox=123.5,41.6,123.6,41.8").await, 1);
    let polygon = "%7B%22type%22:%22Polygon%22,%22coordinates%22:[[[123.4,41.6],[123.5,41.6],[123.5,41.8],[123.4,41.6]]]%7D";
    assert_eq!(count(&format!("within={polygon}")).await, 0, "the triangle's edge leaves the point out");
    assert_eq!(
        count("within=POLYGON((123.4%2041.6,123.6%2041.6,123.6%2041.8,123.4%2041.8,123.4%2041.6))").await,
        3
    );
    assert_eq!(
        service.anon().refused("/api/v1/sites?division=210900001").await,
        "division:ambiguous_division"
    );
    assert_eq!(service.anon().refused("/api/v1/sites?division=nowhere").await, "division:unknown_division");
    let bow = "within=POLYGON((123.4%2041.6,123.6%2041.8,123.6%2041.6,123.4%2041.8,123.4%2041.6))";
    assert_eq!(service.anon().refused(&format!("/api/v1/sites?{bow}")).await, "within:malformed");
    assert_eq!(service.anon().refused("/api/v1/sites?kind=hopscotch").await, "kind:malformed");
    assert_eq!(service.anon().refused("/api/v1/sites?colour=red").await, "colour:unknown_parameter");
}

async fn a_place_in_another_datum_is_converted_once(service: Arc<Service>) {
    let admin = service.admin();
    let place = json!({"geometry": point(123.469_049, 41.681_356), "crs": "gcj02", "accuracy_m": 8});
    let id = admin.create("/api/v1/sites", &court_with("手机定位", place)).await;
    let site = service.anon().get(&format!("/api/v1/sites/{id}")).await;
    let lon = site.json()["geometry"]["coordinates"][0].as_f64().expect("a longitude");
    let lat = site.json()["geometry"]["coordinates"][1].as_f64().expect("a latitude");
    assert!((lon - 123.463).abs() < 2e-6 && (lat - 41.679).abs() < 2e-6, "{lon} {lat}");
    let text = String::from_utf8(site.body).expect("text");
    assert!(
        !text.contains("raw") && !text.contains("123.469049"),
        "the device's own coordinate is nobody's business"
    );
    let near = "/api/v1/sites?near=123.475460,41.687673&crs=bd09&radius=5";
    assert_eq!(service.anon().get(near).await.ids(), std::slice::from_ref(&id));
    let history = service.anon().get(&format!("/api/v1/sites/{id}/history")).await;
    assert!(!String::from_utf8(history.body).expect("text").contains("123.469049"));
}

async fn history_outlives_removal(service: Arc<Service>) {
    let admin = service.admin();
    let path = format!("/api/v1/sites/{}", admin.create("/api/v1/sites", &court("误录")).await);
    admin.ask(Method::DELETE, &path).header("if-match", "*").send().await.expect(204);
    let history = service.anon().json(&format!("{path}/history")).await;
    let changes = history["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0]["after"]["name_zh"], "误录");
    assert_eq!(changes[0]["actor"], "admin-token");
    assert_eq!(changes[1]["after"], Value::Null);
    let never = "/api/v1/sites/01890000-0000-7000-8000-000000000000/history";
    service.anon().ask(Method::GET, never).send().await.expect(404);
}

async fn an_edit_of_something_closed_holds_from_today(service: Arc<Service>) {
    let admin = service.admin();
    let old = court_with("旧场", json!({"opened_on": "2019-05-01"}));
    let path = format!("/api/v1/sites/{}", admin.create("/api/v1/sites", &old).await);
    let close = admin.post(&format!("{path}/close"), &json!({"closed_on": "2026-05-31"}));
    close.header("if-match", "*").send().await.expect(200);
    let mut feature = admin.json(&path).await;
    assert_eq!(feature["properties"]["effective_from"], "2026-05-31");
    feature["properties"]["note"] = json!("已拆围栏");
    let put = admin.ask(Method::PUT, &path).raw("application/geo+json", feature.to_string().into_bytes());
    put.header("if-match", "*").send().await.expect(200);
    let history = service.anon().json(&format!("{path}/history")).await;
    let last = history["changes"].as_array().expect("changes").last().expect("a change").clone();
    assert_eq!((&last["effective_from"], &last["reason"]), (&json!("2026-06-15"), &json!("changed")));
}
