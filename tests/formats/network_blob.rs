//! Streets come back from the database as they went in.

use jiantu::domain::network::{Extract, Street, StreetNode, Tags};
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
    fn damaged_bytes_are_told_and_never_followed(
        nodes in prop::collection::vec(node(), 1..9),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut packed = write(&Extract::new(nodes, Vec::new())).unwrap();
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
    assert!(matches!(read(b"JTNW\x02"), Err(BlobError::Newer { found: 2, known: 1, .. })));
    assert_eq!(read(b"JTNW\x01no zlib"), Err(BlobError::Damaged));
}
