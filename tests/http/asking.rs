use crate::builders::{court, court_with, point};
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::api::Options;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

stories!(
    reach_by_query_and_by_object,
    gaps_as_figures_and_as_features,
    a_dragged_site_is_answered_at_once,
    scenarios_stand_beside_the_present,
    siting_tells_its_proof,
    jobs_are_listed_read_and_ended,
    wrong_questions_are_told_by_name,
);

const COMMON: &str = "spacing_m=500";

async fn reach_by_query_and_by_object(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let answer = anon.json(&format!("/api/v1/reach?metres=1000,3000&by=kind&{COMMON}")).await;
    let object = json!({"metres": [3000, 1000], "by": "kind", "spacing_m": 500});
    let posted = anon.post("/api/v1/reach", &object).send().await.expect(200);
    assert_eq!(posted.json(), answer, "the order of the limits does not matter");
    let rows = answer["rows"].as_array().expect("rows");
    assert_eq!((&rows[0]["division"], &rows[0]["people"]), (&Value::Null, &json!(1500)));
    let within = |row: &Value, position: usize| row["within"][position]["people"].as_f64().expect("people");
    assert!(within(&rows[0], 0) > 0.0 && within(&rows[0], 1) > within(&rows[0], 0));
    let west = rows.iter().find(|row| row["division"]["name_en"] == "West").expect("West");
    assert!((within(west, 0) - within(&rows[0], 0)).abs() < 1e-9, "the court is far from the east");
    assert_eq!(answer["kinds"][0]["within"], rows[0]["within"]);
    for member in
        ["as_of", "rule_version", "seq", "method", "population", "sites", "flags", "variety", "distances"]
    {
        assert!(!answer[member].is_null(), "{member}");
    }
    let map = anon.get(&format!("/api/v1/reach?metres=1000&format=geojson&{COMMON}")).await.expect(200);
    assert_eq!(map.header("content-type"), "application/geo+json");
    let map = map.json();
    let cells = map["features"].as_array().expect("features");
    assert!(
        !cells.is_empty() && cells.iter().all(|cell| cell["properties"]["people"].as_f64() >= Some(10.0))
    );
    assert!(map["hidden"]["people"].is_number());
    // Only the west.
    let west = anon.json(&format!("/api/v1/reach?division=west&{COMMON}")).await;
    assert_eq!(west["rows"][0]["people"], 1000);
}

async fn gaps_as_figures_and_as_features(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let reach = anon.json(&format!("/api/v1/reach?metres=1000&{COMMON}")).await;
    let gaps = anon.json(&format!("/api/v1/gaps?metres=1000&{COMMON}")).await;
    let reached = reach["rows"][0]["within"][0]["people"].as_f64().expect("people");
    assert!((gaps["uncovered"]["people"].as_f64().expect("people") + reached - 1500.0).abs() < 1e-9);
    assert!(gaps["gaps"][0]["nearest"]["name_zh"] == "西");
    // A cell has some one person: too few to be shown each.
    for (part, sort) in [("areas", "MultiPolygon"), ("places", "Point")] {
        let map = anon.json(&format!("/api/v1/gaps?metres=1000&format=geojson&part={part}&{COMMON}")).await;
        assert_eq!(map["features"][0]["geometry"]["type"], sort, "{part}");
        assert_eq!(map["uncovered"], gaps["uncovered"]);
    }
}

async fn a_dragged_site_is_answered_at_once(service: Arc<Service>) {
    let anon = service.anon();
    let site = json!({"add": {"geometry": point(123.55, 41.7), "kind": "basketball"}});
    let body = json!({"changes": [site], "metres": [3000], "spacing_m": 500});
    let told = anon.post("/api/v1/what-if", &body).send().await.expect(200).json();
    assert_eq!(told["before"]["within"][0]["people"], 0);
    let gained = &told["gained"][0];
    assert!(gained.as_f64() > Some(0.0));
    assert_eq!(&told["after"]["within"][0]["people"], gained);
    let names: Vec<&Value> =
        told["rows"].as_array().expect("rows").iter().map(|row| &row["division"]["name_en"]).collect();
    assert_eq!(names, [&json!("Square District"), &json!("East")], "the west is as it was");
    // Nothing was written.
    assert_eq!(anon.json("/api/v1/sites").await["numberMatched"], 0);
    let wrong = json!({"changes": [{"add": {"geometry": point(123.55, 41.7), "kind": "moon"}}]});
    let refused = anon.post("/api/v1/what-if", &wrong).send().await.expect(400).json();
    assert_eq!(refused["errors"][0]["pointer"], "/changes/0/add/kind");
    let wrong = json!({"changes": [{"paint": {}}]});
    let refused = anon.post("/api/v1/what-if", &wrong).send().await.expect(400).json();
    assert_eq!(refused["errors"][0]["pointer"], "/changes/0");
}

async fn scenarios_stand_beside_the_present(service: Arc<Service>) {
    let admin = service.admin();
    let id = admin.create("/api/v1/sites", &court("西")).await;
    let build = json!({"name": "补建", "changes": [{"add": {"geometry": point(123.55, 41.7), "kind": "basketball", "area_m2": 900}}]});
    let close = json!({"name": "关闭", "changes": [{"close": {"site": id}}]});
    for scenario in [&build, &close] {
        admin.post("/api/v1/scenarios", scenario).send().await.expect(201);
    }
    let anon = service.anon();
    let asked = format!("/api/v1/scenarios/compare?scenarios=补建,关闭&metres=1000&{COMMON}");
    let asked = asked.replace("补建", "%E8%A1%A5%E5%BB%BA").replace("关闭", "%E5%85%B3%E9%97%AD");
    let told = anon.json(&asked).await;
    let area = |column: &Value, row: usize| column["rows"][row]["area_m2"].as_f64();
    assert_eq!((area(&told["present"], 0), area(&told["scenarios"][0], 0)), (Some(600.0), Some(1500.0)));
    assert_eq!(area(&told["scenarios"][1], 0), Some(0.0));
    let people = |column: &Value| column["rows"][0]["within"][0]["people"].as_f64().expect("people");
    assert!(people(&told["scenarios"][0]) > people(&told["present"]));
    assert_eq!(people(&told["scenarios"][1]), 0.0);
    assert_eq!(told["scenarios"][0]["name"], "补建");
    // A changed scenario is compared as it is now.
    let unknown = anon.ask(Method::GET, "/api/v1/scenarios/compare?scenarios=none").send().await.expect(400);
    assert_eq!(unknown.codes(), ["scenarios:no_such_scenario"]);
}

async fn siting_tells_its_proof(service: Arc<Service>) {
    let anon = service.anon();
    let body = json!({"count": 2, "metres": 2000, "candidates": "grid:1000", "spacing_m": 500});
    let told = anon.post("/api/v1/siting", &body).send().await.expect(200).json();
    let proof = &told["proof"];
    assert_eq!(
        (&proof["proven"], &proof["stopped"], &proof["gap"]),
        (&json!(true), &json!("optimal"), &json!(0.0))
    );
    let after = told["after"]["within"][0]["people"].as_f64().expect("people");
    assert!((proof["objective"].as_f64().expect("people") - after).abs() < 1e-6);
    assert_eq!(told["chosen"].as_array().map(Vec::len), Some(2));
    let map = anon
        .json("/api/v1/siting?count=2&metres=2000&candidates=grid:1000&spacing_m=500&format=geojson")
        .await;
    assert_eq!(map["features"][0]["geometry"]["type"], "Point");
    assert_eq!(map["features"][0]["properties"]["rank"], 1);
    // One in each division, also where a site stands already.
    service
        .admin()
        .create("/api/v1/sites", &court_with("东", json!({"geometry": point(123.55, 41.7)})))
        .await;
    let each = json!({"count": 2, "metres": 20000, "candidates": "grid:1000", "spacing_m": 500, "one_in_each": "subdistrict"});
    let asked = anon.post("/api/v1/siting", &each).send().await;
    let told = asked.expect(200).json();
    let mut names: Vec<&str> = told["chosen"]
        .as_array()
        .expect("places")
        .iter()
        .filter_map(|place| place["division"]["name_en"].as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["East", "West"]);
}

async fn jobs_are_listed_read_and_ended(service: Arc<Service>) {
    let anon = service.anon();
    let answer = anon.json(&format!("/api/v1/reach?metres=1000&{COMMON}")).await;
    let jobs = anon.json("/api/v1/jobs").await;
    let job = &jobs["jobs"][0];
    assert_eq!(
        (&job["state"], &job["progress"], &job["question"]["study"]),
        (&json!("done"), &json!(1.0), &json!("reach"))
    );
    let path = format!("/api/v1/jobs/{}", job["job"].as_str().expect("an id"));
    assert_eq!(&anon.json(&path).await, job);
    assert_eq!(anon.json(&format!("{path}/result")).await, answer);
    // The same question joins it; another state of the registry is another job.
    anon.json(&format!("/api/v1/reach?metres=1000&{COMMON}")).await;
    assert_eq!(anon.json("/api/v1/jobs").await["jobs"].as_array().map(Vec::len), Some(1));
    service.admin().create("/api/v1/sites", &court("西")).await;
    let changed = anon.json(&format!("/api/v1/reach?metres=1000&{COMMON}")).await;
    assert_ne!(changed["rows"], answer["rows"]);
    assert_eq!(anon.json("/api/v1/jobs").await["jobs"].as_array().map(Vec::len), Some(2));
    // A job that is done stays so.
    let ended = anon.ask(Method::DELETE, &path).send().await.expect(200).json();
    assert_eq!(ended["state"], "done");
    anon.ask(Method::GET, "/api/v1/jobs/0000").send().await.expect(404);
    // Long work answers where it is found, and ends when it is told to.
    let long = json!({"model": "least_distance", "count": 9, "metres": 20000, "candidates": "grid:1000", "spacing_m": 500, "seconds": 3600});
    let hasty = service.with(Options { patience: Duration::ZERO, ..Options::default() });
    let started = hasty.post("/api/v1/siting", &long).send().await;
    let path = started.expect(202).header("location");
    let mut state = anon.ask(Method::DELETE, &path).send().await.expect(200).json();
    while state["state"] == "running" {
        tokio::time::sleep(Duration::from_millis(100)).await;
        state = anon.json(&path).await;
    }
    assert!(state["state"] == "cancelled" || state["state"] == "done", "{state}");
}

async fn wrong_questions_are_told_by_name(service: Arc<Service>) {
    let anon = service.anon();
    for (path, told) in [
        ("/api/v1/reach?metres=-1", "metres:malformed"),
        ("/api/v1/reach?mode=fly", "mode:malformed"),
        ("/api/v1/reach?radius=3", "radius:unknown_parameter"),
        ("/api/v1/reach?as_of=today", "as_of:malformed"),
        ("/api/v1/gaps?metres=1,2", "metres:one_only"),
        ("/api/v1/siting", "count:required"),
        ("/api/v1/isochrone?minutes=5", "at:one_of"),
        ("/api/v1/isochrone?at=200,41", "at:malformed"),
        ("/api/v1/reach?division=nowhere", "division:unknown_division"),
    ] {
        assert_eq!(anon.refused(path).await, told, "{path}");
    }
    let walk = anon.ask(Method::GET, "/api/v1/reach?mode=walk").send().await.expect(409).json();
    assert!(walk["message_zh"].as_str().expect("a text").contains("jiantu import network"));
    let list = anon.post("/api/v1/reach", &json!({"metres": {"from": 3}})).send().await.expect(400);
    assert_eq!(list.codes(), ["/metres:malformed"]);
    let text = anon.ask(Method::POST, "/api/v1/reach").raw("text/plain", b"x".to_vec()).send().await;
    text.expect(415);
}
