//! Street extracts: what is read, and what is said of files that cannot be.

#[path = "../support/pbf.rs"]
mod pbf;

use jiantu::domain::network::{Extract, Modes, Wanted};
use jiantu::formats::FormatError;
use jiantu::formats::osm_pbf::read;
use pbf::{Node, Packing, Way};
use std::ops::ControlFlow;
use std::path::Path;

fn wanted() -> Wanted {
    Modes::parse(include_str!("../../seeds/modes.toml")).unwrap().wanted()
}

fn read_bytes(bytes: &[u8]) -> Result<Extract, FormatError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("streets.osm.pbf");
    std::fs::write(&path, bytes).unwrap();
    read(&path, &wanted(), &mut |_| ControlFlow::Continue(()))
}

fn small() -> (Vec<Node>, Vec<Way>) {
    let nodes = vec![
        (7, 123.46, 41.679, vec![("barrier", "gate"), ("access", "private"), ("note", "left out")]),
        (5_000_000_000, 123.4612345, 41.68, vec![]),
        (12, -0.5, -30.25, vec![("amenity", "bench")]),
        (13, 0.0, 0.0, vec![]),
    ];
    let ways = vec![
        (
            1,
            vec![7, 5_000_000_000, 12, 99],
            vec![("highway", "residential"), ("name", "浑南大道"), ("foot", "yes")],
        ),
        (2, vec![7, 13], vec![("building", "yes")]),
        (3, vec![12, 7], vec![("man_made", "pier")]),
    ];
    (nodes, ways)
}

fn assert_small(extract: &Extract) {
    let ids: Vec<i64> = extract.nodes.iter().map(|node| node.id).collect();
    assert_eq!(ids, [7, 12, 5_000_000_000]);
    assert_eq!((extract.nodes[2].lon, extract.nodes[2].lat), (123.4612345, 41.68));
    assert_eq!((extract.nodes[1].lon, extract.nodes[1].lat), (-0.5, -30.25));
    let tags: Vec<_> = extract.nodes[0].tags.iter().collect();
    assert_eq!(tags, [("barrier", "gate"), ("access", "private")]);
    assert!(extract.nodes[1].tags.is_empty());
    let ways: Vec<_> = extract.ways.iter().map(|way| (way.id, way.nodes.to_vec())).collect();
    assert_eq!(ways, [(1, vec![7, 5_000_000_000, 12, 99]), (3, vec![12, 7])]);
    assert_eq!(
        extract.ways[0].tags.iter().collect::<Vec<_>>(),
        [("highway", "residential"), ("foot", "yes")]
    );
}

#[test]
fn streets_and_their_nodes_are_read_and_nothing_else() {
    let (nodes, ways) = small();
    assert_small(&read_bytes(&pbf::file(&nodes, &ways, Packing::Zlib)).unwrap());
    assert_small(&read_bytes(&pbf::file(&nodes, &ways, Packing::Raw)).unwrap());
    assert_small(&read_bytes(&pbf::plain_file(&nodes, &ways)).unwrap());
}

#[test]
fn progress_goes_over_both_passes_and_may_break_off() {
    let (nodes, ways) = small();
    let bytes = pbf::file(&nodes, &ways, Packing::Zlib);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("streets.osm.pbf");
    std::fs::write(&path, &bytes).unwrap();
    let mut seen = Vec::new();
    read(&path, &wanted(), &mut |progress| {
        seen.push((progress.read, progress.total));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(seen.is_sorted() && seen.len() == 10);
    assert_eq!(seen.last(), Some(&(2 * bytes.len() as u64, 2 * bytes.len() as u64)));
    let error = read(&path, &wanted(), &mut |_| ControlFlow::Break(())).unwrap_err();
    assert_eq!(error.code(), "cancelled");
}

#[test]
fn files_that_cannot_be_read_say_why_and_where() {
    let (nodes, ways) = small();
    let whole = pbf::file(&nodes, &ways, Packing::Zlib);
    let head = pbf::blob("OSMHeader", &pbf::header(&["OsmSchema-V0.6"]), Packing::Zlib);
    let after_head = format!("byte {}", head.len());
    let with = |more: Vec<u8>| [head.clone(), more].concat();
    let mut flipped = pbf::blob("OSMData", &[0; 50], Packing::Zlib);
    let at = flipped.len() - 6;
    flipped[at] ^= 0x55;
    // Promises a gigabyte, and has ten bytes.
    let bomb = pbf::framed("OSMData", &[0x10, 0x80, 0x80, 0x80, 0x80, 0x04, 0x1a, 1, 0]);
    let history = pbf::blob("OSMHeader", &pbf::header(&["HistoricalInformation"]), Packing::Zlib);
    for (bytes, code, word) in [
        (b"PK\x03\x04 an archive".to_vec(), "not_a_pbf", "not an OpenStreetMap"),
        (b"<?xml version='1.0'?><osm/>".to_vec(), "not_a_pbf", ""),
        (b"ab".to_vec(), "not_a_pbf", ""),
        (pbf::blob("OSMData", b"", Packing::Raw), "not_a_pbf", ""),
        (with(pbf::blob("OSMData", b"x", Packing::Zstd)), "unsupported_compression", "zstd"),
        (with(pbf::blob("OSMData", b"x", Packing::Lzma)), "unsupported_compression", after_head.as_str()),
        (with(vec![0, 0, 0, 200, 1]), "truncated", after_head.as_str()),
        (with(vec![0, 0]), "truncated", after_head.as_str()),
        (with(vec![0xff; 9]), "damaged_blob", after_head.as_str()),
        (with(flipped), "damaged_blob", after_head.as_str()),
        (with(bomb), "damaged_blob", after_head.as_str()),
        (with(pbf::blob("OSMData", &[0x0a, 0x70], Packing::Zlib)), "damaged_blob", after_head.as_str()),
        (history, "unsupported_feature", "HistoricalInformation"),
        (whole[..whole.len() - 3].to_vec(), "truncated", "byte"),
        (Vec::new(), "empty_file", ""),
    ] {
        let error = read_bytes(&bytes).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message_en().contains(word), "{error}");
    }
    let error = read(Path::new("/no/such.osm.pbf"), &wanted(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(error.unwrap_err().code(), "not_found");
}

#[test]
fn a_file_cut_anywhere_or_with_any_byte_changed_never_panics() {
    let (nodes, ways) = small();
    let whole = pbf::file(&nodes, &ways, Packing::Raw);
    let mut refused = 0;
    for at in 0..whole.len() {
        refused += usize::from(read_bytes(&whole[..at]).is_err());
        let mut changed = whole.clone();
        changed[at] ^= 0xa5;
        let _ = read_bytes(&changed);
    }
    // A file that ends between two blobs is whole.
    assert!(refused >= whole.len() - 5, "{refused} of {}", whole.len());
}
