use crate::builders::{court, court_with, point, walker};
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    a_client_finds_its_way_from_the_landing_page,
    items_have_the_standards_frame,
    a_box_finds_what_touches_it,
    time_limits_what_was_there,
    one_item_has_a_strong_tag,
    divisions_and_trails_are_collections,
    wrong_parameters_are_refused,
);

async fn a_client_finds_its_way_from_the_landing_page(service: Arc<Service>) {
    let anon = service.anon();
    let landing = anon.json("/ogc").await;
    let follow = |document: &Value, rel: &str| -> String {
        let links = document["links"].as_array().expect("links");
        let link = links.iter().find(|link| link["rel"] == rel).expect(rel);
        link["href"]
            .as_str()
            .expect("an address")
            .strip_prefix("http://jiantu.test")
            .expect("absolute")
            .to_owned()
    };
    let conformance = anon.json(&follow(&landing, "conformance")).await;
    assert!(
        conformance["conformsTo"]
            .as_array()
            .expect("classes")
            .iter()
            .any(|c| { c == "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" })
    );
    let definition = anon.get(&follow(&landing, "service-desc")).await;
    assert_eq!(definition.header("content-type"), "application/vnd.oai.openapi+json;version=3.0");
    assert_eq!(definition.json()["openapi"], "3.0.3");
    let collections = anon.json(&follow(&landing, "data")).await;
    for collection in collections["collections"].as_array().expect("collections") {
        assert_eq!(anon.json(&follow(collection, "self")).await["id"], collection["id"]);
        let items = anon.get(&follow(collection, "items")).await;
        assert_eq!(items.header("content-type"), "application/geo+json");
        let parameters = definition.json();
        let known = &parameters["components"]["parameters"]["collectionId"]["schema"]["enum"];
        assert!(known.as_array().expect("ids").contains(&collection["id"]));
    }
    let divisions = anon.json("/ogc/collections/divisions").await;
    let west = divisions["extent"]["spatial"]["bbox"][0][0].as_f64().expect("an extent");
    assert!((west - 123.4).abs() < 1e-4);
    anon.ask(Method::GET, "/ogc/collections/lakes/items").send().await.expect(404);
}

async fn items_have_the_standards_frame(service: Arc<Service>) {
    let admin = service.admin();
    for name in ["甲", "乙", "丙"] {
        admin.create("/api/v1/sites", &court(name)).await;
    }
    let page = service.anon().get("/ogc/collections/sites/items?limit=2&f=json").await;
    let body = page.json();
    assert_eq!(body["type"], "FeatureCollection");
    assert_eq!((&body["numberMatched"], &body["numberReturned"]), (&json!(3), &json!(2)));
    assert_eq!(body["timeStamp"], "2026-06-15T04:00:00Z");
    assert_eq!(body["links"][0]["rel"], "self");
    assert!(page.header("link").contains("rel=\"next\""));
    let rest = service.anon().get(&page.next().expect("another page")).await;
    assert_eq!(rest.json()["numberReturned"], 1);
    assert_eq!(rest.next(), None);
    assert_eq!(service.anon().json("/ogc/collections/sites/items?offset=2").await["numberReturned"], 1);
    let head = service.anon().ask(Method::HEAD, "/ogc/collections/sites/items").send().await.expect(200);
    assert!(head.body.is_empty() && head.seq() > 0);
}

async fn a_box_finds_what_touches_it(service: Arc<Service>) {
    let admin = service.admin();
    admin.create("/api/v1/sites", &court("西")).await;
    admin.create("/api/v1/sites", &court_with("斐济", json!({"geometry": point(179.5, -17.0)}))).await;
    let anon = service.anon();
    let count = async |bbox: &str| {
        anon.json(&format!("/ogc/collections/sites/items?bbox={bbox}")).await["numberMatched"].clone()
    };
    assert_eq!(count("123,41,124,42").await, 1);
    assert_eq!(count("123,41,-100,124,42,9000").await, 1);
    assert_eq!(count("170,-20,-170,20").await, 1, "across the antimeridian");
    assert_eq!(count("-170,-20,170,45").await, 1);
    assert_eq!(count("0,0,1,1").await, 0);
}

async fn time_limits_what_was_there(service: Arc<Service>) {
    let admin = service.admin();
    let life = json!({"opened_on": "2019-05-01", "closed_on": "2022-03-01", "status": "closed"});
    admin.create("/api/v1/sites", &court_with("旧", life)).await;
    admin.create("/api/v1/sites", &court_with("新", json!({"opened_on": "2024-01-01"}))).await;
    admin.create("/api/v1/sites", &court("不详")).await;
    let anon = service.anon();
    let count = async |datetime: &str| {
        anon.json(&format!("/ogc/collections/sites/items?datetime={datetime}")).await["numberMatched"].clone()
    };
    assert_eq!(count("2020-01-01T00:00:00Z").await, 2);
    assert_eq!(count("2023-01-01").await, 1, "who has no days is always there");
    assert_eq!(count("2021-01-01/..").await, 3);
    assert_eq!(count("../2019-04-30").await, 1);
}

async fn one_item_has_a_strong_tag(service: Arc<Service>) {
    let id = service.admin().create("/api/v1/sites", &court("一")).await;
    let path = format!("/ogc/collections/sites/items/{id}");
    let item = service.anon().get(&path).await;
    assert!(item.header("etag").starts_with('"'));
    let again =
        service.anon().ask(Method::GET, &path).header("if-none-match", &item.header("etag")).send().await;
    again.expect(304);
    let other = format!("/ogc/collections/trails/items/{id}");
    service.anon().ask(Method::GET, &other).send().await.expect(404);
    service.anon().ask(Method::GET, "/ogc/collections/sites/items/x").send().await.expect(404);
}

async fn divisions_and_trails_are_collections(service: Arc<Service>) {
    let admin = service.admin();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    admin.create("/api/v1/equipment", &walker(&site, json!({}))).await;
    let trail = json!({"kind": "trail", "area_m2": null, "area_grade": null, "segments": [{"width_m": 2}],
        "geometry": {"type": "LineString", "coordinates": [[123.49, 41.7], [123.51, 41.7]]}});
    let trail = admin.create("/api/v1/sites", &court_with("步道", trail)).await;
    let anon = service.anon();
    let trails = anon.get("/ogc/collections/trails/items").await;
    assert_eq!(trails.ids(), [trail]);
    // PROJ's geod: 0.02 degrees of longitude at 41.7 N are 1,664.775 m.
    let length = trails.json()["features"][0]["properties"]["length_m"].as_f64().expect("a length");
    assert!((length - 1664.775).abs() < 0.01, "{length}");
    assert_eq!(anon.json("/ogc/collections/trails/items?division=east").await["numberMatched"], 1);
    assert_eq!(anon.json("/ogc/collections/trails/items?division=west").await["numberMatched"], 1);
    assert_eq!(anon.json("/ogc/collections/divisions/items?level=subdistrict").await["numberMatched"], 2);
    assert_eq!(anon.json("/ogc/collections/divisions/items?parent=square").await["numberMatched"], 2);
    assert_eq!(anon.json("/ogc/collections/divisions/items?division=west").await["numberMatched"], 1);
    assert_eq!(anon.json("/ogc/collections/equipment/items?kind=walker").await["numberMatched"], 1);
    assert_eq!(anon.json("/ogc/collections/clusters/items").await["numberMatched"], 0);
}

async fn wrong_parameters_are_refused(service: Arc<Service>) {
    let anon = service.anon();
    let refused = async |query: &str| anon.refused(&format!("/ogc/collections/sites/items?{query}")).await;
    assert_eq!(refused("bbox=1,2,3").await, "bbox:malformed");
    assert_eq!(refused("bbox=0,50,1,40").await, "bbox:malformed");
    assert_eq!(refused("limit=0").await, "limit:malformed");
    assert_eq!(refused("limit=-1").await, "limit:malformed");
    assert_eq!(refused("limit=many&cursor=!").await, "limit:malformed cursor:malformed");
    assert_eq!(refused("datetime=now").await, "datetime:malformed");
    assert_eq!(refused("near=1,2").await, "near:unknown_parameter");
    assert_eq!(refused("f=xml").await, "f:malformed");
    assert_eq!(anon.refused("/ogc?x=1").await, "x:unknown_parameter");
    let capped = anon.json("/ogc/collections/sites/items?limit=100000").await;
    assert_eq!(capped["numberReturned"], 0, "a limit above the maximum is capped");
}
