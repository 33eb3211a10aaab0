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
    defects_of_a_feature_are_pointed_at_where_they_stand,
    a_conflict_says_where_and_what_to_do,
    control_characters_are_refused,
    a_write_that_was_given_up_may_stand,
    what_is_missing_is_named_in_both_languages,
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

async fn defects_of_a_feature_are_pointed_at_where_they_stand(service: Arc<Service>) {
    let admin = service.admin();
    let id =
        admin.create("/api/v1/sites", &court_with("甲", json!({"external_id": "x", "source": "s"}))).await;
    let feature = |properties: Value| {
        json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [123.45, 41.7]}, "properties": properties})
            .to_string()
            .into_bytes()
    };
    let post = |properties: Value| {
        admin.ask(Method::POST, "/api/v1/sites").raw("application/geo+json", feature(properties)).send()
    };
    let wrong = post(json!({"name_zh": "x", "kind": "moon", "nam": 1})).await.expect(400);
    assert_eq!(wrong.codes(), ["/properties/kind:unknown_kind"]);
    let taken = json!({"name_zh": "乙", "kind": "basketball", "external_id": "x", "source": "s"});
    assert_eq!(post(taken).await.expect(409).codes(), ["/properties/external_id:external_id_taken"]);
    let away = json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [41.7, 123.45]},
        "properties": {"name_zh": "x", "kind": "basketball"}});
    let away =
        admin.ask(Method::POST, "/api/v1/sites").raw("application/geo+json", away.to_string().into_bytes());
    assert_eq!(away.send().await.expect(400).codes(), ["/geometry:wrong_coordinates"]);
    let path = format!("/api/v1/sites/{id}");
    for method in [Method::PUT, Method::PATCH] {
        let body = feature(json!({"name_zh": "甲", "kind": "basketball", "opened_on": "soon"}));
        let ask = admin.ask(method, &path).raw("application/geo+json", body).header("if-match", "*");
        assert_eq!(ask.send().await.expect(400).codes(), ["/properties/opened_on:not_a_date"]);
    }
    let piece = json!({"type": "Feature", "geometry": null, "properties": {"site_id": id, "kind": "moon"}});
    let ask = admin.ask(Method::POST, "/api/v1/equipment");
    let piece = ask.raw("application/geo+json", piece.to_string().into_bytes()).send().await;
    assert_eq!(piece.expect(400).codes(), ["/properties/kind:unknown_kind"]);
}

async fn a_conflict_says_where_and_what_to_do(service: Arc<Service>) {
    let admin = service.admin();
    let keyed = court_with("甲", json!({"external_id": "12", "source": "普查", "kind": "sports_park"}));
    let id = admin.create("/api/v1/sites", &keyed).await;
    let taken = admin.post("/api/v1/sites", &keyed).send().await.expect(409);
    assert_eq!(taken.codes(), ["/external_id:external_id_taken"]);
    let told = taken.json()["message_zh"].as_str().expect("a text").to_owned();
    assert!(told.contains("普查") && told.contains("12") && !told.contains("site_external"), "{told}");
    let again = admin.post("/api/v1/sites", &court_with("乙", json!({"id": id}))).send().await.expect(409);
    assert_eq!(again.codes(), ["/id:exists"]);
    let nowhere = json!({"container_id": "01890000-0000-7000-8000-000000000000"});
    let orphan = admin.post("/api/v1/sites", &court_with("丙", nowhere)).send().await.expect(409);
    assert_eq!(orphan.codes(), ["/container_id:no_such_parent"]);
    admin.create("/api/v1/sites", &court_with("丁", json!({"container_id": id}))).await;
    let ask = admin.ask(Method::DELETE, &format!("/api/v1/sites/{id}")).header("if-match", "*");
    let used = ask.send().await.expect(409).json();
    assert_eq!(used["errors"][0]["code"], "still_in_use");
    assert!(used["message_en"].as_str().is_some_and(|told| told.contains("close it instead")), "{used}");
}

async fn control_characters_are_refused(service: Arc<Service>) {
    let admin = service.admin();
    let refused = async |others: Value| {
        admin.post("/api/v1/sites", &court_with("场", others)).send().await.expect(400).codes()
    };
    for name in ["external_id", "name_zh", "owner", "note"] {
        assert_eq!(refused(json!({name: "a\u{0}b"})).await, [format!("/{name}:control_character")]);
        assert_eq!(refused(json!({name: "a\u{7}b"})).await, [format!("/{name}:control_character")]);
    }
    assert_eq!(refused(json!({"programmes": ["a\u{0}"]})).await, ["/programmes:control_character"]);
    assert_eq!(refused(json!({"programmes": "a;b\u{0}"})).await, ["/programmes:control_character"]);
    let wrapped = json!({"name_zh": "第一\n球场", "note": "一行\n\t又一行"});
    let id = admin.create("/api/v1/sites", &court_with("", wrapped)).await;
    let site = admin.json(&format!("/api/v1/sites/{id}")).await;
    assert_eq!(site["properties"]["name_zh"], "第一 球场", "a name is one line");
    assert_eq!(site["properties"]["note"], "一行\n\t又一行");
}

async fn a_write_that_was_given_up_may_stand(service: Arc<Service>) {
    let hasty =
        service.with(Options { time_limit: std::time::Duration::from_millis(50), ..Options::default() });
    let late =
        hasty.post("/api/v1/sites", &court("场")).header("x-jiantu-seq", "999999").send().await.expect(503);
    assert_eq!(late.json()["type"], "/problems/timeout");
    for language in ["message_zh", "message_en"] {
        let told = late.json()[language].as_str().expect("a text").to_owned();
        assert!(told.contains("Idempotency-Key"), "{told}");
    }
}

async fn what_is_missing_is_named_in_both_languages(service: Arc<Service>) {
    let anon = service.anon();
    for (path, zh, en) in [
        ("/api/v1/sites/x", "场地", "site"),
        ("/api/v1/equipment/01890000-0000-7000-8000-000000000000", "器材", "equipment"),
        ("/ogc/collections/moons/items", "数据集", "collection"),
        ("/ogc/collections/trails/items/x", "健身步道", "trail"),
    ] {
        let told = anon.ask(Method::GET, path).send().await.expect(404).json();
        let (told_zh, told_en) = (told["message_zh"].as_str(), told["message_en"].as_str());
        assert!(told_zh.is_some_and(|told| told.contains(zh) && !told.contains(en)), "{told}");
        assert!(told_en.is_some_and(|told| told.contains(en)), "{told}");
    }
}
