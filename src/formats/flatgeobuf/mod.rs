//! FlatGeobuf 3: one file of features behind a packed spatial index, so that a client fetches only what
//! it shows. The schema's tables are those of the flatgeobuf crate, which checks them before they are
//! read; files, limits, index and geometry are ours.

mod header;
mod properties;
pub(super) mod read;
mod shape;
mod tree;
pub(super) mod write;

/// What a file begins with; the fourth byte is the version, the last a patch level.
const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

/// Children of a node of the index.
const NODE_SIZE: u16 = 16;

/// Bytes of a node of the index.
const NODE_BYTES: u64 = 40;

/// How many nodes an index over so many features has, all levels together; `None` when absurd.
fn nodes(features: u64, node_size: u16) -> Option<u64> {
    let size = u64::from(node_size.max(2));
    let (mut level, mut all) = (features, features);
    if features == 0 {
        return Some(0);
    }
    loop {
        level = level.div_ceil(size);
        all = all.checked_add(level)?;
        if level == 1 {
            return Some(all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nodes;

    #[test]
    fn an_index_has_a_root_above_its_leaves() {
        for (features, all) in [(0, 0), (1, 2), (2, 3), (16, 17), (17, 20), (257, 277)] {
            assert_eq!(nodes(features, 16), Some(all), "{features}");
        }
        assert_eq!(nodes(u64::MAX, 2), None);
    }
}
