//! Streets come back from the database as they went in.

use jiantu::domain::network::{Extract, Heights, Street, StreetNode, Tags};
use jiantu::formats::BlobError;
use jiantu::formats::network_blob::{read, write};
use proptest::prelude::*;

fn tags() -> impl Strategy<Value = Tags> {
    let word = prop::sample::select(vec!["highway", "yes", "no", "foot", "人行道", "", "a=b"]);
    prop::collection::vec((word.clone(), word), 0..4).prop_map(|tags| tags.into_iter().collect())
}

fn node() -> impl Strategy<Value = StreetNode> {
    let id = prop_oneof![-50_i64..50, any::<i64>()];
    (id, -1_800_000_000_i64..=1_800_000_000, -900_000_000_i64..=900_000_000, tags()).prop_map(
        |(id, lon, lat, tags)| StreetNode { id, lon: lon as f64 / 1e7, lat: lat as f64 / 1e7, tags },
    )
}

fn way() -> impl Strategy<Value = Street> {
    (any::<i64>(), prop::collection::vec(-60_i64..60, 0..9), tags()).prop_map(|(id, nodes, tags)| Street {
        id,
        nodes: nodes.into(),
        tags,
    })
}

proptest! {
    #[test]
    fn streets_come_back_equal(
        nodes in prop::collection::vec(node(), 0..40),
        ways in prop::collection::vec(way(), 0..20),
    ) {
        let extract = Extract::new(nodes, ways);
        let packed = write(&extract).unwrap();
        prop_assert_eq!(&read(&packed).unwrap(), &extract);
        prop_assert_eq!(write(&extract).unwrap(), packed);
    }

    #[test]
    fn heights_come_back_with_their_nodes(
        nodes in prop::collection::vec((node(), prop::option::of(-100_000_i32..900_000)), 0..40),
        ways in prop::collection::vec(way(), 0..20),
    ) {
        let (nodes, heights): (Vec<_>, Vec<_>) = nodes.into_iter().unzip();
        let level = Extract::new(nodes, ways);
        let heights = Heights::from_centimetres(heights.into_iter().take(level.nodes.len()));
        let hilly = Extract { heights: Some(heights.clone()), ..level.clone() };
        let packed = write(&hilly).unwrap();
        prop_assert_eq!(&packed[..5], b"JTNW\x02");
        prop_assert_eq!(&read(&packed).unwrap(), &hilly);
        // Without heights it is what it was before there were any, and the bytes of that time are read.
        let first = write(&level).unwrap();
        prop_assert_eq!(&first[..5], b"JTNW\x01");
        prop_assert_eq!(&read(&first).unwrap().heights, &None);
        prop_assert_ne!(first, packed);
    }

    #[test]
    fn damaged_bytes_are_told_and_never_followed(
        nodes in prop::collection::vec(node(), 1..9),
        hilly in any::<bool>(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let heights = (0..nodes.len() as i32).map(|n| (n % 3 > 0).then_some(n * 1_000)).collect::<Vec<_>>();
        let heights = hilly.then(|| Heights::from_centimetres(heights));
        let extract = Extract { heights, ..Extract::new(nodes, Vec::new()) };
        let mut packed = write(&extract).unwrap();
        let at = at.index(packed.len());
        packed[at] = byte;
        // What it says does not matter, that it says something does.
        let _ = read(&packed);
        prop_assert!(read(&packed[..at]).is_err());
    }
}

#[test]
fn what_is_no_network_is_refused() {
    assert!(matches!(read(b""), Err(BlobError::Other(_))));
    assert!(matches!(read(b"JTFT\x01"), Err(BlobError::Other(_))));
    assert!(matches!(read(b"JTNW\x03"), Err(BlobError::Newer { found: 3, known: 2, .. })));
    assert_eq!(read(b"JTNW\x01no zlib"), Err(BlobError::Damaged));
}

/// The very bytes that the first form had: one street with a tag, over two nodes and one that is cut off.
#[test]
fn bytes_of_the_first_form_are_read() {
    let plain: &[u8] = &[
        2, 7, b'h', b'i', b'g', b'h', b'w', b'a', b'y', 4, b'p', b'a', b't', b'h', // texts
        2, 0, 1, 0, 1, // sets of tags
        3, 2, 1, 2, 1, 2, 0, // ids 1 and 2, and 3 that is not there
        20, 40, 0, 2, 4, 0, // places
        1, 10, 1, 3, 0, 2, 2, // the street
    ];
    let mut packer = flate2::write::ZlibEncoder::new(b"JTNW\x01".to_vec(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, plain).unwrap();
    let node = |id, lon, lat| StreetNode { id, lon, lat, tags: Tags::default() };
    let tags = [("highway", "path")].into_iter().collect();
    let street = Street { id: 5, nodes: [1, 2, 3].into(), tags };
    let wanted = Extract::new(vec![node(1, 1e-6, 2e-6), node(2, 1.1e-6, 2.2e-6)], vec![street]);
    let packed = packer.finish().unwrap();
    assert_eq!(read(&packed).unwrap(), wanted);
    assert_eq!(write(&wanted).unwrap(), packed);
}
