//! `/api/v1/organisations`, `/events`, `/institutions`, `/providers`, `/observations`, `/milestones`.

use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    a_record_of_every_kind_lives_by_the_same_verbs,
    organisations_are_listed_by_word_place_and_day,
    an_event_names_its_organiser,
    a_feature_states_its_division,
    what_is_wrong_is_pointed_at,
    what_has_ended_is_closed,
    those_with_a_place_are_collections,
    a_file_is_kept_and_shown_where_it_proves_something,
);

fn station(external_id: &str, more: Value) -> Value {
    let mut station = json!({"external_id": external_id, "kind": "fitness_station", "name_zh": "站点",
        "founded_on": "2022-05-01", "geometry": {"type": "Point", "coordinates": [123.45, 41.7]}});
    for (name, value) in more.as_object().expect("members") {
        station[name] = value.clone();
    }
    station
}

async fn a_record_of_every_kind_lives_by_the_same_verbs(service: Arc<Service>) {
    let admin = service.admin();
    let all = [
        (
            "organisations",
            station("O-1", json!({"activity_room": true, "tags": ["x"]})),
            "founded_on",
            "2022-05-01",
        ),
        (
            "events",
            json!({"external_id": "V-1", "name_zh": "活动", "starts_on": "2024-05-01", "division": "west"}),
            "starts_on",
            "2024-05-01",
        ),
        (
            "institutions",
            json!({"external_id": "I-1", "kind": "养老服务站", "name_zh": "养老站", "opened_on": "2020"}),
            "opened_on",
            "2020-01-01",
        ),
        (
            "providers",
            json!({"external_id": "P-1", "category": "service_firm", "name_zh": "公司", "valid_from": "2022-01-01"}),
            "valid_from",
            "2022-01-01",
        ),
        (
            "observations",
            json!({"external_id": "B-1", "series": "instructors", "period": "2024", "value": 12}),
            "period_to",
            "2024-12-31",
        ),
        (
            "milestones",
            json!({"external_id": "M-1", "task": 1, "date": "2024-02-01", "title_zh": "事项"}),
            "date",
            "2024-02-01",
        ),
    ];
    for (what, body, member, day) in all {
        let path = format!("/api/v1/{what}");
        let created = admin.post(&path, &body).send().await.expect(201);
        let feature = created.json();
        let id = feature["id"].as_str().expect("an id");
        assert_eq!(created.header("location"), format!("http://jiantu.test{path}/{id}"), "{what}");
        assert_eq!(feature["properties"][member], day, "{what}: {feature}");
        assert_eq!(feature["properties"]["effective_from"], day, "{what} holds since its own day");
        let one = format!("{path}/{id}");
        admin.patch(&one, &json!({"note": "一"})).send().await.expect(428);
        let changed = admin.patch(&one, &json!({"note": "一"})).header("if-match", &created.header("etag"));
        let changed = changed.send().await.expect(200);
        let stale = admin.patch(&one, &json!({"note": "二"})).header("if-match", &created.header("etag"));
        stale.send().await.expect(412);
        // What was read is sent back whole, as it is and with one member more.
        let mut echoed = service.anon().json(&one).await;
        echoed["properties"]["note"] = json!("三");
        let put = admin.ask(Method::PUT, &one).raw("application/geo+json", echoed.to_string().into_bytes());
        let put = put.header("if-match", &changed.header("etag")).send().await.expect(200).json();
        let mut expected = echoed.clone();
        for member in ["version", "effective_from"] {
            expected["properties"][member] = put["properties"][member].clone();
        }
        assert_eq!(put, expected, "{what}");
        assert_eq!(service.anon().json(&path).await["numberMatched"], 1);
        let history = service.anon().json(&format!("{one}/history")).await;
        assert_eq!(history["changes"].as_array().map(Vec::len), Some(3), "{what}");
        let taken = admin.post(&path, &body).send().await.expect(409);
        assert_eq!(taken.codes(), ["/external_id:external_id_taken"]);
        admin.ask(Method::DELETE, &one).header("if-match", "*").send().await.expect(204);
        service.anon().ask(Method::GET, &one).send().await.expect(404);
        let history = service.anon().json(&format!("{one}/history")).await;
        assert_eq!(history["changes"].as_array().map(Vec::len), Some(4), "{what}");
        service.anon().post(&path, &body).send().await.expect(401);
    }
}

async fn organisations_are_listed_by_word_place_and_day(service: Arc<Service>) {
    let admin = service.admin();
    let near = admin.create("/api/v1/organisations", &station("O-1", json!({}))).await;
    let east = json!({"type": "Point", "coordinates": [123.55, 41.7]});
    admin
        .create(
            "/api/v1/organisations",
            &station("O-2", json!({"geometry": east, "founded_on": "2024-01-01"})),
        )
        .await;
    let club = json!({"kind": "club", "geometry": null, "tags": ["网球"], "closed_on": "2023-06-30"});
    admin.create("/api/v1/organisations", &station("O-3", club)).await;
    let anon = service.anon();
    let count = async |query: &str| {
        anon.json(&format!("/api/v1/organisations?{query}")).await["numberMatched"].clone()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("kind=fitness_station").await, 2);
    assert_eq!(count("tag=网球").await, 1);
    assert_eq!(count("division=east").await, 1);
    assert_eq!(count("datetime=2023-12-31").await, 1);
    assert_eq!(count("bbox=123.4,41.6,123.6,41.8").await, 2);
    assert_eq!(anon.get("/api/v1/organisations?near=123.45,41.7&radius=50&crs=wgs84").await.ids(), [near]);
    assert_eq!(anon.refused("/api/v1/organisations?colour=red").await, "colour:unknown_parameter");
}

async fn an_event_names_its_organiser(service: Arc<Service>) {
    let admin = service.admin();
    let club = admin.create("/api/v1/organisations", &station("O-1", json!({}))).await;
    let event = json!({"external_id": "V-1", "name_zh": "活动", "starts_on": "2024-05-01", "organiser": "O-1",
        "brand": "kite", "participants": 300});
    let id = admin.create("/api/v1/events", &event).await;
    let read = service.anon().json(&format!("/api/v1/events/{id}")).await;
    assert_eq!(read["properties"]["organiser_id"], club);
    assert_eq!(read["geometry"], Value::Null);
    let listed = async |query: &str| {
        service.anon().json(&format!("/api/v1/events?{query}")).await["numberMatched"].clone()
    };
    assert_eq!(listed(&format!("organiser={club}")).await, 1);
    assert_eq!(listed("tag=brand").await, 1);
    assert_eq!(listed("brand=rowing_open").await, 0);
    let refused = admin.ask(Method::DELETE, &format!("/api/v1/organisations/{club}")).header("if-match", "*");
    assert_eq!(refused.send().await.expect(409).codes(), [":still_in_use"]);
}

async fn a_feature_states_its_division(service: Arc<Service>) {
    let admin = service.admin();
    let feature = json!({"type": "Feature", "geometry": null, "properties":
        {"external_id": "O-1", "kind": "club", "name_zh": "俱乐部", "founded_on": "2020-01-01", "division": "west"}});
    let id = admin.create("/api/v1/organisations", &feature).await;
    let path = format!("/api/v1/organisations/{id}");
    let mut read = service.anon().json(&path).await;
    assert_eq!(read["properties"]["division"], "west");
    read["properties"]["division"] = json!("east");
    let put = admin.ask(Method::PUT, &path).raw("application/geo+json", read.to_string().into_bytes());
    let put = put.header("if-match", "*").send().await.expect(200).json();
    assert_eq!(put["properties"]["division"], "east");
    let changed = admin.change(&path, &json!({"division": null})).await.json();
    assert_eq!(
        (&changed["properties"]["division"], &changed["properties"]["division_id"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(service.anon().json("/api/v1/organisations?division=east").await["numberMatched"], 0);
}

async fn what_is_wrong_is_pointed_at(service: Arc<Service>) {
    let admin = service.admin();
    for (what, body, codes) in [
        (
            "organisations",
            json!({"external_id": "O", "kind": "guild", "name_zh": "甲"}),
            vec!["/kind:unknown_kind"],
        ),
        (
            "organisations",
            json!({"colour": 1}),
            vec!["/external_id:missing", "/kind:missing", "/name_zh:missing"],
        ),
        (
            "events",
            json!({"external_id": "V", "name_zh": "甲", "starts_on": "2024-05-01", "organiser": "O-7"}),
            vec!["/organiser:unknown_organiser"],
        ),
        (
            "events",
            json!({"external_id": "V", "name_zh": "甲", "starts_on": "2024-05-01", "lon": 123.4, "lat": 41.7}),
            vec!["/geometry:no_place"],
        ),
        (
            "providers",
            json!({"external_id": "P", "category": "wizard", "name_zh": "甲"}),
            vec!["/category:unknown_word"],
        ),
        (
            "observations",
            json!({"external_id": "B", "series": "instructors", "period": "2024", "numerator": 1}),
            vec!["/denominator:missing"],
        ),
        (
            "milestones",
            json!({"external_id": "M", "task": 1, "date": "2024-02-01", "title_zh": "甲", "acceptance": "accepted"}),
            vec!["/decided_on:missing", "/decided_by:missing", "/evidence_text:no_evidence"],
        ),
    ] {
        let refused = admin.post(&format!("/api/v1/{what}"), &body).send().await.expect(400);
        assert_eq!(refused.codes(), codes, "{what} {body}");
    }
}

async fn what_has_ended_is_closed(service: Arc<Service>) {
    let admin = service.admin();
    let id = admin.create("/api/v1/organisations", &station("O-1", json!({}))).await;
    let path = format!("/api/v1/organisations/{id}");
    let ask = |body: Value| admin.post(&format!("{path}/close"), &body).header("if-match", "*");
    assert_eq!(ask(json!({})).send().await.expect(400).codes(), ["/closed_on:missing"]);
    assert_eq!(
        ask(json!({"closed_on": "2030-01-01"})).send().await.expect(400).codes(),
        ["/closed_on:in_the_future"]
    );
    let closed = ask(json!({"closed_on": "2025-12-31", "note": "停办"})).send().await.expect(200).json();
    assert_eq!(closed["properties"]["closed_on"], "2025-12-31");
    let history = service.anon().json(&format!("{path}/history")).await;
    let last = &history["changes"][1];
    assert_eq!((&last["effective_from"], &last["reason"]), (&json!("2025-12-31"), &json!("closed")));
    let event = json!({"external_id": "V-1", "name_zh": "活动", "starts_on": "2024-05-01"});
    let event = admin.create("/api/v1/events", &event).await;
    admin.post(&format!("/api/v1/events/{event}/close"), &json!({})).send().await.expect(404);
}

async fn those_with_a_place_are_collections(service: Arc<Service>) {
    let admin = service.admin();
    let id = admin.create("/api/v1/organisations", &station("O-1", json!({}))).await;
    let anon = service.anon();
    let items = anon.json("/ogc/collections/organisations/items?kind=fitness_station").await;
    assert_eq!(items["features"][0]["id"], id);
    anon.get(&format!("/ogc/collections/organisations/items/{id}")).await;
    let about = anon.json("/ogc/collections/organisations").await;
    assert_eq!(about["extent"]["spatial"]["bbox"][0].as_array().map(Vec::len), Some(4));
    assert_eq!(anon.json("/ogc/collections/institutions/items").await["numberMatched"], 0);
    anon.ask(Method::GET, "/ogc/collections/events/items").send().await.expect(404);
}

async fn a_file_is_kept_and_shown_where_it_proves_something(service: Arc<Service>) {
    let (anon, admin) = (service.anon(), service.admin());
    let file = b"%PDF-1.7 minutes of the meeting".to_vec();
    anon.ask(Method::POST, "/api/v1/blobs").raw("application/pdf", file.clone()).send().await.expect(401);
    let kept = admin
        .ask(Method::POST, "/api/v1/blobs")
        .raw("application/pdf", file.clone())
        .send()
        .await
        .expect(201);
    let hash = kept.json()["sha256"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/blobs/{hash}");
    assert!(kept.header("location").ends_with(&path));
    anon.ask(Method::GET, &path).send().await.expect(404);
    let declared = json!({"external_id": "D-1", "task": 25, "state": "met", "date": "2021-12-20",
        "declared_by": "区体育局", "blob": hash});
    admin.create("/api/v1/declarations", &declared).await;
    let shown = anon.ask(Method::GET, &path).send().await.expect(200);
    assert_eq!(
        (shown.body.as_slice(), shown.header("content-type").as_str()),
        (file.as_slice(), "application/pdf")
    );
    assert!(shown.header("content-disposition").starts_with("attachment;"));
    let again = anon.ask(Method::GET, &path).header("if-none-match", &shown.header("etag")).send().await;
    again.expect(304);
    let task = anon.json("/api/v1/plan/tasks/25?as_of=2021-12-31").await;
    assert_eq!(task["tasks"][0]["declared"]["file"], hash.as_str());
    // A photograph is kept without what its camera wrote into it.
    let exif = b"\xff\xe1\x00\x0cExif\0\0here".to_vec();
    let picture = [&b"\xff\xd8"[..], &exif, b"\xff\xda\x00\x02\x07\xff\xd9"].concat();
    let kept =
        admin.ask(Method::POST, "/api/v1/blobs").raw("image/jpeg", picture.clone()).send().await.expect(201);
    assert_eq!(kept.json()["bytes"], picture.len() - exif.len());
    let cut = picture[..picture.len() - 2].to_vec();
    admin.ask(Method::POST, "/api/v1/blobs").raw("image/jpeg", cut).send().await.expect(400);
    admin.ask(Method::POST, "/api/v1/blobs").raw("text/plain", Vec::new()).send().await.expect(400);
    anon.ask(Method::GET, "/api/v1/blobs/abc").send().await.expect(404);
}
