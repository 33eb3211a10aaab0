//! What tiles of collections show.

use super::{Dice, at, features, path, watched};
use crate::builders::{court, court_with, point};
use crate::client::Answer;
use crate::decode::{Feature, layers};
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::domain::tile::Tile;
use jiantu::domain::tile::TileMatrixSet::{WebMercatorQuad, WorldCrs84Quad};
use jiantu::registry::import::What;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

stories!(
    a_tile_tells_what_the_features_tell,
    many_sites_are_counted_and_each_once,
    conditions_are_those_of_the_items,
    several_collections_are_in_one_tile,
    an_imported_layer_is_tiled_like_the_rest,
);

const TOLD: [&str; 11] = [
    "name_zh",
    "name_en",
    "kind",
    "status",
    "access",
    "area_m2",
    "venue_area_m2",
    "division",
    "lighting",
    "demo",
    "version",
];

async fn a_tile_tells_what_the_features_tell(service: Arc<Service>) {
    let court = json!({"name_en": "West", "lighting": true, "area_m2": 600.5});
    let id = service.admin().create("/api/v1/sites", &court_with("西\"场\"", court)).await;
    let unknown = json!({"area_m2": null, "area_grade": null, "geometry": point(123.4501, 41.7)});
    service.admin().create("/api/v1/sites", &court_with("无", unknown)).await;
    let anon = service.anon();
    for set in [WebMercatorQuad, WorldCrs84Quad] {
        let tile = Tile::at(set, 14, 123.45, 41.7).expect("a tile");
        let found = features(&anon, &path(tile)).await;
        assert_eq!(found.len(), 2);
        let court = found.iter().find(|feature| feature.attributes["id"] == json!(id)).expect("the court");
        let told = anon.json(&format!("/ogc/collections/sites/items/{id}")).await;
        for name in TOLD {
            assert_eq!(court.attributes.get(name), Some(&told["properties"][name]), "{name}");
        }
        assert!(!court.attributes.contains_key("effective_from"), "what maps do not need is left out");
        assert!(court.id > 0 && court.id < 1 << 53);
        let (x, y) = tile.place(123.45, 41.7);
        assert_eq!(court.parts, [vec![((x * 4096.0).round() as i64, (y * 4096.0).round() as i64)]]);
        let other = found.iter().find(|feature| feature.attributes["name_zh"] == "无").expect("the other");
        assert!(!other.attributes.contains_key("venue_area_m2"), "what is not known is left out");
    }
    // The short address has column before row, and may end like a file.
    let tile = Tile::at(WebMercatorQuad, 14, 123.45, 41.7).expect("a tile");
    let long = anon.get(&path(tile)).await;
    for end in ["", ".pbf", ".mvt", "?f=mvt"] {
        let short = anon.get(&format!("/tiles/sites/14/{}/{}{end}", tile.x(), tile.y())).await;
        assert_eq!(short.body, long.body, "{end}");
    }
}

/// So many points as GeoJSON, and their places.
fn many(count: u64) -> (String, Vec<(f64, f64)>) {
    let mut dice = Dice(3);
    let places: Vec<_> = (0..count).map(|_| dice.place()).collect();
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (n, (lon, lat)) in places.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        let properties = json!({
            "external_id": format!("m-{n}"),
            "name_zh": format!("第{n}"),
            "kind": if n % 3 == 0 { "tennis" } else { "basketball" },
            "area_m2": if n % 5 == 0 { Value::Null } else { json!(n % 50 + 1) },
            "status": "operating",
        });
        let feature = json!({"type": "Feature", "properties": properties, "geometry": point(*lon, *lat)});
        write!(text, "{comma}{feature}").expect("a text takes every write");
    }
    text.push_str("]}");
    (text, places)
}

fn sum(cells: &[Feature], name: &str) -> f64 {
    cells.iter().map(|cell| cell.attributes[name].as_f64().expect("a number")).sum()
}

async fn many_sites_are_counted_and_each_once(service: Arc<Service>) {
    let (text, places) = many(2_400);
    service.import(What::Sites, "many.geojson", &text).await;
    let anon = service.anon();
    let items = anon.json("/ogc/collections/sites/items?limit=10000").await;
    let all = items["features"].as_array().expect("features");
    assert_eq!(all.len(), places.len());
    let known: f64 = all.iter().filter_map(|site| site["properties"]["venue_area_m2"].as_f64()).sum();
    let unknown = all.iter().filter(|site| site["properties"]["venue_area_m2"].is_null()).count();
    for (set, z) in [(WebMercatorQuad, 0), (WebMercatorQuad, 8), (WorldCrs84Quad, 7)] {
        let tile = Tile::at(set, z, places[0].0, places[0].1).expect("a tile");
        assert!(places.iter().all(|(lon, lat)| Tile::at(set, z, *lon, *lat) == Some(tile)), "one has all");
        let plain = anon.get(&path(tile)).await;
        let cells = features(&anon, &path(tile)).await;
        assert_eq!(sum(&cells, "count") as usize, places.len());
        assert!((sum(&cells, "venue_area_m2") - known).abs() < 1e-6);
        assert_eq!(sum(&cells, "area_unknown") as usize, unknown);
        assert!(cells.iter().all(|cell| cell.sort == 1 && cell.attributes["kind"].is_string()));
        assert!(cells.len() <= 1024 && plain.body.len() < 100_000);
        let tennis = features(&anon, &format!("{}?kind=tennis", path(tile))).await;
        assert_eq!(tennis.len(), 800, "few enough to be shown one by one");
        assert!(tennis.iter().all(|site| site.attributes["kind"] == "tennis"));
        let all = anon.get(&format!("{}?status=operating", path(tile))).await;
        assert!(all.body == plain.body, "a condition that all fulfil sums the same");
    }
    // Closer, each is there as itself.
    let mut ids = BTreeSet::new();
    for tile in watched().into_iter().filter(|tile| (tile.set(), tile.z()) == (WebMercatorQuad, 13)) {
        for feature in features(&anon, &path(tile)).await {
            assert!(!feature.attributes.contains_key("count"));
            ids.insert(feature.attributes["id"].to_string());
        }
    }
    assert_eq!(ids.len(), places.len());
    // A write changes the sums at once.
    let admin = service.admin();
    let id = admin.create("/api/v1/sites", &court("更")).await;
    let world = path(Tile::new(WebMercatorQuad, 0, 0, 0).expect("a tile"));
    assert_eq!(sum(&features(&anon, &world).await, "count") as u64, 2_401);
    let site = format!("/api/v1/sites/{id}");
    let etag = admin.get(&site).await.header("etag");
    admin.ask(Method::DELETE, &site).header("if-match", &etag).send().await.expect(204);
    assert_eq!(sum(&features(&anon, &world).await, "count") as u64, 2_400);
}

/// Ids in order.
fn sorted<'a>(ids: impl Iterator<Item = &'a Value>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = ids.map(|id| id.as_str().expect("an id")).collect();
    ids.sort_unstable();
    ids
}

async fn conditions_are_those_of_the_items(service: Arc<Service>) {
    let admin = service.admin();
    for (name, others) in [
        ("旧", json!({"opened_on": "2001-05-01", "closed_on": "2010-01-01", "status": "closed"})),
        ("新", json!({"opened_on": "2020-05-01", "capacity": 40})),
        ("东", json!({"geometry": point(123.55, 41.7), "kind": "tennis"})),
    ] {
        admin.create("/api/v1/sites", &court_with(name, others)).await;
    }
    let anon = service.anon();
    let tile = at(WebMercatorQuad, 9, 123.45, 41.7);
    for (query, count) in [
        ("", 3),
        ("kind=tennis", 1),
        ("status=closed", 1),
        ("division=west", 2),
        ("datetime=2005-01-01", 2),
        ("datetime=2021-01-01/..", 2),
        ("filter=capacity%20%3E%2010", 1),
        ("filter=kind%20LIKE%20'ten%25'&filter-lang=cql2-text", 1),
        ("filter=S_INTERSECTS(geometry,BBOX(123.5,41.6,123.6,41.8))", 1),
        (
            "filter=S_INTERSECTS(geometry,BBOX(41.6,123.5,41.8,123.6))&filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326",
            1,
        ),
    ] {
        let items = anon.json(&format!("/ogc/collections/sites/items?{query}")).await;
        let expected = sorted(items["features"].as_array().expect("features").iter().map(|site| &site["id"]));
        let found = features(&anon, &format!("/ogc/collections/sites/tiles/{tile}?{query}")).await;
        assert_eq!(sorted(found.iter().map(|site| &site.attributes["id"])), expected, "{query}");
        assert_eq!(expected.len(), count, "{query}");
    }
    for (query, told) in [
        ("kindd=1", "kindd:unknown_parameter"),
        ("kind=none", "kind:malformed"),
        ("datetime=x", "datetime:malformed"),
        ("f=json", "f:malformed"),
    ] {
        assert_eq!(anon.refused(&format!("/ogc/collections/sites/tiles/{tile}?{query}")).await, told);
    }
    let unknown =
        anon.refused(&format!("/ogc/collections/sites/tiles/{tile}?filter=nothing%20%3D%201")).await;
    assert!(unknown.starts_with("filter:"), "{unknown}");
}

async fn several_collections_are_in_one_tile(service: Arc<Service>) {
    service.admin().create("/api/v1/sites", &court("西")).await;
    let anon = service.anon();
    let tile = at(WebMercatorQuad, 10, 123.45, 41.7);
    let names = |tile: &Answer| layers(&tile.body).into_iter().map(|layer| layer.name).collect::<Vec<_>>();
    let both = anon.get(&format!("/ogc/tiles/{tile}?collections=divisions,sites,divisions")).await;
    assert_eq!(names(&both), ["divisions", "division-labels", "sites"]);
    let labels = layers(&both.body).into_iter().find(|layer| layer.name == "division-labels").expect("names");
    let told: Vec<_> = labels.features.iter().map(|feature| feature.attributes["name_zh"].clone()).collect();
    assert_eq!(json!(told), json!(["方区", "西街道", "东街道"]), "each once, where it stands");
    let filtered = anon.get(&format!("/ogc/tiles/{tile}?collections=divisions&level=district")).await;
    assert!(
        layers(&filtered.body).iter().all(|layer| layer.features.len() == 1),
        "the same conditions for both"
    );
    let all = anon.get(&format!("/ogc/tiles/{tile}")).await;
    assert_eq!(
        names(&all),
        ["sites", "divisions", "division-labels"],
        "collections that are empty have no layer"
    );
    let here = Tile::at(WebMercatorQuad, 10, 123.45, 41.7).expect("a tile");
    let short = anon.get(&format!("/tiles/divisions,sites/10/{}/{}", here.x(), here.y())).await;
    assert_eq!(short.body, both.body);
    let none = anon.refused(&format!("/ogc/tiles/{tile}?collections=none")).await;
    assert_eq!(none, "collections:no_such_collection");
    // A change in one of them makes the tile anew.
    service.admin().create("/api/v1/sites", &court("又")).await;
    let more = anon.get(&format!("/ogc/tiles/{tile}?collections=divisions,sites,divisions")).await;
    let count = |tile: &Answer| layers(&tile.body).iter().map(|layer| layer.features.len()).sum::<usize>();
    assert_eq!(count(&more), count(&both) + 1);
}

const PLOTS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"甲","source":"图","cost":120},"geometry":{"type":"Polygon","coordinates":[[[123.44,41.69],[123.46,41.69],[123.46,41.71],[123.44,41.71],[123.44,41.69]]]}},
{"type":"Feature","properties":{"name":"丙","cost":null},"geometry":{"type":"Point","coordinates":[123.45,41.7]}}]}"#;

/// 候选, as addresses write it.
const NAME: &str = "%E5%80%99%E9%80%89";

async fn an_imported_layer_is_tiled_like_the_rest(service: Arc<Service>) {
    service.import_layer("候选", "plots.geojson", PLOTS).await;
    let anon = service.anon();
    let path =
        |end: &str| format!("/ogc/collections/{NAME}/tiles/{}{end}", at(WorldCrs84Quad, 12, 123.45, 41.7));
    let found = features(&anon, &path("")).await;
    assert_eq!(found.iter().map(|feature| feature.id).collect::<Vec<_>>(), [1, 2]);
    let told = json!({"id": "1", "name": "甲", "source": "图", "cost": 120});
    assert_eq!(json!(found[0].attributes), told);
    assert!(Feature::doubled_area(&found[0].parts[0]) > 0, "an exterior ring");
    assert_eq!(features(&anon, &path("?filter=cost%20%3E%20100")).await.len(), 1);
    let told = anon.json(&format!("/tiles/{NAME}.json")).await;
    assert_eq!(told["tiles"], json!([format!("http://jiantu.test/tiles/{NAME}/{{z}}/{{x}}/{{y}}")]));
    // Replaced as a whole, it is another one at once.
    let other = PLOTS.replace("\"cost\":null", "\"cost\":1");
    service.import_layer("候选", "plots.geojson", &other).await;
    assert_eq!(features(&anon, &path("")).await[1].attributes["cost"], 1);
}
