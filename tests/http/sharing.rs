use crate::builders::{court, court_with, point};
use crate::service::{Service, stories};
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    access_is_answered_and_refused,
    diversity_counts_families,
    equity_compares_both_halves,
    bounds_hold_the_figure,
    projects_lift_the_district,
);

/// A court of 600 m2 in the west and one of 300 m2 in the east.
async fn courts(service: &Service) {
    let admin = service.admin();
    admin.create("/api/v1/sites", &court("西")).await;
    let east = json!({"geometry": point(123.55, 41.7), "area_m2": 300});
    admin.create("/api/v1/sites", &court_with("东", east)).await;
}

fn close(found: &Value, wanted: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - wanted).abs() < 1e-6, "{found} is not {wanted}");
}

async fn access_is_answered_and_refused(service: Arc<Service>) {
    courts(&service).await;
    let anon = service.anon();
    let answer = anon.json("/api/v1/access?metres=3000&spacing_m=1000").await;
    close(&answer["conservation"]["people_times_access"], 900.0);
    assert_eq!(answer["population"]["people"], 1500);
    assert_eq!(answer["rows"][0]["division"], Value::Null);
    let posted = json!({"metres": 3000, "spacing_m": 1000});
    let posted = anon.post("/api/v1/access", &posted).send().await.expect(200).json();
    assert_eq!(posted, answer, "a query and an object ask the same");
    let map = anon.get("/api/v1/access?metres=3000&spacing_m=1000&format=geojson").await;
    assert_eq!(map.header("content-type"), "application/geo+json");
    assert_eq!(anon.refused("/api/v1/access?method=4sfca").await, "method:malformed");
    assert_eq!(anon.refused("/api/v1/access?speed=3").await, "speed:unknown_parameter");
    let walk = anon.ask(axum::http::Method::GET, "/api/v1/access?mode=walk&spacing_m=1000");
    assert!(walk.send().await.expect(409).json().to_string().contains("mode=line"));
}

async fn diversity_counts_families(service: Arc<Service>) {
    courts(&service).await;
    let answer = service.anon().json("/api/v1/diversity?metres=100000&spacing_m=1000").await;
    close(&answer["rows"][0]["mean"], 1.0);
    assert_eq!(answer["categories"][0]["people"], 1500);
    assert_eq!(service.anon().refused("/api/v1/diversity?by=colour").await, "by:malformed");
}

async fn equity_compares_both_halves(service: Arc<Service>) {
    courts(&service).await;
    let answer = service.anon().json("/api/v1/equity?spacing_m=1000").await;
    // Both halves have 0.6 m2 a head.
    close(&answer["area"]["mean"], 0.6);
    close(&answer["area"]["gini"], 0.0);
    let refused = service.anon().refused("/api/v1/equity?figure=half").await;
    assert_eq!(refused, "figure:malformed");
}

async fn bounds_hold_the_figure(service: Arc<Service>) {
    courts(&service).await;
    let unknown = court_with("未测", json!({"area_m2": null, "area_grade": null}));
    service.admin().create("/api/v1/sites", &unknown).await;
    let answer = service.anon().json("/api/v1/bounds").await;
    let whole = &answer["rows"][0];
    close(&whole["m2_per_head"], 0.6);
    close(&whole["high"], 0.6 + 608.0 / 1500.0);
    assert_eq!(
        (&whole["certainty"], &whole["text_en"]),
        (&json!("missed"), &json!("0.60, between 0.60 and 1.01"))
    );
    assert_eq!(service.anon().refused("/api/v1/bounds?target=x").await, "target:malformed");
}

async fn projects_lift_the_district(service: Arc<Service>) {
    courts(&service).await;
    let answer = service.anon().json("/api/v1/projects").await;
    let whole = &answer["rows"][0];
    assert_eq!(whole["shortfall_m2"], 6750 - 900);
    assert_eq!((&whole["mix"]["proven"], &answer["example"]), (&json!(true), &json!(true)));
    let each = service.anon().json("/api/v1/projects?each=true&target=0.6").await;
    assert_eq!(each["total"]["cost"], 0);
    assert_eq!(service.anon().refused("/api/v1/projects?each=perhaps").await, "each:malformed");
}
