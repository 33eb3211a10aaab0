//! Tiles are fresh at once, and only those that a write touched are made again.

use super::{Dice, at, features, path, watched};
use crate::builders::{court, court_with, point};
use crate::client::Answer;
use crate::decode::layers;
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::domain::tile::Tile;
use jiantu::domain::tile::TileMatrixSet::WebMercatorQuad;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

stories!(only_tiles_that_a_write_touched_are_made_again, a_tile_has_a_tag_for_each_coding,);

fn sees(tile: Tile, (lon, lat): (f64, f64)) -> bool {
    tile.windows(64.0 / 4096.0).iter().any(|window| window.bounds.contains_point(lon, lat))
}

async fn only_tiles_that_a_write_touched_are_made_again(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let mut dice = Dice(7);
    // Both corners, so that every tile that is watched lies inside the limits.
    let mut places: Vec<(f64, f64)> = vec![(123.42, 41.65), (123.52, 41.75)];
    places.extend((0..6).map(|_| dice.place()));
    let mut sites = Vec::new();
    for (lon, lat) in &places {
        let court = court_with("场", json!({"geometry": point(*lon, *lat)}));
        sites.push(admin.create("/api/v1/sites", &court).await);
    }
    let made = || service.registry.tiles().made();
    let tiles = watched();
    for tile in &tiles {
        anon.get(&path(*tile)).await;
    }
    let warm = made();
    for tile in &tiles {
        anon.get(&path(*tile)).await;
    }
    assert_eq!(made(), warm, "what is warm is not made again");
    for round in 0..12 {
        let which = 2 + dice.roll(6) as usize;
        let new = dice.place();
        let mut touched: Vec<(f64, f64)> = vec![places[which]];
        let site = format!("/api/v1/sites/{}", sites[which]);
        match dice.roll(3) {
            0 => {
                admin.change(&site, &json!({"geometry": point(new.0, new.1)})).await;
                places[which] = new;
                touched.push(new);
            }
            1 => {
                admin.change(&site, &json!({"capacity": round + 1})).await;
            }
            _ => {
                let etag = admin.get(&site).await.header("etag");
                admin.ask(Method::DELETE, &site).header("if-match", &etag).send().await.expect(204);
                let court = court_with("新", json!({"geometry": point(new.0, new.1)}));
                sites[which] = admin.create("/api/v1/sites", &court).await;
                places[which] = new;
                touched.push(new);
            }
        }
        let before = made();
        let mut kept = BTreeMap::new();
        for tile in &tiles {
            kept.insert(path(*tile), anon.get(&path(*tile)).await.body);
        }
        let expected = tiles.iter().filter(|tile| touched.iter().any(|place| sees(**tile, *place))).count();
        assert_eq!((made() - before) as usize, expected, "round {round}: {touched:?}");
        // A condition that all fulfil has tiles of its own, which nobody has asked for yet.
        for (path, body) in kept {
            let fresh = anon.get(&format!("{path}?filter=version%20%3E%20-{}", round + 1)).await;
            assert!(fresh.body == body, "round {round}: {path}");
        }
    }
    // What changes is seen at once, also by whoever asks with an old tag.
    let shown = |tile: &Answer| layers(&tile.body).iter().map(|layer| layer.features.len()).sum::<usize>();
    let whole = anon.get(&path(tiles[0])).await;
    assert_eq!(shown(&whole), 8);
    admin.create("/api/v1/sites", &court("九")).await;
    let again = anon.ask(Method::GET, &path(tiles[0])).header("if-none-match", &whole.header("etag"));
    assert_eq!(shown(&again.send().await.expect(200)), 9);
    // Names of divisions are in the tiles of what stands in them.
    service.rename_west("西大街").await;
    let renamed = features(&anon, &path(tiles[0])).await;
    let name = Some(json!("西大街"));
    assert!(renamed.iter().any(|feature| feature.attributes.get("division_name_zh") == name.as_ref()));
}

async fn a_tile_has_a_tag_for_each_coding(service: Arc<Service>) {
    for n in 0..20 {
        service.admin().create("/api/v1/sites", &court(&format!("第{n}"))).await;
    }
    let anon = service.anon();
    let path = format!("/ogc/collections/sites/tiles/{}", at(WebMercatorQuad, 12, 123.45, 41.7));
    let plain = anon.get(&path).await;
    assert!(!plain.headers.contains_key("content-encoding"));
    let tag = plain.header("etag");
    assert!(tag.starts_with('"') && tag.ends_with('"'), "strong: {tag}");
    let mut tags = vec![tag];
    for coding in ["zstd", "br", "gzip"] {
        let asked = || anon.ask(Method::GET, &path).header("accept-encoding", coding);
        let coded = asked().send().await.expect(200);
        assert_eq!(coded.header("content-encoding"), coding);
        assert!(coded.header("vary").contains("accept-encoding"));
        assert!(coded.body.len() < plain.body.len());
        let tag = coded.header("etag");
        assert!(tag.ends_with(&format!("-{coding}\"")), "{tag}");
        let same = asked().header("if-none-match", &tag).send().await.expect(304);
        assert!(same.body.is_empty() && same.header("etag") == tag);
        tags.push(tag);
    }
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), 4);
    assert_eq!(plain.header("cache-control"), "no-cache");
    assert_eq!(plain.header("access-control-allow-origin"), "*");
    let head = anon.ask(Method::HEAD, &path).send().await.expect(200);
    assert!(head.body.is_empty() && head.header("etag") == plain.header("etag"));
}
