use crate::builders::{court, walker};
use crate::client::{Answer, Client};
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

stories!(
    the_document_is_served_in_both_dialects,
    the_document_is_whole,
    the_older_document_begins_at_the_landing_page,
    every_route_is_documented,
    every_documented_operation_answers_and_no_other,
    the_document_as_it_was_agreed,
);

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

async fn the_document_is_served_in_both_dialects(service: Arc<Service>) {
    let anon = service.anon();
    let older = anon.get("/ogc/api").await;
    assert_eq!(older.header("content-type"), "application/vnd.oai.openapi+json;version=3.0");
    assert_eq!(older.json()["openapi"], "3.0.3");
    assert_eq!(older.json()["servers"][0]["url"], "http://jiantu.test/ogc");
    let ask = |accept: &str| anon.ask(Method::GET, "/ogc/api").header("accept", accept).send();
    let newer = ask("application/vnd.oai.openapi+json;version=3.1").await.expect(200);
    assert_eq!(newer.header("content-type"), "application/vnd.oai.openapi+json;version=3.1");
    assert_eq!(newer.json()["openapi"], "3.1.0");
    assert_eq!(newer.json()["servers"][0]["url"], "http://jiantu.test");
    assert_eq!(anon.json("/ogc/api?f=openapi31").await, newer.json());
    assert_eq!(anon.json("/api/v1/openapi.json").await, older.json());
    for page in ["text/html", "text/html,application/xhtml+xml,*/*;q=0.8"] {
        assert_eq!(ask(page).await.expect(303).header("location"), "/ogc/api.html");
    }
    for accept in ["*/*", "application/json", "application/vnd.oai.openapi+json;version=3.0"] {
        assert_eq!(ask(accept).await.expect(200).body, older.body, "{accept}");
    }
    let again = anon.ask(Method::GET, "/ogc/api").header("if-none-match", &older.header("etag"));
    assert!(again.send().await.expect(304).body.is_empty());
    assert_ne!(older.header("etag"), newer.header("etag"));
    assert_eq!(anon.refused("/ogc/api?f=xml").await, "f:malformed");
}

async fn the_document_is_whole(service: Arc<Service>) {
    for form in ["openapi30", "openapi31"] {
        let document = service.anon().json(&format!("/ogc/api?f={form}")).await;
        each(&document, &mut |node| {
            if let Some(Value::String(reference)) = node.get("$ref") {
                let pointer = reference.strip_prefix('#').expect("a reference into the document");
                assert!(document.pointer(pointer).is_some(), "{form}: {reference} leads nowhere");
            }
        });
        let tags: BTreeSet<&str> = texts(&document["tags"], "name");
        let mut ids = BTreeSet::new();
        for (path, method, operation) in operations(&document) {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(tags.contains(operation["tags"][0].as_str().expect("a tag")), "{method} {path}");
            for name in ["summary", "responses"] {
                assert!(operation.get(name).is_some(), "{method} {path} has no {name}");
            }
            let told = operation["parameters"].as_array().cloned().unwrap_or_default();
            let told = told.iter().map(|one| match one["$ref"].as_str() {
                Some(reference) => document.pointer(&reference[1..]).expect("a parameter"),
                None => one,
            });
            let told: BTreeSet<String> = told
                .filter(|one| one["in"] == "path")
                .filter_map(|one| one["name"].as_str().map(str::to_owned))
                .collect();
            assert_eq!(told, placeholders(&path), "{method} {path}");
        }
        let used = serde_json::to_string(&document).expect("JSON");
        for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
            let reference = format!("\"#/components/schemas/{name}\"");
            assert!(used.contains(&reference), "{form}: nothing refers to {name}");
        }
    }
    let older = service.anon().json("/ogc/api").await;
    each(&older, &mut |node| {
        assert!(!node.get("type").is_some_and(Value::is_array), "3.0 knows one type: {node:?}");
        assert!(node.get("const").is_none_or(Value::is_object), "3.0 has no const: {node:?}");
    });
}

/// The routes are read where they are written: nothing else knows them all.
async fn every_route_is_documented(service: Arc<Service>) {
    let document = service.anon().json("/ogc/api?f=openapi31").await;
    let documented: BTreeSet<String> = operations(&document).map(|(path, ..)| shape(&path)).collect();
    let mut routes = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api")) {
        let text = std::fs::read_to_string(&file).expect("a source");
        for part in text.split(".route(").skip(1) {
            // Records build theirs from the name of their kind.
            let Some(rest) = part.trim_start().strip_prefix('"') else { continue };
            routes.insert(shape(rest.split('"').next().expect("a path")));
        }
    }
    assert!(routes.len() > 60, "{routes:?}");
    // The same document under a second name.
    routes.remove("/ogc/");
    let missing: Vec<&String> = routes.difference(&documented).collect();
    assert!(missing.is_empty(), "not documented: {missing:?}");
}

async fn every_documented_operation_answers_and_no_other(service: Arc<Service>) {
    let (anon, admin) = (service.anon(), service.admin());
    let ids = something_of_each(&service, &admin).await;
    let document = anon.json("/ogc/api?f=openapi31").await;
    let mut known: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for (path, method, operation) in operations(&document) {
        known.entry(path).or_default().insert(method, operation.clone());
    }
    for (path, operations) in known {
        let address = filled(&path, &ids);
        for method in METHODS {
            let ask = anon.ask(method.to_uppercase().parse().expect("a method"), &address);
            let ask = if method == "get" || method == "delete" { ask } else { ask.body(&json!({})) };
            let answer = ask.send().await;
            let told = format!("{method} {address}: {}", String::from_utf8_lossy(&answer.body));
            match operations.get(method) {
                None => {
                    assert_eq!(answer.status, 405, "{told}");
                    let known = operations.keys().filter(|known| METHODS.contains(&known.as_str()));
                    assert_eq!(allowed(&answer), known.cloned().collect(), "{told}");
                }
                Some(operation) if operation["security"] != json!([]) => {
                    assert_eq!(answer.status, 401, "{told}");
                }
                Some(operation) => {
                    // Metrics are off here, and a job that nobody started is none.
                    let absent = ["/metrics", "/jobs/"].iter().any(|end| address.contains(end));
                    assert!(answer.status != 405 && (answer.status != 404 || absent), "{told}");
                    let status = answer.status.as_str();
                    assert!(
                        operation["responses"].get(status).is_some(),
                        "{status} is not documented: {told}"
                    );
                }
            }
        }
    }
}

/// GDAL looks for the paths of OGC API below the landing page, and for nothing else.
async fn the_older_document_begins_at_the_landing_page(service: Arc<Service>) {
    let anon = service.anon();
    let (older, newer) = (anon.json("/ogc/api").await, anon.json("/ogc/api?f=openapi31").await);
    let whole = |path: &str| {
        let own = older["paths"][path]["servers"][0]["url"].as_str();
        let server = own.or(older["servers"][0]["url"].as_str()).expect("a server");
        let whole = format!("{}{path}", server.trim_start_matches("http://jiantu.test"));
        match whole.as_str() {
            "/ogc/" => "/ogc".to_owned(),
            "/index.html" => "/".to_owned(),
            _ => whole,
        }
    };
    let paths = older["paths"].as_object().expect("paths").keys();
    let paths: BTreeSet<String> = paths.map(|path| whole(path)).collect();
    let known: BTreeSet<String> = newer["paths"].as_object().expect("paths").keys().cloned().collect();
    assert_eq!(paths, known);
    let told =
        older["paths"]["/collections/{collectionId}/items"]["get"]["parameters"].as_array().expect("some");
    let names: BTreeSet<&str> = told.iter().filter_map(|one| one["name"].as_str()).collect();
    for name in ["status", "area_m2", "opened_on", "version"] {
        assert!(names.contains(name), "{name} is no filter in {names:?}");
    }
}

async fn the_document_as_it_was_agreed(service: Arc<Service>) {
    let document = service.anon().json("/ogc/api?f=openapi31").await;
    insta::assert_json_snapshot!("definition", document);
}

/// Something to be found at every address, by the placeholder's place.
async fn something_of_each(service: &Service, admin: &Client) -> BTreeMap<&'static str, String> {
    let site = admin.create("/api/v1/sites", &court("场")).await;
    let piece = admin.create("/api/v1/equipment", &walker(&site, json!({}))).await;
    let scenario = admin.create("/api/v1/scenarios", &json!({"name": "一", "changes": []})).await;
    let blob = admin.ask(Method::POST, "/api/v1/blobs").raw("text/plain", b"x".to_vec()).send().await;
    let hash = blob.expect(201).json()["sha256"].as_str().expect("a hash").to_owned();
    let freeze = json!({"year": 2020, "by": "局"});
    admin.post("/api/v1/freezes", &freeze).send().await.expect(201);
    let layer = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[123.45,41.7]}}]}"#;
    service.import_layer("schools", "schools.geojson", layer).await;
    let mut ids = BTreeMap::from([
        ("/api/v1/sites/{id}", site.clone()),
        ("/api/v1/equipment/{id}", piece),
        ("/api/v1/scenarios/{id}", scenario),
        ("/api/v1/jobs/{id}", "0".repeat(32)),
        ("{sha256}", hash),
        ("{year}", "2020".to_owned()),
        ("{name}", "schools".to_owned()),
        ("{number}", "1".to_owned()),
        ("{collectionId}", "sites".to_owned()),
        ("{featureId}", site),
        ("{tileMatrixSetId}", "WebMercatorQuad".to_owned()),
        ("{tileMatrix}", "12".to_owned()),
        ("{tileRow}", "1524".to_owned()),
        ("{tileCol}", "3452".to_owned()),
        ("{tilesFile}", "sites.json".to_owned()),
        ("{tilesOf}", "sites".to_owned()),
        ("{styleFile}", "sites.json".to_owned()),
    ]);
    for (place, kind, mut record) in records() {
        if kind.ends_with("declarations") {
            // A file is to be read once something names it.
            record["blob"] = ids["{sha256}"].clone().into();
        }
        ids.insert(place, admin.create(kind, &record).await);
    }
    ids
}

fn records() -> [(&'static str, &'static str, Value); 7] {
    [
        (
            "/api/v1/organisations/{id}",
            "/api/v1/organisations",
            json!({"external_id": "1", "kind": "club", "name_zh": "会"}),
        ),
        (
            "/api/v1/events/{id}",
            "/api/v1/events",
            json!({"external_id": "1", "name_zh": "赛", "starts_on": "2023-05-01"}),
        ),
        (
            "/api/v1/institutions/{id}",
            "/api/v1/institutions",
            json!({"external_id": "1", "kind": "school", "name_zh": "校"}),
        ),
        (
            "/api/v1/providers/{id}",
            "/api/v1/providers",
            json!({"external_id": "1", "category": "service_firm", "name_zh": "站"}),
        ),
        (
            "/api/v1/observations/{id}",
            "/api/v1/observations",
            json!({"external_id": "1", "series": "instructors", "period": "2023", "value": 1}),
        ),
        (
            "/api/v1/milestones/{id}",
            "/api/v1/milestones",
            json!({"external_id": "1", "task": 1, "title_zh": "成", "date": "2023-05-01"}),
        ),
        (
            "/api/v1/declarations/{id}",
            "/api/v1/declarations",
            json!({"external_id": "1", "task": 1, "state": "met", "date": "2023-05-01", "declared_by": "局", "evidence_text": "纪要"}),
        ),
    ]
}

/// An address with something at it.
fn filled(path: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let mut address = path.to_owned();
    for (place, id) in ids {
        // A whole beginning of the path, or a placeholder wherever it stands.
        let filled = match place.strip_suffix("{id}") {
            Some(start) if !start.is_empty() => format!("{start}{id}"),
            _ => id.clone(),
        };
        if place.starts_with('{') || address.starts_with(place) {
            address = address.replace(place, &filled);
        }
    }
    for (name, number) in [("{z}", "12"), ("{x}", "3452"), ("{y}", "1524")] {
        address = address.replace(name, number);
    }
    assert!(!address.contains('{'), "{address} has a placeholder without a value");
    address
}

fn allowed(answer: &Answer) -> BTreeSet<String> {
    let allowed = answer.header("allow").to_lowercase();
    let methods = allowed.split(',').map(|method| method.trim().to_owned());
    methods.filter(|method| METHODS.contains(&method.as_str())).collect()
}

fn operations(document: &Value) -> impl Iterator<Item = (String, String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods");
        let methods = methods.iter().filter(|(method, _)| *method != "servers");
        methods.map(move |(method, operation)| (path.clone(), method.clone(), operation))
    })
}

/// Every object below, with its members.
fn each(node: &Value, look: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match node {
        Value::Object(members) => {
            look(members);
            members.values().for_each(|member| each(member, look));
        }
        Value::Array(items) => items.iter().for_each(|item| each(item, look)),
        _ => {}
    }
}

fn texts<'a>(list: &'a Value, name: &str) -> BTreeSet<&'a str> {
    list.as_array().expect("a list").iter().filter_map(|item| item[name].as_str()).collect()
}

fn placeholders(path: &str) -> BTreeSet<String> {
    path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
}

/// A path whatever its placeholders are called.
fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}
