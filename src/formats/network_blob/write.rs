//! Packs streets.

use super::numbers::{Row, put};
use super::{LEVEL, PER_DEGREE, STREETS};
use crate::domain::network::{Extract, Heights, Tags};
use crate::formats::packed::{BlobError, Packer, Sort};
use std::collections::HashMap;

/// The same extract gives the same bytes.
pub fn write(extract: &Extract) -> Result<Vec<u8>, BlobError> {
    let mut words = Words::default();
    let node_tags: Vec<u64> = extract.nodes.iter().map(|node| words.set(&node.tags)).collect();
    let way_tags: Vec<u64> = extract.ways.iter().map(|way| words.set(&way.tags)).collect();
    let ids = ids(extract);
    let mut out = Vec::new();
    put(words.texts.len() as u64, &mut out);
    for text in &words.texts {
        put(text.len() as u64, &mut out);
        out.extend_from_slice(text.as_bytes());
    }
    put(words.sets.len() as u64, &mut out);
    for set in &words.sets {
        put(set.len() as u64, &mut out);
        for (key, value) in set {
            put(*key, &mut out);
            put(*value, &mut out);
        }
    }
    put(ids.len() as u64, &mut out);
    let mut row = Row::default();
    for id in &ids {
        row.put(*id, &mut out);
        out.push(u8::from(extract.position(*id).is_some()));
    }
    let (mut lons, mut lats) = (Row::default(), Row::default());
    for (node, tags) in extract.nodes.iter().zip(node_tags) {
        lons.put(steps(node.lon), &mut out);
        lats.put(steps(node.lat), &mut out);
        put(tags, &mut out);
    }
    put(extract.ways.len() as u64, &mut out);
    let (mut row, mut places) = (Row::default(), Row::default());
    for (way, tags) in extract.ways.iter().zip(way_tags) {
        row.put(way.id, &mut out);
        put(tags, &mut out);
        put(way.nodes.len() as u64, &mut out);
        for id in &way.nodes {
            // All are among the ids.
            let place = ids.partition_point(|known| known < id);
            places.put(place as i64, &mut out);
        }
    }
    let version = if extract.heights.is_some() { STREETS.version } else { LEVEL };
    if let Some(heights) = &extract.heights {
        put_heights(heights, extract.nodes.len(), &mut out);
    }
    let mut packer = Packer::new(Sort { version, ..STREETS });
    packer.add(&out)?;
    packer.finish()
}

fn put_heights(heights: &Heights, nodes: usize, out: &mut Vec<u8>) {
    let mut row = Row::default();
    for height in heights.centimetres().chain(std::iter::repeat(None)).take(nodes) {
        out.push(u8::from(height.is_some()));
        if let Some(cm) = height {
            row.put(i64::from(cm), out);
        }
    }
}

/// Of the nodes that are there and of those that streets name, each once, ascending.
fn ids(extract: &Extract) -> Vec<i64> {
    let named = extract.ways.iter().flat_map(|way| way.nodes.iter().copied());
    let mut ids: Vec<i64> = extract.nodes.iter().map(|node| node.id).chain(named).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn steps(degrees: f64) -> i64 {
    (degrees * PER_DEGREE).round() as i64
}

/// Texts and sets of tags, each once, numbered as they come.
#[derive(Default)]
struct Words<'a> {
    texts: Vec<&'a str>,
    sets: Vec<Vec<(u64, u64)>>,
    text_numbers: HashMap<&'a str, u64>,
    set_numbers: HashMap<Vec<(u64, u64)>, u64>,
}

impl<'a> Words<'a> {
    fn set(&mut self, tags: &'a Tags) -> u64 {
        let set: Vec<(u64, u64)> =
            tags.iter().map(|(key, value)| (self.text(key), self.text(value))).collect();
        if let Some(number) = self.set_numbers.get(&set) {
            return *number;
        }
        let number = self.sets.len() as u64;
        self.sets.push(set.clone());
        self.set_numbers.insert(set, number);
        number
    }

    fn text(&mut self, text: &'a str) -> u64 {
        let next = self.texts.len() as u64;
        let number = *self.text_numbers.entry(text).or_insert(next);
        if number == next {
            self.texts.push(text);
        }
        number
    }
}
