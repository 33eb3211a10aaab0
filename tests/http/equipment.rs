use crate::builders::{court, point, walker};
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::json;
use std::sync::Arc;

stories!(
    a_piece_stands_on_its_site,
    pieces_are_listed_by_site_and_distance,
    a_site_with_equipment_is_not_removed,
    a_qr_code_names_one_piece,
    a_removal_holds_from_its_day,
);

async fn a_piece_stands_on_its_site(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    let body = walker(
        &site,
        json!({"standard_edition": "GB 19272-2011", "installed_on": "2015-04-01", "smart": true}),
    );
    let created = admin.post("/api/v1/equipment", &body).send().await.expect(201);
    let piece = created.json();
    assert_eq!(
        piece["geometry"]["coordinates"],
        json!([123.45, 41.7]),
        "without a place of its own, the site's"
    );
    assert_eq!(piece["properties"]["design_life_years"], 8, "what the rules take where nothing is recorded");
    assert_eq!(piece["properties"]["division"], "west");
    let path = format!("/api/v1/equipment/{}", piece["id"].as_str().expect("an id"));
    let mut echoed = piece.clone();
    echoed["properties"]["maker"] = json!("某厂");
    let put = admin.ask(Method::PUT, &path).raw("application/geo+json", echoed.to_string().into_bytes());
    let created = put.header("if-match", &created.header("etag")).send().await.expect(200);
    let patch = json!({"state": "removed", "removed_on": "2026-06-01"});
    admin.patch(&path, &patch).send().await.expect(428);
    admin.patch(&path, &patch).header("if-match", &created.header("etag")).send().await.expect(200);
    assert_eq!(service.anon().json(&path).await["properties"]["state"], "removed");
    let history = service.anon().json(&format!("{path}/history")).await;
    let changes = history["changes"].as_array().expect("changes").len();
    assert_eq!(changes, 4, "the removal of June 1 is carried into the revision of June 15");
    admin.ask(Method::DELETE, &path).header("if-match", "*").send().await.expect(204);
    service.anon().ask(Method::GET, &path).send().await.expect(404);
}

async fn pieces_are_listed_by_site_and_distance(service: Arc<Service>) {
    let admin = service.admin();
    let (one, other) = (
        admin.create("/api/v1/sites", &court("甲")).await,
        admin.create("/api/v1/sites", &court("乙")).await,
    );
    let near = admin.create("/api/v1/equipment", &walker(&one, json!({}))).await;
    let far = walker(&one, json!({"geometry": point(123.455, 41.7), "kind": "twister"}));
    admin.create("/api/v1/equipment", &far).await;
    admin.create("/api/v1/equipment", &walker(&other, json!({"geometry": point(123.55, 41.7)}))).await;
    let anon = service.anon();
    let count =
        async |query: &str| anon.json(&format!("/api/v1/equipment?{query}")).await["numberMatched"].clone();
    assert_eq!(count(&format!("site={one}")).await, 2);
    assert_eq!(count("kind=walker").await, 2);
    assert_eq!(count("division=east").await, 1);
    assert_eq!(
        anon.get("/api/v1/equipment?near=123.45,41.7&radius=50&crs=wgs84&limit=50").await.ids(),
        [near]
    );
    assert_eq!(anon.refused("/api/v1/equipment?site=x").await, "site:malformed");
}

async fn a_site_with_equipment_is_not_removed(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    admin.create("/api/v1/equipment", &walker(&site, json!({}))).await;
    let path = format!("/api/v1/sites/{site}");
    let refused = admin.ask(Method::DELETE, &path).header("if-match", "*").send().await.expect(409);
    assert_eq!(refused.json()["type"], "/problems/conflict");
    assert_eq!(refused.codes(), [":still_in_use"]);
    let told = refused.json()["message_zh"].as_str().expect("a text").to_owned();
    assert!(told.contains("器材") && told.contains("请先") && !told.contains("equipment"), "{told}");
    service.anon().get(&path).await;
    let nowhere = walker("01890000-0000-7000-8000-000000000000", json!({}));
    let refused = admin.post("/api/v1/equipment", &nowhere).send().await.expect(400);
    assert_eq!(refused.codes(), ["/site_id:unknown_site"]);
}

async fn a_qr_code_names_one_piece(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    admin.create("/api/v1/equipment", &walker(&site, json!({"qr_code": "Q1"}))).await;
    let taken = admin.post("/api/v1/equipment", &walker(&site, json!({"qr_code": "Q1"}))).send().await;
    assert_eq!(taken.expect(409).codes(), ["/qr_code:code_taken"]);
    assert_eq!(admin.json("/api/v1/equipment").await["numberMatched"], 1);
}

async fn a_removal_holds_from_its_day(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    let old = json!({"installed_on": "2015-04-01"});
    let last = async |path: &str| {
        let history = service.anon().json(&format!("{path}/history")).await;
        let change = history["changes"].as_array().expect("changes").last().expect("a change").clone();
        (change["effective_from"].clone(), change["reason"].clone())
    };
    let told = (json!("2026-06-01"), json!("closed"));

    let path =
        format!("/api/v1/equipment/{}", admin.create("/api/v1/equipment", &walker(&site, old.clone())).await);
    admin.change(&path, &json!({"state": "removed", "removed_on": "2026-06-01"})).await;
    assert_eq!(last(&path).await, told);
    admin.change(&path, &json!({"maker": "某厂"})).await;
    assert_eq!(last(&path).await, (json!("2026-06-15"), json!("changed")));

    let path = format!("/api/v1/equipment/{}", admin.create("/api/v1/equipment", &walker(&site, old)).await);
    let close = format!("{path}/close");
    let ask = |body: serde_json::Value| admin.post(&close, &body).header("if-match", "*");
    assert_eq!(ask(json!({})).send().await.expect(400).codes(), ["/removed_on:missing"]);
    let later = json!({"removed_on": "2027-01-01"});
    assert_eq!(ask(later).send().await.expect(400).codes(), ["/removed_on:in_the_future"]);
    let other = json!({"closed_on": "2026-06-01"});
    assert_eq!(ask(other).send().await.expect(400).codes(), ["/closed_on:unknown_field"]);
    admin.post(&close, &json!({"removed_on": "2026-06-01"})).send().await.expect(428);
    let body = json!({"removed_on": "2026-06-01", "note": "锈蚀，已拆走"});
    let closed = ask(body).send().await.expect(200).json();
    assert_eq!(closed["properties"]["state"], "removed");
    assert_eq!(closed["properties"]["removed_on"], "2026-06-01");
    assert_eq!(last(&path).await, told);
}
