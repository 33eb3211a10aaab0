//! Tiles of collections.

/// A file of all tiles.
mod file;
/// That they are fresh, and made again only where something changed.
mod fresh;
/// What they show.
mod shown;
/// What is told about them.
mod told;

use crate::client::Client;
use crate::decode::{Feature, layers};
use jiantu::domain::tile::TileMatrixSet::{WebMercatorQuad, WorldCrs84Quad};
use jiantu::domain::tile::{Tile, TileMatrixSet};

/// `set/z/row/column` of the tile that holds a place.
fn at(set: TileMatrixSet, z: u8, lon: f64, lat: f64) -> String {
    let tile = Tile::at(set, z, lon, lat).expect("a tile");
    format!("{}/{z}/{}/{}", set.name(), tile.y(), tile.x())
}

/// A tile of the collection of sites.
fn path(tile: Tile) -> String {
    format!("/ogc/collections/sites/tiles/{}/{}/{}/{}", tile.set().name(), tile.z(), tile.y(), tile.x())
}

/// All features of a tile.
async fn features(anon: &Client, path: &str) -> Vec<Feature> {
    let tile = anon.get(path).await;
    assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
    layers(&tile.body).into_iter().flat_map(|layer| layer.features).collect()
}

/// A sequence of places in and around West that looks random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn place(&mut self) -> (f64, f64) {
        (123.42 + self.roll(1_000) as f64 * 1e-4, 41.65 + self.roll(1_000) as f64 * 1e-4)
    }
}

/// Tiles of some zooms that the places of [`Dice`] lie in.
fn watched() -> Vec<Tile> {
    let mut all = Vec::new();
    let sets = [
        (WebMercatorQuad, 0),
        (WebMercatorQuad, 9),
        (WebMercatorQuad, 12),
        (WebMercatorQuad, 13),
        (WorldCrs84Quad, 12),
    ];
    for (set, z) in sets {
        let corner = |lon, lat| Tile::at(set, z, lon, lat).expect("a tile");
        let (first, last) = (corner(123.42, 41.75), corner(123.52, 41.65));
        for x in first.x()..=last.x() {
            all.extend((first.y()..=last.y()).map(|y| Tile::new(set, z, x, y).expect("a tile")));
        }
    }
    all
}
