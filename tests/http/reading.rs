//! Reading features as the standards' clients do: reference systems, filters, order, selection, forms.

use crate::builders::{court_with, point};
use crate::client::Client;
use crate::service::{Service, stories};
use axum::http::Method;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    coordinates_are_told_in_the_systems_own_order,
    a_box_in_any_system_is_what_brute_force_says,
    the_antimeridian_divides_nothing,
    filters_pick_what_they_say,
    any_member_filters_by_its_name,
    a_list_is_ordered_and_paged_both_ways,
    members_and_places_can_be_left_out,
    every_document_has_a_page_to_read,
    views_and_layers_are_collections,
    a_short_page_tells_every_member,
    every_page_of_a_filtered_list_tells_how_many_match_now,
    schemas_list_what_features_have,
    other_formats_tell_the_same,
    suites_habits_are_met,
    malformed_questions_are_refused,
);

const SITES: &str = "/ogc/collections/sites/items";

fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

fn epsg(number: u32) -> String {
    escaped(&format!("http://www.opengis.net/def/crs/EPSG/0/{number}"))
}

async fn place(admin: &Client, name: &str, lon: f64, lat: f64, more: Value) -> String {
    let mut members = more;
    members["geometry"] = point(lon, lat);
    admin.create("/api/v1/sites", &court_with(name, members)).await
}

async fn count(anon: &Client, query: &str) -> u64 {
    anon.json(&format!("{SITES}?{query}")).await["numberMatched"].as_u64().expect("a number")
}

async fn coordinates_are_told_in_the_systems_own_order(service: Arc<Service>) {
    let id = place(&service.admin(), "甲", 123.4, 41.7, json!({})).await;
    let anon = service.anon();
    // GDAL 3.6 with PROJ 9.1 (gdaltransform): each in the order of its axes.
    for (crs, x, y, near) in [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 123.4, 41.7, 1e-7),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 41.7, 123.4, 1e-7),
        ("http://www.opengis.net/def/crs/EPSG/0/4490", 41.7, 123.4, 1e-7),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", 13_736_825.163_9, 5_116_146.294_6, 2e-2),
        ("http://www.opengis.net/def/crs/EPSG/0/4550", 4_618_393.083_8, 533_295.539_7, 2e-3),
        ("http://www.opengis.net/def/crs/EPSG/0/4529", 4_618_393.083_8, 41_533_295.539_7, 2e-3),
    ] {
        for path in [format!("{SITES}?crs={}", escaped(crs)), format!("{SITES}/{id}?crs={}", escaped(crs))] {
            let answer = anon.get(&path).await;
            assert_eq!(answer.header("content-crs"), format!("<{crs}>"));
            let body = answer.json();
            let feature = if body["features"].is_array() { &body["features"][0] } else { &body };
            let told = &feature["geometry"]["coordinates"];
            let off = |at: usize, wanted: f64| (told[at].as_f64().expect("a number") - wanted).abs();
            assert!(off(0, x) < near && off(1, y) < near, "{crs}: {told}");
        }
    }
    let shifted = anon.json(&format!("{SITES}/{id}?crs=urn:jiantu:def:crs:GCJ-02")).await;
    let lon = shifted["geometry"]["coordinates"][0].as_f64().expect("a number");
    assert!((0.004..0.008).contains(&(lon - 123.4)), "{lon}");
    let one = anon.json("/ogc/collections/sites").await;
    assert_eq!(one["storageCrs"], "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
    assert_eq!(one["crs"].as_array().expect("systems").len(), 7);
    assert_eq!(anon.refused(&format!("{SITES}?crs={}", epsg(2056))).await, "crs:malformed");
}

/// Thirty places around the district, some far away.
fn scattered() -> Vec<(f64, f64)> {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let strategy = prop::collection::vec((123.30_f64..123.70, 41.55_f64..41.85), 30);
    let made = strategy.new_tree(&mut runner).expect("places").current();
    made.into_iter().map(|(lon, lat)| ((lon * 1e7).round() / 1e7, (lat * 1e7).round() / 1e7)).collect()
}

async fn a_box_in_any_system_is_what_brute_force_says(service: Arc<Service>) {
    let admin = service.admin();
    let places = scattered();
    let mut ids = Vec::new();
    for (at, (lon, lat)) in places.iter().enumerate() {
        ids.push(place(&admin, &format!("场{at}"), *lon, *lat, json!({})).await);
    }
    let anon = service.anon();
    for number in [4326, 4490, 3857, 4550, 4529] {
        // What the service tells of each place is checked against PROJ elsewhere; here it is the oracle.
        let told = anon.json(&format!("{SITES}?crs={}&limit=100", epsg(number))).await;
        let told: Vec<(String, f64, f64)> = told["features"]
            .as_array()
            .expect("features")
            .iter()
            .map(|one| {
                let at = |axis: usize| one["geometry"]["coordinates"][axis].as_f64().expect("a number");
                (one["id"].as_str().expect("an id").to_owned(), at(0), at(1))
            })
            .collect();
        for pair in told.windows(2).step_by(3) {
            let (a, b) = (&pair[0], &pair[1]);
            let (low, high) = ((a.1.min(b.1), a.2.min(b.2)), (a.1.max(b.1), a.2.max(b.2)));
            // Away from the edges by more than the decimals that are told.
            let margin = if number == 4326 || number == 4490 { 1e-6 } else { 0.01 };
            let (low, high) = ((low.0 - margin, low.1 - margin), (high.0 + margin, high.1 + margin));
            let mut wanted: Vec<&String> = told
                .iter()
                .filter(|(_, x, y)| (low.0..=high.0).contains(x) && (low.1..=high.1).contains(y))
                .map(|(id, ..)| id)
                .collect();
            wanted.sort();
            let query =
                format!("bbox={},{},{},{}&bbox-crs={}&limit=100", low.0, low.1, high.0, high.1, epsg(number));
            let found = anon.get(&format!("{SITES}?{query}")).await.ids();
            assert_eq!(found.iter().collect::<Vec<_>>(), wanted, "{number} {query}");
        }
    }
}

async fn the_antimeridian_divides_nothing(service: Arc<Service>) {
    let admin = service.admin();
    let mut inside = Vec::new();
    for (lon, lat) in
        [(178.0, 66.0), (-178.0, 69.0), (180.0, 65.0), (-180.0, 70.0), (177.0, 67.0), (-177.0, 67.0)]
    {
        inside.push(place(&admin, "内", lon, lat, json!({})).await);
    }
    for (lon, lat) in [(176.9, 67.0), (-176.9, 67.0), (0.0, 67.0), (178.0, 64.9), (178.0, 70.1)] {
        place(&admin, "外", lon, lat, json!({})).await;
    }
    inside.sort();
    let anon = service.anon();
    for query in [
        "bbox=177,65,-177,70".to_owned(),
        format!("bbox=65,177,70,-177&bbox-crs={}", epsg(4326)),
        format!("filter={}", escaped("S_INTERSECTS(geometry,BBOX(177,65,-177,70))")),
        format!(
            "filter={}&filter-crs={}",
            escaped("S_INTERSECTS(geometry,BBOX(65,177,70,-177))"),
            epsg(4326)
        ),
    ] {
        assert_eq!(anon.get(&format!("{SITES}?{query}")).await.ids(), inside, "{query}");
    }
    assert_eq!(count(&anon, &format!("bbox=64,0,71,180&bbox-crs={}", epsg(4326))).await, 8);
}

async fn filters_pick_what_they_say(service: Arc<Service>) {
    let admin = service.admin();
    place(
        &admin,
        "红旗球场",
        123.45,
        41.7,
        json!({"area_m2": 600, "opened_on": "2019-05-01", "name_en": "Café Court"}),
    )
    .await;
    place(
        &admin,
        "五三球场",
        123.46,
        41.71,
        json!({"area_m2": 400, "opened_on": "2023-01-01", "access": "members"}),
    )
    .await;
    place(&admin, "未知", 123.55, 41.75, json!({"area_m2": null, "area_grade": null, "status": "planned"}))
        .await;
    let anon = service.anon();
    for (filter, wanted) in [
        ("area_m2 > 500", 1),
        ("area_m2 + 200 = 600", 1),
        ("area_m2 IS NULL", 1),
        ("NOT area_m2 > 500", 1),
        ("name_zh LIKE '%球场'", 2),
        ("CASEI(name_en) LIKE CASEI('CAF%')", 1),
        ("ACCENTI(name_en) = ACCENTI('Cafe Court')", 1),
        ("access IN ('members','closed_public') OR status = 'planned'", 2),
        ("area_m2 BETWEEN 400 AND 600 AND kind = 'basketball'", 2),
        ("T_AFTER(opened_on, DATE('2020-01-01'))", 1),
        ("opened_on < DATE('2020-01-01')", 1),
        ("S_INTERSECTS(geometry, BBOX(123.4,41.6,123.5,41.8))", 2),
        (
            "S_WITHIN(geometry, POLYGON((123.44 41.69,123.455 41.69,123.455 41.72,123.44 41.72,123.44 41.69)))",
            1,
        ),
        ("S_DISJOINT(geometry, BBOX(123.4,41.6,123.5,41.8))", 1),
        ("area_m2 = venue_area_m2", 2),
    ] {
        assert_eq!(count(&anon, &format!("filter={}", escaped(filter))).await, wanted, "{filter}");
    }
    let as_json = json!({"op": ">", "args": [{"property": "area_m2"}, 500]}).to_string();
    assert_eq!(count(&anon, &format!("filter-lang=cql2-json&filter={}", escaped(&as_json))).await, 1);
    let both = format!("filter={}&bbox=123.4,41.6,123.455,41.8&access=free_open", escaped("area_m2 > 100"));
    assert_eq!(count(&anon, &both).await, 1);
    let next = anon.get(&format!("{SITES}?limit=1&filter={}", escaped("name_zh LIKE '%球场'"))).await;
    assert_eq!(next.json()["numberMatched"], 2);
    assert_eq!(anon.get(&next.next().expect("a page")).await.json()["numberReturned"], 1);
}

async fn any_member_filters_by_its_name(service: Arc<Service>) {
    let admin = service.admin();
    place(&admin, "甲", 123.45, 41.7, json!({"area_m2": 600, "lighting": true, "owner": "区政府"})).await;
    place(&admin, "乙", 123.55, 41.7, json!({"area_m2": 400})).await;
    let anon = service.anon();
    assert_eq!(count(&anon, "area_m2=600").await, 1);
    assert_eq!(count(&anon, "area_m2=600,400").await, 2);
    assert_eq!(count(&anon, "lighting=true").await, 1);
    assert_eq!(count(&anon, &format!("owner={}", escaped("区政府"))).await, 1);
    assert_eq!(count(&anon, &format!("name_zh={}", escaped("乙"))).await, 1);
    assert_eq!(anon.refused(&format!("{SITES}?area_m2=much")).await, "area_m2:malformed");
    assert_eq!(anon.refused(&format!("{SITES}?colour=red")).await, "colour:unknown_parameter");
}

async fn a_list_is_ordered_and_paged_both_ways(service: Arc<Service>) {
    let admin = service.admin();
    let mut made = Vec::new();
    for (at, area) in [500, 300, 300, 900, 100, 700, 300].into_iter().enumerate() {
        let area_of =
            if at == 4 { json!({"area_m2": null, "area_grade": null}) } else { json!({"area_m2": area}) };
        let id = place(&admin, &format!("场{at}"), 123.45, 41.7, area_of).await;
        made.push((if at == 4 { None } else { Some(area) }, id));
    }
    let anon = service.anon();
    let link = |body: &Value, rel: &str| -> Option<String> {
        let link = body["links"].as_array().expect("links").iter().find(|link| link["rel"] == rel)?.clone();
        Some(
            link["href"]
                .as_str()
                .expect("an address")
                .strip_prefix("http://jiantu.test")
                .expect("absolute")
                .to_owned(),
        )
    };
    for (query, down, by_id) in
        [("sortby=area_m2", false, false), ("sortby=-area_m2", true, false), ("", false, true)]
    {
        let mut wanted = made.clone();
        wanted.sort_by(|(a, a_id), (b, b_id)| {
            let by_area = match (a, b) {
                _ if by_id => std::cmp::Ordering::Equal,
                (None, None) => std::cmp::Ordering::Equal,
                (None, _) => std::cmp::Ordering::Greater,
                (_, None) => std::cmp::Ordering::Less,
                (Some(a), Some(b)) if down => b.cmp(a),
                (Some(a), Some(b)) => a.cmp(b),
            };
            by_area.then_with(|| a_id.cmp(b_id))
        });
        let wanted: Vec<String> = wanted.into_iter().map(|(_, id)| id).collect();
        let mut path = format!("{SITES}?limit=2&{query}");
        let (mut found, mut pages) = (Vec::new(), Vec::new());
        loop {
            let page = anon.get(&path).await;
            found.extend(page.ids());
            pages.push(page.ids());
            let body = page.json();
            assert_eq!(body["numberMatched"], 7);
            match link(&body, "next") {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(found, wanted, "{query}");
        // And back again from the last page.
        let mut back = vec![pages.pop().expect("pages")];
        while let Some(prev) = link(&anon.json(&path).await, "prev") {
            back.push(anon.get(&prev).await.ids());
            path = prev;
        }
        back.reverse();
        assert_eq!(back.concat(), wanted, "{query} backwards");
    }
    assert_eq!(anon.refused(&format!("{SITES}?sortby=photos")).await, "sortby:malformed");
    assert_eq!(anon.refused(&format!("{SITES}?sortby=area_m2&cursor=AAAA")).await, "cursor:malformed");
}

async fn members_and_places_can_be_left_out(service: Arc<Service>) {
    let id = place(&service.admin(), "甲", 123.45, 41.7, json!({})).await;
    let anon = service.anon();
    let few = anon.json(&format!("{SITES}?properties=kind,name_zh&skipGeometry=true")).await;
    assert_eq!(few["features"][0]["properties"], json!({"name_zh": "甲", "kind": "basketball"}));
    assert_eq!(few["features"][0]["geometry"], Value::Null);
    let one = anon.json(&format!("{SITES}/{id}?properties=kind")).await;
    assert_eq!(one["properties"], json!({"kind": "basketball"}));
    assert_eq!(one["geometry"]["type"], "Point");
    let rels: Vec<&str> =
        one["links"].as_array().expect("links").iter().filter_map(|link| link["rel"].as_str()).collect();
    assert_eq!(rels, ["self", "alternate", "collection"]);
    assert_eq!(anon.refused(&format!("{SITES}?properties=colour")).await, "properties:malformed");
}

async fn every_document_has_a_page_to_read(service: Arc<Service>) {
    let id = place(&service.admin(), "甲<b>乙", 123.45, 41.7, json!({})).await;
    let anon = service.anon();
    for path in [
        "/ogc".to_owned(),
        "/ogc/conformance".to_owned(),
        "/ogc/collections".to_owned(),
        "/ogc/functions".to_owned(),
        "/ogc/collections/sites".to_owned(),
        "/ogc/collections/sites/queryables".to_owned(),
        "/ogc/collections/sites/sortables".to_owned(),
        "/ogc/collections/sites/schema".to_owned(),
        SITES.to_owned(),
        format!("{SITES}/{id}"),
    ] {
        let page = anon.get(&format!("{path}?f=html")).await;
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(!String::from_utf8(page.body).expect("text").contains("甲<b>乙"), "{path}");
        let asked =
            anon.ask(Method::GET, &path).header("accept", "text/html,*/*;q=0.8").send().await.expect(200);
        assert_eq!(asked.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(asked.header("vary"), "accept", "{path}");
        let plain = anon.get(&path).await;
        assert!(plain.header("content-type").contains("json"), "{path}");
        plain.json();
        let head = anon.ask(Method::HEAD, &path).send().await.expect(200);
        assert!(head.body.is_empty());
    }
    assert_eq!(anon.refused("/ogc/collections?f=xml").await, "f:malformed");
}

async fn views_and_layers_are_collections(service: Arc<Service>) {
    let admin = service.admin();
    place(&admin, "广场", 123.45, 41.7, json!({"kind": "fitness_square"})).await;
    place(&admin, "球场", 123.45, 41.7, json!({})).await;
    let wells = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"学校甲","pupils":900,"open":true},"geometry":{"type":"Point","coordinates":[123.45,41.7]}},
        {"type":"Feature","properties":{"name":"学校乙","pupils":120.5,"note":"x"},"geometry":{"type":"Point","coordinates":[123.55,41.7]}}]}"#;
    service.import_layer("schools", "schools.geojson", wells).await;
    let anon = service.anon();
    let all = anon.json("/ogc/collections").await;
    let ids: Vec<&str> = all["collections"]
        .as_array()
        .expect("collections")
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "sites",
            "trails",
            "squares",
            "parks",
            "site-points",
            "site-lines",
            "site-areas",
            "equipment",
            "divisions",
            "clusters",
            "organisations",
            "institutions",
            "schools"
        ]
    );
    let matched = async |path: &str| anon.json(path).await["numberMatched"].clone();
    assert_eq!(matched("/ogc/collections/squares/items").await, 1);
    assert_eq!(matched("/ogc/collections/parks/items").await, 0);
    assert_eq!(matched("/ogc/collections/schools/items").await, 2);
    for (view, count, format) in [
        ("site-points", 2, "geometry-point-or-multipoint"),
        ("site-lines", 0, "geometry-linestring-or-multilinestring"),
        ("site-areas", 0, "geometry-polygon-or-multipolygon"),
    ] {
        assert_eq!(matched(&format!("/ogc/collections/{view}/items")).await, count, "{view}");
        let schema = anon.json(&format!("/ogc/collections/{view}/schema")).await;
        assert_eq!(schema["properties"]["geometry"]["format"], format);
    }
    assert_eq!(matched("/ogc/collections/schools/items?pupils=900").await, 1);
    assert_eq!(
        matched(&format!(
            "/ogc/collections/schools/items?filter={}",
            escaped("pupils < 500 AND name LIKE '学%'")
        ))
        .await,
        1
    );
    assert_eq!(matched("/ogc/collections/schools/items?bbox=123.5,41.6,123.6,41.8").await, 1);
    let second = anon.json("/ogc/collections/schools/items/2").await;
    assert_eq!(second["properties"], json!({"name": "学校乙", "pupils": 120.5, "note": "x"}));
    for missing in ["3", "0", "02", "x"] {
        anon.ask(Method::GET, &format!("/ogc/collections/schools/items/{missing}")).send().await.expect(404);
    }
    let fields = anon.json("/ogc/collections/schools/queryables").await;
    assert_eq!(fields["properties"]["pupils"]["type"], "number");
    assert_eq!(fields["properties"]["open"]["type"], "boolean");
    let list = &all["collections"][12]["extent"];
    assert_eq!(*list, anon.json("/ogc/collections/schools").await["extent"], "the same in list and item");
}

async fn schemas_list_what_features_have(service: Arc<Service>) {
    let admin = service.admin();
    let whole = json!({"level": "community", "lighting": true, "capacity": 30, "opened_on": "2020-01-01", "programmes": ["smart"],
        "owner": "甲", "note": "乙", "official_codes": {"x": "1"}, "external_id": "x-1", "source": "s"});
    let site = place(&admin, "甲", 123.45, 41.7, whole).await;
    admin
        .create(
            "/api/v1/equipment",
            &crate::builders::walker(&site, json!({"maker": "某厂", "installed_on": "2021-01-01"})),
        )
        .await;
    let office = json!({"name_zh": "协会", "kind": "association", "external_id": "o1", "founded_on": "2020-01-01", "geometry": point(123.45, 41.7)});
    admin.create("/api/v1/organisations", &office).await;
    let anon = service.anon();
    for collection in ["sites", "equipment", "divisions", "organisations"] {
        let schema = anon.get(&format!("/ogc/collections/{collection}/schema")).await;
        assert_eq!(schema.header("content-type"), "application/schema+json");
        let schema = schema.json();
        let known = schema["properties"].as_object().expect("members").clone();
        let items = anon.json(&format!("/ogc/collections/{collection}/items")).await;
        let features = items["features"].as_array().expect("features").clone();
        assert!(!features.is_empty(), "{collection}");
        for feature in features {
            let members = feature["properties"].as_object().expect("members").clone();
            for (name, value) in &members {
                let told =
                    known.get(name).unwrap_or_else(|| panic!("{collection}: {name} is not in the schema"));
                let sort = told["type"].as_str();
                let fits = value.is_null()
                    || match sort {
                        Some("string") => value.is_string(),
                        Some("integer") => value.is_u64(),
                        Some("number") => value.is_number(),
                        Some("boolean") => value.is_boolean(),
                        Some("array") => value.is_array(),
                        Some("object") => value.is_object(),
                        _ => sort.is_none(),
                    };
                assert!(fits, "{collection}: {name} is {value}, not {told}");
            }
            for name in schema["required"].as_array().expect("names") {
                assert!(members.contains_key(name.as_str().expect("a name")), "{collection}: {name}");
            }
        }
    }
}

async fn other_formats_tell_the_same(service: Arc<Service>) {
    let admin = service.admin();
    for at in 0..12 {
        place(&admin, &format!("场{at}"), 123.45, 41.7, json!({"area_m2": 100 + at})).await;
    }
    let anon = service.anon();
    let csv = anon.get(&format!("{SITES}?f=csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(csv.body).expect("text");
    assert_eq!(text.lines().count(), 13, "{text}");
    let few = anon.get(&format!("{SITES}?f=csv&limit=5&filter={}", escaped("area_m2 >= 104"))).await;
    assert_eq!(String::from_utf8(few.body).expect("text").lines().count(), 6);
    let seq =
        anon.ask(Method::GET, SITES).header("accept", "application/geo+json-seq").send().await.expect(200);
    let lines = String::from_utf8(seq.body).expect("text");
    let read: Vec<Value> = lines
        .split('\u{1e}')
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).expect("a feature"))
        .collect();
    assert_eq!(read.len(), 12);
    assert!(read.iter().all(|feature| feature["properties"]["kind"] == "basketball"));
    let sheet = anon.get(&format!("{SITES}?f=xlsx")).await;
    assert_eq!(&sheet.body[..2], b"PK");
    assert_eq!(anon.refused(&format!("{SITES}?f=csv&colour=red")).await, "colour:unknown_parameter");
}

async fn suites_habits_are_met(service: Arc<Service>) {
    let admin = service.admin();
    for at in 0..5 {
        place(&admin, &format!("场{at}"), 123.45, 41.7, json!({})).await;
    }
    let anon = service.anon();
    assert_eq!(count(&anon, "limit=2&limit=2").await, 5, "the same again is no error");
    let next = anon.get(&format!("{SITES}?limit=2")).await.next().expect("a page");
    let other = next.replace("limit=2", "limit=1");
    assert_eq!(anon.get(&other).await.ids().len(), 1, "a link survives another limit");
    let conformance = anon.json("/ogc/conformance").await;
    let classes: Vec<&str> =
        conformance["conformsTo"].as_array().expect("classes").iter().filter_map(Value::as_str).collect();
    for class in [
        "ogcapi-features-1/1.0/conf/html",
        "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-features-3/1.0/conf/features-filter",
        "ogcapi-features-5/1.0/conf/schemas",
        "cql2/1.0/conf/cql2-text",
    ] {
        assert!(classes.iter().any(|known| known.ends_with(class)), "{class}");
    }
    let functions = anon.json("/ogc/functions").await;
    let distance = functions["functions"].as_array().expect("functions");
    let distance = distance.iter().find(|one| one["name"] == "distance_m").expect("distance_m");
    assert_eq!(distance["arguments"].as_array().expect("arguments").len(), 2);
    assert_eq!(distance["returns"], json!(["number"]));
    let origin = anon.ask(Method::GET, SITES).header("origin", "http://elsewhere").send().await.expect(200);
    assert_eq!(origin.header("access-control-allow-origin"), "*");
    let exposed = origin.header("access-control-expose-headers").to_lowercase();
    assert!(exposed.contains("content-crs") && exposed.contains("link"), "{exposed}");
}

async fn malformed_questions_are_refused(service: Arc<Service>) {
    place(&service.admin(), "甲", 123.45, 41.7, json!({})).await;
    let anon = service.anon();
    for (filter, why) in [
        ("colour = 'red'", "an unknown member"),
        ("area_m2 >", "the end is missing"),
        ("area_m2 > 'x'", "a number and a text"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,1 1)))", "no ring"),
        ("S_INTERSECTS(geometry, POINT(999 0))", "not on earth"),
    ] {
        let refused =
            anon.ask(Method::GET, &format!("{SITES}?filter={}", escaped(filter))).send().await.expect(400);
        let codes = refused.codes();
        assert!(codes.len() == 1 && codes[0].starts_with("filter:"), "{why}: {codes:?}");
    }
    let deep = format!("{}area_m2 > 1{}", "(".repeat(100), ")".repeat(100));
    anon.ask(Method::GET, &format!("{SITES}?filter={}", escaped(&deep))).send().await.expect(400);
    let deep = format!("{}1{}", r#"{"op":"not","args":["#.repeat(100), "]}".repeat(100));
    anon.ask(Method::GET, &format!("{SITES}?filter-lang=cql2-json&filter={}", escaped(&deep)))
        .send()
        .await
        .expect(400);
    assert_eq!(anon.refused(&format!("{SITES}?filter-lang=ecql")).await, "filter-lang:malformed");
    assert_eq!(anon.refused(&format!("{SITES}?bbox=1,2,3,4&bbox-crs=mars")).await, "bbox-crs:malformed");
    assert_eq!(
        anon.refused(&format!("{SITES}?bbox=5,2,3,4&bbox-crs={}", epsg(3857))).await,
        "bbox:malformed"
    );
}

/// There are clients that learn a collection's members from the first ten features.
async fn a_short_page_tells_every_member(service: Arc<Service>) {
    let admin = service.admin();
    place(&admin, "球场", 123.45, 41.7, json!({"area_m2": 600})).await;
    let anon = service.anon();
    let schema = anon.json("/ogc/collections/sites/schema").await;
    let members: Vec<&String> = schema["properties"].as_object().expect("members").keys().collect();
    let told = anon.get("/ogc/collections/sites/items?limit=10").await;
    let feature = &told.json()["features"][0];
    for name in members {
        let is_there =
            matches!(name.as_str(), "id" | "geometry") || feature["properties"].get(name).is_some();
        assert!(is_there, "{name}: {feature}");
    }
    assert_eq!(feature["properties"]["capacity"], Value::Null);
    let text = String::from_utf8(told.body.clone()).expect("UTF-8");
    assert!(text.contains("\"area_m2\":600.0,"), "a number that may have a fraction: {text}");
    // Longer ones tell what there is, and a choice is a choice on either.
    let long = anon.json("/ogc/collections/sites/items?limit=100").await;
    assert!(long["features"][0]["properties"].get("capacity").is_none());
    let few = anon.json("/ogc/collections/sites/items?limit=10&properties=capacity,name_zh").await;
    assert_eq!(few["features"][0]["properties"], json!({"name_zh": "球场", "capacity": null}));
    for (member, sort) in [("segments", "array"), ("photos", "array"), ("official_codes", "object")] {
        assert_eq!(schema["properties"][member]["type"], sort, "{member}");
    }
}

async fn every_page_of_a_filtered_list_tells_how_many_match_now(service: Arc<Service>) {
    let admin = service.admin();
    for number in 0..5 {
        place(&admin, &format!("球场{number}"), 123.45, 41.7, json!({"capacity": number})).await;
    }
    let anon = service.anon();
    let list = |filter: &str| format!("/ogc/collections/sites/items?limit=2&filter={}", escaped(filter));
    let first = anon.get(&list("capacity >= 1")).await;
    assert_eq!(first.json()["numberMatched"], 4);
    let next = first.next().expect("another page");
    let again = anon.get(&next).await;
    assert_eq!((again.json()["numberMatched"].clone(), again.ids().len()), (json!(4), 2));
    assert_eq!(again.next(), None, "nothing follows the last one");
    assert_eq!(anon.json(&list("capacity >= 2")).await["numberMatched"], 3, "another question");
    assert_eq!(anon.json("/ogc/collections/sites/items?limit=2&capacity=1").await["numberMatched"], 1);
    assert_eq!(anon.json("/ogc/collections/parks/items?limit=2").await["numberMatched"], 0);
    place(&admin, "新", 123.45, 41.7, json!({"capacity": 9})).await;
    let after = anon.get(&next).await;
    assert_eq!(after.json()["numberMatched"], 5, "as it is now, on every page");
    assert!(after.next().is_some());
}
