//! Two passes over the file: which ways are wanted and which nodes they use; then those nodes.

use super::blob::{Blobs, Kind};
use super::block::{Block, check_header};
use super::error::Fault;
use crate::domain::network::{Extract, Street, StreetNode, Tags, Wanted};
use crate::formats::error::FormatError;
use crate::formats::record::Progress;
use crate::formats::source::open_file;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufReader, Seek};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Reads the wanted ways of an `.osm.pbf`, their nodes, and of both the wanted tags.
///
/// Memory holds what is returned, one sorted list of node ids, and one blob (at most 32 MiB and
/// 32 MiB unpacked). `progress` is called once a blob, over both passes; it may break off.
///
/// # Errors
/// `not_a_pbf`, `truncated`, `damaged_blob`, `unsupported_compression`, `unsupported_feature`, each
/// naming the byte where the blob begins; `cancelled` when `progress` broke off.
pub fn read(
    path: &Path,
    wanted: &Wanted,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Extract, FormatError> {
    let (file, size) = open_file(path)?;
    let mut file = BufReader::with_capacity(1 << 18, file);
    let mut words = Words::default();
    let mut ways = Vec::new();
    let mut tell = |pass: u64, read: u64| progress(Progress { read: pass * size + read, total: 2 * size });
    let mut first = Blobs::new(&mut file, size);
    each_block(path, &mut first, &mut |read| tell(0, read), |block| {
        block.ways(|way| {
            if way.tags.iter().any(|(key, value)| wanted.takes_way(key, value)) {
                let nodes = way.refs()?.into_boxed_slice();
                ways.push(Street { id: way.id, nodes, tags: words.keep(&way.tags, &wanted.kept_way_keys) });
            }
            Ok(())
        })
    })?;
    let mut ids: Vec<i64> = ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    file.rewind().map_err(|error| FormatError::io(path, error))?;
    // Grows with what the file holds, not with what the ways promise.
    let mut nodes = Vec::new();
    let mut second = Blobs::new(&mut file, size);
    each_block(path, &mut second, &mut |read| tell(1, read), |block| {
        block.nodes(|node| {
            if ids.binary_search(&node.id).is_ok() {
                let tags = words.keep(&node.tags()?, &wanted.kept_node_keys);
                nodes.push(StreetNode { id: node.id, lon: node.lon, lat: node.lat, tags });
            }
            Ok(())
        })
    })?;
    Ok(Extract::new(nodes, ways))
}

fn each_block<R: std::io::Read>(
    path: &Path,
    blobs: &mut Blobs<R>,
    tell: &mut dyn FnMut(u64) -> ControlFlow<()>,
    mut see: impl FnMut(&Block<'_>) -> Result<(), Fault>,
) -> Result<(), FormatError> {
    loop {
        let step = match blobs.next() {
            Ok(None) => return Ok(()),
            Ok(Some((Kind::Header, bytes))) => check_header(bytes),
            Ok(Some((Kind::Data, bytes))) => Block::new(bytes).and_then(|block| see(&block)),
            Ok(Some((Kind::Other, _))) => Ok(()),
            Err(fault) => Err(fault),
        };
        step.map_err(|fault| fault.at(path, blobs.at))?;
        if tell(blobs.read()).is_break() {
            return Err(Fault::Cancelled.at(path, blobs.at));
        }
    }
}

/// Texts that come again and again, each held once.
#[derive(Default)]
struct Words(HashMap<Box<str>, Arc<str>>);

impl Words {
    fn keep(&mut self, tags: &[(&str, &str)], keys: &BTreeSet<String>) -> Tags {
        let kept = tags.iter().filter(|(key, _)| keys.contains(*key));
        Tags::new(kept.map(|(key, value)| (self.word(key), self.word(value))).collect())
    }

    fn word(&mut self, text: &str) -> Arc<str> {
        if let Some(word) = self.0.get(text) {
            return word.clone();
        }
        let word: Arc<str> = Arc::from(text);
        self.0.insert(text.into(), word.clone());
        word
    }
}
