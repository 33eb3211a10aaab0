//! Writes small `.osm.pbf` files, whole or broken on purpose.

use std::collections::HashMap;
use std::io::Write;

pub type Tag = (&'static str, &'static str);

/// id, lon, lat, tags.
pub type Node = (i64, f64, f64, Vec<Tag>);

/// id, node ids, tags.
pub type Way = (i64, Vec<i64>, Vec<Tag>);

/// How a blob is packed: the field's number in `Blob`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Raw = 1,
    Zlib = 3,
    Lzma = 4,
    Zstd = 7,
}

/// A file with its nodes (dense), its ways, and an empty relation, each in a block of its own.
pub fn file(nodes: &[Node], ways: &[Way], packing: Packing) -> Vec<u8> {
    let mut bytes = blob("OSMHeader", &header(&["OsmSchema-V0.6", "DenseNodes"]), packing);
    bytes.extend(blob("Padding", b"what readers skip", Packing::Raw));
    bytes.extend(blob("OSMData", &block(|strings| field(2, &dense(nodes, strings))), packing));
    bytes.extend(blob("OSMData", &block(|strings| group_of_ways(ways, strings)), packing));
    bytes.extend(blob("OSMData", &block(|_| field(4, &number(1, 7))), packing));
    bytes
}

/// The same with plain nodes, which few programs write.
pub fn plain_file(nodes: &[Node], ways: &[Way]) -> Vec<u8> {
    let mut bytes = blob("OSMHeader", &header(&["OsmSchema-V0.6"]), Packing::Zlib);
    let plain = block(|strings| nodes.iter().flat_map(|node| field(1, &plain_node(node, strings))).collect());
    bytes.extend(blob("OSMData", &plain, Packing::Zlib));
    bytes.extend(blob("OSMData", &block(|strings| group_of_ways(ways, strings)), Packing::Zlib));
    bytes
}

/// A header that asks readers for these features.
pub fn header(features: &[&str]) -> Vec<u8> {
    features.iter().flat_map(|feature| field(4, feature.as_bytes())).collect()
}

/// A whole blob with its header and length.
pub fn blob(kind: &str, content: &[u8], packing: Packing) -> Vec<u8> {
    let mut body = Vec::new();
    if packing == Packing::Zlib {
        body.extend(number(2, content.len() as u64));
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(content).expect("memory");
        body.extend(field(3, &packer.finish().expect("memory")));
    } else {
        body.extend(field(packing as u32, content));
    }
    framed(kind, &body)
}

/// A blob message with a header around it.
pub fn framed(kind: &str, body: &[u8]) -> Vec<u8> {
    let mut head = field(1, kind.as_bytes());
    head.extend(number(3, body.len() as u64));
    let mut bytes = (head.len() as u32).to_be_bytes().to_vec();
    bytes.extend(head);
    bytes.extend(body);
    bytes
}

#[derive(Default)]
struct Strings {
    numbers: HashMap<String, u64>,
    texts: Vec<String>,
}

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        let next = self.texts.len() as u64 + 1;
        *self.numbers.entry(text.to_owned()).or_insert_with(|| {
            self.texts.push(text.to_owned());
            next
        })
    }
}

fn block(group: impl FnOnce(&mut Strings) -> Vec<u8>) -> Vec<u8> {
    let mut strings = Strings::default();
    let group = group(&mut strings);
    // The first string is empty: zero ends a dense node's tags.
    let mut table = field(1, b"");
    table.extend(strings.texts.iter().flat_map(|text| field(1, text.as_bytes())));
    let mut bytes = field(1, &table);
    bytes.extend(field(2, &group));
    bytes
}

fn dense(nodes: &[Node], strings: &mut Strings) -> Vec<u8> {
    let (mut ids, mut lats, mut lons, mut tags) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut last = (0, 0, 0);
    for (id, lon, lat, node_tags) in nodes {
        let (lat, lon) = (steps(*lat), steps(*lon));
        ids.extend(varint(zigzag(id - last.0)));
        lats.extend(varint(zigzag(lat - last.1)));
        lons.extend(varint(zigzag(lon - last.2)));
        last = (*id, lat, lon);
        for (key, value) in node_tags {
            tags.extend(varint(strings.number(key)));
            tags.extend(varint(strings.number(value)));
        }
        tags.extend(varint(0));
    }
    [field(1, &ids), field(8, &lats), field(9, &lons), field(10, &tags)].concat()
}

fn plain_node((id, lon, lat, tags): &Node, strings: &mut Strings) -> Vec<u8> {
    let (keys, values) = tag_lists(tags, strings);
    let places = [number(8, zigzag(steps(*lat))), number(9, zigzag(steps(*lon)))].concat();
    [number(1, zigzag(*id)), field(2, &keys), field(3, &values), places].concat()
}

fn group_of_ways(ways: &[Way], strings: &mut Strings) -> Vec<u8> {
    let mut group = Vec::new();
    for (id, nodes, tags) in ways {
        let (keys, values) = tag_lists(tags, strings);
        let mut refs = Vec::new();
        let mut last = 0;
        for node in nodes {
            refs.extend(varint(zigzag(node - last)));
            last = *node;
        }
        let way = [number(1, *id as u64), field(2, &keys), field(3, &values), field(8, &refs)].concat();
        group.extend(field(3, &way));
    }
    group
}

fn tag_lists(tags: &[Tag], strings: &mut Strings) -> (Vec<u8>, Vec<u8>) {
    let keys = tags.iter().flat_map(|(key, _)| varint(strings.number(key))).collect();
    let values = tags.iter().flat_map(|(_, value)| varint(strings.number(value))).collect();
    (keys, values)
}

fn steps(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

fn field(number: u32, bytes: &[u8]) -> Vec<u8> {
    [varint(u64::from(number << 3 | 2)), varint(bytes.len() as u64), bytes.to_vec()].concat()
}

fn number(field: u32, value: u64) -> Vec<u8> {
    [varint(u64::from(field << 3)), varint(value)].concat()
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}
