//! Archives of tiles, read by the format's own library and by GDAL.

use super::python::told;
use super::story::Desk;
use jiantu::formats::pmtiles::{Compression, Head, Summary, TileKind, Writer, position, tile_id};
use serde_json::{Map, json};

fn head(zooms: (u8, u8)) -> Head {
    let metadata: Map<String, serde_json::Value> = json!({"name": "健身场地", "attribution": "浑南区",
        "vector_layers": [{"id": "sites", "fields": {"name": "String"}}]})
    .as_object()
    .cloned()
    .unwrap();
    Head {
        kind: TileKind::Mvt,
        compression: Compression::None,
        zooms,
        bounds: [123.1, 41.4, 123.8, 41.9],
        center: (123.463, 41.679, 11),
        metadata,
    }
}

fn write(desk: &Desk, tiles: &[(u64, Vec<u8>)], zooms: (u8, u8)) -> (std::path::PathBuf, Summary) {
    let path = desk.path("map.pmtiles");
    let mut writer = Writer::create(&path, head(zooms)).unwrap();
    for (id, bytes) in tiles {
        let (z, x, y) = position(*id).unwrap();
        writer.add(z, x, y, bytes).unwrap();
    }
    assert!(!path.exists(), "not before it is complete");
    let summary = writer.finish().unwrap();
    assert_eq!(summary.bytes, std::fs::metadata(&path).unwrap().len());
    (path, summary)
}

/// Tiles as the library lists them.
fn listed(told: &serde_json::Value, key: &str) -> Vec<(u64, Vec<u8>)> {
    told[key]
        .as_array()
        .unwrap()
        .iter()
        .map(|tile| {
            let number = |at: usize| tile[at].as_u64().unwrap();
            let id = tile_id(number(0) as u8, number(1) as u32, number(2) as u32).unwrap();
            (id, hex::decode(tile[3].as_str().unwrap()).unwrap())
        })
        .collect()
}

#[test]
fn the_formats_own_library_reads_every_tile() {
    let desk = Desk::new();
    // Whole zooms, of which most tiles are alike, then scattered ones with gaps.
    let mut tiles: Vec<(u64, Vec<u8>)> =
        (0..tile_id(5, 0, 0).unwrap()).map(|id| (id, format!("tile {}", id % 7 / 5).into_bytes())).collect();
    let start = tile_id(14, 0, 0).unwrap();
    tiles.extend((0..500).map(|n| (start + n * n, format!("at {n}").into_bytes())));
    let (path, summary) = write(&desk, &tiles, (0, 14));
    assert_eq!((summary.tiles, summary.contents), (tiles.len() as u64, 502));
    assert!(summary.entries < summary.tiles);
    let told = told("archive", &path);
    assert_eq!(listed(&told, "tiles"), tiles);
    let header = &told["header"];
    for (key, value) in [
        ("version", json!(3)),
        ("addressed_tiles_count", json!(summary.tiles)),
        ("tile_entries_count", json!(summary.entries)),
        ("tile_contents_count", json!(502)),
        ("clustered", json!(true)),
        ("internal_compression", json!("GZIP")),
        ("tile_compression", json!("NONE")),
        ("tile_type", json!("MVT")),
        ("min_zoom", json!(0)),
        ("max_zoom", json!(14)),
        ("min_lon_e7", json!(1_231_000_000)),
        ("max_lat_e7", json!(419_000_000)),
        ("center_zoom", json!(11)),
        ("center_lon_e7", json!(1_234_630_000)),
        ("leaf_directory_length", json!(0)),
    ] {
        assert_eq!(header[key], value, "{key}");
    }
    assert_eq!(told["metadata"]["name"], "健身场地");
}

#[test]
fn a_large_archive_has_leaves() {
    let desk = Desk::new();
    let start = tile_id(13, 0, 0).unwrap();
    let mut id = start;
    let tiles: Vec<(u64, Vec<u8>)> = (0..40_000_u64)
        .map(|n| {
            // Steps that do not shrink well.
            id += 1 + n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 1_009;
            (
                id,
                vec![b'x'; 1 + (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize]
                    .into_iter()
                    .chain(n.to_le_bytes())
                    .collect(),
            )
        })
        .collect();
    let (path, summary) = write(&desk, &tiles, (13, 13));
    assert_eq!((summary.entries, summary.contents), (40_000, 40_000));
    let told = told("archive", &path);
    assert!(told["header"]["leaf_directory_length"].as_u64().unwrap() > 0);
    assert!(told["header"]["root_length"].as_u64().unwrap() <= 16_384 - 127);
    assert_eq!(listed(&told, "tiles"), tiles);
    let ends = [&tiles[..50], &tiles[tiles.len() - 50..]].concat();
    assert_eq!(listed(&told, "found"), ends);
}

#[test]
fn an_empty_archive_is_one() {
    let desk = Desk::new();
    let (path, summary) = write(&desk, &[], (0, 0));
    assert_eq!((summary.tiles, summary.contents, summary.entries), (0, 0, 0));
    assert_eq!(told("archive", &path)["tiles"], json!([]));
}

#[test]
fn a_tile_out_of_order_or_without_bytes_is_refused() {
    let desk = Desk::new();
    let path = desk.path("map.pmtiles");
    let mut writer = Writer::create(&path, head((0, 2))).unwrap();
    writer.add(1, 0, 0, b"a").unwrap();
    writer.add(1, 0, 1, b"a").unwrap();
    for ((z, x, y), bytes, code) in [
        ((0, 0, 0), &b"a"[..], "tile_order"),
        ((1, 0, 1), b"a", "tile_order"),
        ((1, 2, 0), b"a", "no_such_tile"),
        ((2, 0, 0), b"", "tile_size"),
    ] {
        assert_eq!(writer.add(z, x, y, bytes).unwrap_err().code(), code);
    }
    drop(writer);
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 0, "nothing is left behind");
}
