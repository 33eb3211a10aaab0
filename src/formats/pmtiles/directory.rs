//! Directories: which tiles lie where. The root must stand in the first 16 KiB of the file, so that one
//! request finds it; where it would grow larger, it points to leaves.

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// A run of tiles with the same bytes, or (of length 0) a leaf that begins with the tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub id: u64,
    pub run: u32,
    /// Within the tile data, or within the leaves.
    pub offset: u64,
    pub length: u32,
}

/// Root and leaves, compressed.
pub(super) struct Directories {
    pub root: Vec<u8>,
    pub leaves: Vec<u8>,
}

/// What header and root may take together.
const FIRST: usize = 16_384;
/// Entries of a leaf, to begin with.
const LEAF: usize = 4_096;

/// Packs entries, which are in the order of their numbers.
pub(super) fn pack(entries: &[Entry], header: usize) -> io::Result<Directories> {
    let whole = encode(entries)?;
    if whole.len() <= FIRST - header {
        return Ok(Directories { root: whole, leaves: Vec::new() });
    }
    let mut size = LEAF;
    loop {
        let mut leaves = Vec::new();
        let mut pointers = Vec::new();
        for leaf in entries.chunks(size) {
            let packed = encode(leaf)?;
            let offset = leaves.len() as u64;
            let length = u32::try_from(packed.len()).map_err(io::Error::other)?;
            pointers.push(Entry { id: leaf[0].id, run: 0, offset, length });
            leaves.extend(packed);
        }
        let root = encode(&pointers)?;
        if root.len() <= FIRST - header {
            return Ok(Directories { root, leaves });
        }
        size *= 2;
    }
}

/// Columns of variable-length numbers: what repeats stands side by side and shrinks well.
fn encode(entries: &[Entry]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::with_capacity(entries.len() * 6 + 8);
    put(&mut plain, entries.len() as u64);
    let mut last = 0;
    for entry in entries {
        put(&mut plain, entry.id - last);
        last = entry.id;
    }
    for entry in entries {
        put(&mut plain, u64::from(entry.run));
    }
    for entry in entries {
        put(&mut plain, u64::from(entry.length));
    }
    let mut next = None;
    for entry in entries {
        // 0 says: right behind the one before.
        put(&mut plain, if next == Some(entry.offset) { 0 } else { entry.offset + 1 });
        next = Some(entry.offset + u64::from(entry.length));
    }
    gzip(&plain)
}

pub(super) fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Level::best());
    out.write_all(plain)?;
    out.finish()
}

fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
