//! What is told about tiles: where they are, what is in them, how they look.

use super::{at, features};
use crate::builders::{court, court_with, point};
use crate::client::Client;
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::domain::tile::TileMatrixSet::WebMercatorQuad;
use jiantu::domain::tile::{Tile, TileMatrixSet};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

stories!(
    tiles_are_inside_or_outside,
    tilesets_are_described,
    tiles_are_described_for_web_maps,
    matrix_sets_are_described,
    styles_name_what_there_is,
);

const REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/";

fn list<'a>(document: &'a Value, name: &str) -> &'a Vec<Value> {
    document[name].as_array().unwrap_or_else(|| panic!("no list `{name}` in {document}"))
}

/// The path of a document's link.
fn linked(document: &Value, rel: &str) -> String {
    let link = list(document, "links").iter().find(|link| link["rel"] == rel).expect(rel);
    local(&link["href"])
}

/// The path of an absolute address.
fn local(href: &Value) -> String {
    let href = href.as_str().expect("an address");
    href.strip_prefix("http://jiantu.test").expect("an absolute address").to_owned()
}

async fn tiles_are_inside_or_outside(service: Arc<Service>) {
    let admin = service.admin();
    for (lon, lat) in [(123.42, 41.65), (123.58, 41.78)] {
        admin.create("/api/v1/sites", &court_with("角", json!({"geometry": point(lon, lat)}))).await;
    }
    let anon = service.anon();
    let ask = |path: String| anon.ask(Method::GET, &path).send();
    let between = format!("/ogc/collections/sites/tiles/{}", at(WebMercatorQuad, 14, 123.5, 41.7));
    let empty = ask(between).await.expect(200);
    assert!(empty.body.is_empty(), "inside the limits a tile of nothing is a tile");
    ask("/ogc/collections/sites/tiles/WebMercatorQuad/14/0/0".to_owned()).await.expect(204);
    for none in [
        "sites/tiles/WebMercatorQuad/1/2/0",
        "sites/tiles/WebMercatorQuad/25/0/0",
        "sites/tiles/WebMercatorQuad/a/0/0",
        "sites/tiles/Nothing/1/0/0",
        "none/tiles/WebMercatorQuad/1/0/0",
        "none/tiles",
        "sites/tiles/Nothing",
    ] {
        let told = ask(format!("/ogc/collections/{none}")).await.expect(404);
        assert_eq!(told.header("content-type"), "application/problem+json", "{none}");
    }
    for none in ["/tiles/none.json", "/tiles/sites", "/styles/none.json", "/ogc/tileMatrixSets/none"] {
        ask(none.to_owned()).await.expect(404);
    }
}

async fn tilesets_are_described(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    for own in ["/ogc/collections/sites/tiles", "/ogc/tiles"] {
        let all = anon.json(own).await;
        assert_eq!(list(&all, "tilesets").len(), 2);
        for set in list(&all, "tilesets") {
            let told = anon.json(&linked(set, "self")).await;
            assert_eq!((&told["tileMatrixSetURI"], &told["crs"]), (&set["tileMatrixSetURI"], &set["crs"]));
            check_tileset(&anon, &told).await;
        }
    }
    let one = anon.json("/ogc/collections/sites/tiles/WebMercatorQuad").await;
    assert_eq!(list(&one, "layers").len(), 1);
    // The collection and the landing page lead here.
    for (page, rel) in [
        ("/ogc/collections/sites", "tilesets-vector"),
        ("/ogc", "tilesets-vector"),
        ("/ogc", "tiling-schemes"),
    ] {
        let page = anon.json(page).await;
        anon.json(&linked(&page, &format!("{REL}{rel}"))).await;
    }
}

/// Limits, items and layers are what they say.
async fn check_tileset(anon: &Client, told: &Value) {
    let scheme = anon.json(&linked(told, &format!("{REL}tiling-scheme"))).await;
    assert_eq!((&scheme["uri"], &scheme["crs"]), (&told["tileMatrixSetURI"], &told["crs"]));
    let set = TileMatrixSet::named(scheme["id"].as_str().expect("an id")).expect("a set");
    let here = Tile::at(set, 12, 123.45, 41.7).expect("a tile");
    let limits = list(told, "tileMatrixSetLimits");
    assert_eq!(limits.len(), list(&scheme, "tileMatrices").len());
    let limit = |name: &str| limits[12][name].as_u64().expect("a number");
    assert_eq!(limits[12]["tileMatrix"], "12");
    assert!((limit("minTileCol")..=limit("maxTileCol")).contains(&u64::from(here.x())));
    assert!((limit("minTileRow")..=limit("maxTileRow")).contains(&u64::from(here.y())));
    let item = list(told, "links").iter().find(|link| link["rel"] == "item").expect("an item");
    assert_eq!(item["templated"], true);
    let path = local(&item["href"])
        .replace("{tileMatrix}", "12")
        .replace("{tileRow}", &here.y().to_string())
        .replace("{tileCol}", &here.x().to_string());
    assert!(!features(anon, &path).await.is_empty());
    let layer = list(told, "layers").iter().find(|layer| layer["id"] == "sites").expect("the sites");
    assert_eq!(layer["propertiesSchema"]["properties"]["name_zh"]["type"], "string");
}

async fn tiles_are_described_for_web_maps(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let answer = anon.get("/tiles/sites.json?kind=tennis").await;
    let told = answer.json();
    assert_eq!(told["tiles"], json!(["http://jiantu.test/tiles/sites/{z}/{x}/{y}?kind=tennis"]));
    let layer = &told["vector_layers"][0];
    assert_eq!(layer["id"], "sites");
    assert!(layer["fields"]["count"].as_str().is_some_and(|text| text.starts_with("Number")));
    let bounds: Vec<f64> = list(&told, "bounds").iter().filter_map(Value::as_f64).collect();
    assert!(bounds[0] <= 123.45 && bounds[2] >= 123.45 && bounds[1] <= 41.7 && bounds[3] >= 41.7);
    let same = anon.ask(Method::GET, "/tiles/sites.json?kind=tennis");
    same.header("if-none-match", &answer.header("etag")).send().await.expect(304);
    let same = anon.json("/ogc/collections/sites/tiles/WebMercatorQuad?f=tilejson").await;
    let tiles = "http://jiantu.test/ogc/collections/sites/tiles/WebMercatorQuad/{z}/{y}/{x}";
    assert_eq!(same["tiles"], json!([tiles]));
    assert_eq!(anon.refused("/tiles/sites.json?kindd=1").await, "kindd:unknown_parameter");
}

async fn matrix_sets_are_described(service: Arc<Service>) {
    let anon = service.anon();
    let all = anon.json("/ogc/tileMatrixSets").await;
    let names: Vec<&Value> = list(&all, "tileMatrixSets").iter().map(|set| &set["id"]).collect();
    assert_eq!(names, ["WebMercatorQuad", "WorldCRS84Quad"]);
    let told = anon.json("/ogc/tileMatrixSets/WorldCRS84Quad").await;
    let first = &told["tileMatrices"][0];
    assert_eq!((&first["matrixWidth"], &first["matrixHeight"]), (&json!(2), &json!(1)));
    assert_eq!(first["tileWidth"], 256);
    assert_eq!(first["pointOfOrigin"], json!([-180.0, 90.0]));
    assert_eq!(anon.refused("/ogc/tileMatrixSets?x=1").await, "x:unknown_parameter");
}

async fn styles_name_what_there_is(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let all = anon.json("/styles").await;
    assert!(list(&all, "styles").iter().any(|style| style["id"] == all["default"]));
    for style in list(&all, "styles") {
        let told = anon.json(&linked(style, "stylesheet")).await;
        assert_eq!(told["version"], 8);
        assert!(told.get("glyphs").is_none() && told.get("sprite").is_none());
        let tiles = anon.json(&local(&told["sources"]["jiantu"]["url"])).await;
        let known: Vec<&Value> = list(&tiles, "vector_layers").iter().map(|layer| &layer["id"]).collect();
        let mut ids = BTreeSet::new();
        for layer in list(&told, "layers") {
            assert!(ids.insert(layer["id"].as_str().expect("an id")), "ids are unique");
            let Some(source) = layer.get("source").and_then(Value::as_str) else { continue };
            assert!(!told["sources"][source].is_null(), "{source}");
            // Of vector tiles only: there are clients that read no other source, and take its layers for all.
            assert_eq!(told["sources"][source]["type"], "vector");
            let named = layer.get("source-layer").expect("a layer of the tiles");
            assert!(known.contains(&named), "{named}");
        }
    }
}
