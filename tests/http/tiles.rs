use crate::builders::court;
use crate::client::{Answer, Client};
use crate::decode::{Feature, layers};
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::api::Options;
use jiantu::domain::tile::{Tile, TileMatrixSet};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

stories!(
    all_people_of_all_gaps_are_in_the_tiles_once,
    cells_of_reach_are_those_of_the_answer,
    a_tile_is_sent_again_only_when_it_changed,
    tiles_are_described,
    what_is_no_tile_or_no_question_is_told,
    a_long_question_is_asked_again,
    an_imported_layer_has_tiles,
);

const ASKED: &str = "metres=1000&spacing_m=2000";

/// Features by layer and id, gathered over all tiles of a zoom that the box touches. A feature that lies in
/// several says the same in each.
async fn gathered(
    anon: &Client,
    path: &str,
    query: &str,
    z: u8,
    bounds: &Value,
) -> BTreeMap<String, BTreeMap<u64, Value>> {
    let edge = |n: usize| bounds[n].as_f64().expect("degrees");
    let at = |lon, lat| Tile::at(TileMatrixSet::WebMercatorQuad, z, lon, lat).expect("a tile");
    let (first, last) = (at(edge(0), edge(3)), at(edge(2), edge(1)));
    let mut found: BTreeMap<String, BTreeMap<u64, Value>> = BTreeMap::new();
    for (x, y) in (first.x()..=last.x()).flat_map(|x| (first.y()..=last.y()).map(move |y| (x, y))) {
        let tile = anon.get(&format!("{path}/tiles/{z}/{x}/{y}?{query}")).await;
        assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
        for layer in layers(&tile.body) {
            for feature in layer.features {
                check_rings(&feature);
                let told = json!(feature.attributes);
                let known =
                    found.entry(layer.name.clone()).or_default().entry(feature.id).or_insert(told.clone());
                assert_eq!(*known, told);
            }
        }
    }
    found
}

/// The first ring is an exterior one, and none is without area.
fn check_rings(feature: &Feature) {
    if feature.sort == 3 {
        let areas: Vec<i64> = feature.parts.iter().map(|ring| Feature::doubled_area(ring)).collect();
        assert!(areas[0] > 0 && areas.iter().all(|area| *area != 0), "{areas:?}");
    }
}

/// Thousandths of people of all features.
fn people<'a>(all: impl Iterator<Item = &'a Value>) -> i64 {
    all.map(|members| (members["people"].as_f64().expect("people") * 1000.0).round() as i64).sum()
}

async fn all_people_of_all_gaps_are_in_the_tiles_once(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let described = anon.json(&format!("/api/v1/gaps/tiles.json?{ASKED}")).await;
    for z in [9, 12, 13] {
        let found = gathered(&anon, "/api/v1/gaps", ASKED, z, &described["bounds"]).await;
        for (layer, part) in [("gaps", "areas"), ("cells", "cells"), ("places", "places")] {
            let map = anon.json(&format!("/api/v1/gaps?part={part}&{ASKED}")).await;
            let features = map["features"].as_array().expect("features");
            let tiled = &found[layer];
            assert!(!features.is_empty() && tiled.len() == features.len(), "{layer} on {z}");
            let answered = people(features.iter().map(|feature| &feature["properties"]));
            assert_eq!(people(tiled.values()), answered, "{layer} on {z}");
            for (id, members) in tiled {
                let feature = &features[usize::try_from(*id).expect("an id") - 1]["properties"];
                assert_eq!(members["people"].as_f64(), feature["people"].as_f64(), "{layer} {id}");
                assert!(members["people"].as_f64() >= Some(10.0), "few people are hidden as in the answer");
            }
        }
        let (gap, best) = (&found["gaps"][&1], &found["places"][&1]);
        assert_eq!(gap, best, "an area and its place tell the same");
        assert_eq!(gap["nearest_name_zh"], "西");
        assert!(gap["division_code"].is_string() && gap["best_lon"].is_number() && gap["rank"] == 1);
    }
}

async fn cells_of_reach_are_those_of_the_answer(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let described = anon.json(&format!("/api/v1/reach/tiles.json?{ASKED}")).await;
    let found = gathered(&anon, "/api/v1/reach", ASKED, 12, &described["bounds"]).await;
    let map = anon.json(&format!("/api/v1/reach?format=geojson&{ASKED}")).await;
    let features = map["features"].as_array().expect("features");
    assert_eq!(found["cells"].len(), features.len());
    for (id, members) in &found["cells"] {
        let feature = &features[usize::try_from(*id).expect("an id") - 1]["properties"];
        for name in ["people", "metres", "band", "points"] {
            assert_eq!(members[name].as_f64(), feature[name].as_f64(), "{name} of {id}");
        }
        assert_eq!(members.get("site"), Some(&feature["site"]).filter(|site| !site.is_null()));
    }
}

/// A tile in the middle of West.
async fn tile_of_west(anon: &Client, etag: Option<&str>) -> Answer {
    let tile = Tile::at(TileMatrixSet::WebMercatorQuad, 12, 123.45, 41.7).expect("a tile");
    let asked = anon.ask(Method::GET, &format!("/api/v1/gaps/tiles/12/{}/{}?{ASKED}", tile.x(), tile.y()));
    let asked = asked.header("accept-encoding", "gzip");
    etag.map_or(asked.clone(), |etag| asked.header("if-none-match", etag)).send().await
}

async fn a_tile_is_sent_again_only_when_it_changed(service: Arc<Service>) {
    let anon = service.anon();
    let first = tile_of_west(&anon, None).await.expect(200);
    let etag = first.header("etag");
    assert_eq!(first.header("content-encoding"), "gzip");
    assert!(etag.starts_with('"') && etag.ends_with("-gzip\""), "strong, and of this coding: {etag}");
    let again = tile_of_west(&anon, Some(&etag)).await.expect(304);
    assert!(again.body.is_empty() && again.header("etag") == etag);
    // What changes the answer changes the tile on the next request.
    service.admin().create("/api/v1/sites", &court("西")).await;
    let changed = tile_of_west(&anon, Some(&etag)).await.expect(200);
    assert_ne!(changed.header("etag"), etag);
}

async fn tiles_are_described(service: Arc<Service>) {
    let anon = service.anon();
    let answer = anon.get(&format!("/api/v1/gaps/tiles.json?{ASKED}")).await;
    let told = answer.json();
    assert_eq!(told["tilejson"], "3.0.0");
    assert_eq!(
        told["tiles"],
        json!([format!("http://jiantu.test/api/v1/gaps/tiles/{{z}}/{{x}}/{{y}}?{ASKED}")])
    );
    let names: Vec<&Value> =
        told["vector_layers"].as_array().expect("layers").iter().map(|l| &l["id"]).collect();
    assert_eq!(names, ["gaps", "cells", "places"]);
    let fields = &told["vector_layers"][0]["fields"];
    assert_eq!(
        (&fields["people"], &fields["division_name_zh"], &fields["best_lat"]),
        (&json!("Number"), &json!("String"), &json!("Number"))
    );
    assert!(told["vector_layers"][1]["hidden"]["people"].is_number());
    let description = told["description"].as_str().expect("a text");
    for part in ["截至 2026-06-15", "直线距离", "as of 2026-06-15", "straight line", "yearbook", "边界为示意"]
    {
        assert!(description.contains(part), "{part} is missing in {description}");
    }
    for member in ["as_of", "rule_version", "method", "population", "flags", "radius", "uncovered"] {
        assert!(!told[member].is_null(), "{member}");
    }
    let [west, south, east, north] = [0, 1, 2, 3].map(|n| told["bounds"][n].as_f64().expect("degrees"));
    assert!(west < 123.45 && east > 123.55 && south < 41.65 && north > 41.75 && north < 42.0);
    let etag = answer.header("etag");
    let same = anon.ask(Method::GET, &format!("/api/v1/gaps/tiles.json?{ASKED}"));
    same.header("if-none-match", &etag).send().await.expect(304);
}

async fn what_is_no_tile_or_no_question_is_told(service: Arc<Service>) {
    let anon = service.anon();
    let far = anon.get(&format!("/api/v1/gaps/tiles/12/0/0?{ASKED}")).await;
    assert!(far.body.is_empty(), "a tile of nothing is a tile");
    for place in ["1/2/0", "25/0/0", "a/0/0", "1/0/-1"] {
        let none =
            anon.ask(Method::GET, &format!("/api/v1/gaps/tiles/{place}?{ASKED}")).send().await.expect(404);
        assert_eq!(none.header("content-type"), "application/problem+json");
        let none = none.json();
        assert!(none["message_zh"].as_str() != none["message_en"].as_str(), "{none}");
    }
    for (query, told) in [
        ("metres=-1", "metres:malformed"),
        ("radius=3", "radius:unknown_parameter"),
        ("part=cells", "part:not_of_tiles"),
        ("format=geojson", "format:not_of_tiles"),
        ("metres=1,2", "metres:one_only"),
    ] {
        assert_eq!(anon.refused(&format!("/api/v1/gaps/tiles/1/0/0?{query}")).await, told);
        assert_eq!(anon.refused(&format!("/api/v1/gaps/tiles.json?{query}")).await, told);
    }
}

async fn a_long_question_is_asked_again(service: Arc<Service>) {
    let hasty = service.with(Options { patience: Duration::ZERO, ..Options::default() });
    let path = "/api/v1/reach/tiles/9/431/190?metres=1000&spacing_m=100";
    let mut answer = hasty.ask(Method::GET, path).send().await;
    let mut put_off = 0;
    while answer.status == 503 {
        put_off += 1;
        assert_eq!(
            (answer.header("retry-after"), answer.header("cache-control")),
            ("1".into(), "no-store".into())
        );
        let told = answer.json()["message_en"].as_str().expect("a text").to_owned();
        assert!(told.contains("/api/v1/jobs/"), "{told}");
        tokio::time::sleep(Duration::from_millis(50)).await;
        answer = hasty.ask(Method::GET, path).send().await;
    }
    assert!(put_off > 0, "nobody waited");
    answer.expect(200);
}

const PLOTS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"甲","cost":120},"geometry":{"type":"Polygon","coordinates":[[[123.44,41.69],[123.46,41.69],[123.46,41.71],[123.44,41.71],[123.44,41.69]]]}},
{"type":"Feature","properties":{"name":"乙","cost":80.5},"geometry":{"type":"LineString","coordinates":[[123.3,41.7],[123.7,41.7]]}},
{"type":"Feature","properties":{"name":"丙","cost":null},"geometry":{"type":"Point","coordinates":[123.55,41.7]}}]}"#;

async fn an_imported_layer_has_tiles(service: Arc<Service>) {
    service.import_layer("候选", "plots.geojson", PLOTS).await;
    let anon = service.anon();
    let name = "%E5%80%99%E9%80%89";
    let told = anon.json(&format!("/api/v1/layers/{name}/tiles.json")).await;
    assert_eq!((&told["name"], &told["vector_layers"][0]["id"]), (&json!("候选"), &json!("候选")));
    assert_eq!(told["vector_layers"][0]["fields"], json!({"name": "String", "cost": "Number"}));
    assert_eq!(told["bounds"], json!([123.3, 41.69, 123.7, 41.71]));
    assert_eq!(told["tiles"][0], format!("http://jiantu.test/api/v1/layers/{name}/tiles/{{z}}/{{x}}/{{y}}"));
    let found =
        gathered(&anon, &format!("/api/v1/layers/{name}"), "as_of=2026-06-15", 12, &told["bounds"]).await;
    assert_eq!(
        json!(found["候选"]),
        json!({"1": {"name": "甲", "cost": 120.0}, "2": {"name": "乙", "cost": 80.5}, "3": {"name": "丙"}})
    );
    anon.ask(Method::GET, "/api/v1/layers/none/tiles/1/0/0").send().await.expect(404);
    anon.ask(Method::GET, "/api/v1/layers/none/tiles.json").send().await.expect(404);
    let before = anon.ask(Method::GET, &format!("/api/v1/layers/{name}/tiles.json?as_of=2001-01-01"));
    before.send().await.expect(404);
}
