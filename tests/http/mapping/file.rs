//! A file of tiles holds what the service answers, tile by tile; its reader is written from the specification.

use super::{path, watched};
use crate::builders::{court, court_with, point};
use crate::service::{Service, stories};
use flate2::read::GzDecoder;
use jiantu::domain::tile::Tile;
use jiantu::domain::tile::TileMatrixSet::WebMercatorQuad;
use jiantu::formats::pmtiles::position;
use jiantu::registry::export::TilesRequest;
use jiantu::registry::import::What;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

stories!(a_file_of_tiles_is_what_the_service_answers);

async fn a_file_of_tiles_is_what_the_service_answers(service: Arc<Service>) {
    for (lon, lat) in [(123.42, 41.65), (123.47, 41.7), (123.52, 41.75)] {
        service
            .admin()
            .create("/api/v1/sites", &court_with("场", json!({"geometry": point(lon, lat)})))
            .await;
    }
    service.admin().create("/api/v1/sites", &court("又")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sites.pmtiles");
    let request = TilesRequest {
        what: Some(What::Sites),
        name: None,
        file: &file,
        zooms: (0, 13),
        as_of: None,
        known_at: None,
    };
    let summary = service.registry.export_tiles(&request).await.expect("a file");
    let tiles = read(&std::fs::read(&file).expect("the file"));
    assert_eq!(summary.tiles as usize, tiles.len());
    let anon = service.anon();
    for ((z, x, y), bytes) in &tiles {
        let tile = Tile::new(WebMercatorQuad, *z, *x, *y).expect("a tile");
        let answer = anon.ask(axum::http::Method::GET, &path(tile)).send().await;
        // What only reaches into a margin may lie outside the limits.
        assert!(answer.status == 204 || answer.body == *bytes, "{tile}");
    }
    let zooms: Vec<u8> = tiles.keys().map(|(z, ..)| *z).collect();
    assert_eq!((zooms.first(), zooms.last()), (Some(&0), Some(&13)));
    for tile in watched().into_iter().filter(|tile| tile.set() == WebMercatorQuad) {
        let answer = anon.get(&path(tile)).await;
        let there = tiles.get(&(tile.z(), tile.x(), tile.y()));
        assert_eq!(there.map_or(&[][..], Vec::as_slice), answer.body, "{tile}");
    }
    let none = TilesRequest { what: Some(What::Population), ..request };
    assert!(service.registry.export_tiles(&none).await.is_err(), "people have no tiles");
}

/// All tiles of an archive without leaf directories, unpacked.
fn read(file: &[u8]) -> BTreeMap<(u8, u32, u32), Vec<u8>> {
    assert_eq!((&file[..7], file[7]), (&b"PMTiles"[..], 3));
    let number = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().expect("eight bytes")) as usize;
    assert_eq!(number(48), 0, "no leaf directories");
    assert_eq!((file[97], file[98], file[99]), (2, 2, 1), "gzip, gzip, vector tiles");
    let root = unpacked(&file[number(8)..number(8) + number(16)]);
    let mut rest = root.as_slice();
    let count = varint(&mut rest) as usize;
    let mut list = || (0..count).map(|_| varint(&mut rest)).collect::<Vec<u64>>();
    let (steps, runs, lengths, offsets) = (list(), list(), list(), list());
    let (mut id, mut end) = (0, 0);
    let mut tiles = BTreeMap::new();
    for n in 0..count {
        id += steps[n];
        let from = if offsets[n] == 0 && n > 0 { end } else { offsets[n] - 1 };
        end = from + lengths[n];
        let data = number(56);
        let bytes = unpacked(&file[data + from as usize..data + end as usize]);
        for run in 0..runs[n] {
            tiles.insert(position(id + run).expect("a place"), bytes.clone());
        }
    }
    tiles
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
    plain
}

fn varint(rest: &mut &[u8]) -> u64 {
    let mut number = 0;
    for place in 0.. {
        let (byte, after) = rest.split_first().expect("a byte");
        *rest = after;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if *byte < 0x80 {
            break;
        }
    }
    number
}
