//! Reads vector tiles, written from the specification alone, and refuses what it does not allow.

use serde_json::{Value, json};
use std::collections::BTreeMap;

pub struct Layer {
    pub name: String,
    pub features: Vec<Feature>,
}

#[derive(Debug)]
pub struct Feature {
    pub id: u64,
    /// 1 point, 2 line, 3 polygon.
    pub sort: u64,
    pub attributes: BTreeMap<String, Value>,
    /// Positions of a point each, of a line each, of a ring each (not closed), in units of the tile.
    pub parts: Vec<Vec<(i64, i64)>>,
}

/// The layers of a tile.
pub fn layers(tile: &[u8]) -> Vec<Layer> {
    let layers: Vec<Layer> = fields(tile)
        .into_iter()
        .map(|(field, value)| {
            assert_eq!(field, 3, "a tile holds layers only");
            layer(value.bytes())
        })
        .collect();
    let mut names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), layers.len(), "names of layers are unique");
    let areas = layers.iter().flat_map(|layer| &layer.features).filter(|feature| feature.sort == 3);
    for feature in areas {
        let first = feature.parts.first().expect("a ring");
        assert!(Feature::doubled_area(first) > 0, "an area begins with an exterior ring");
    }
    layers
}

impl Feature {
    /// Twice the area of a ring by the surveyor's formula; positive for an exterior one.
    pub fn doubled_area(ring: &[(i64, i64)]) -> i64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
    }
}

enum Field<'a> {
    Number(u64),
    Double(f64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    fn bytes(&self) -> &'a [u8] {
        if let Self::Bytes(bytes) = self { bytes } else { panic!("a message was expected") }
    }

    fn number(&self) -> u64 {
        if let Self::Number(number) = self { *number } else { panic!("a number was expected") }
    }

    fn text(&self) -> String {
        String::from_utf8(self.bytes().to_vec()).expect("UTF-8")
    }

    fn list(&self) -> Vec<u64> {
        let mut rest = self.bytes();
        let mut list = Vec::new();
        while !rest.is_empty() {
            list.push(varint(&mut rest));
        }
        list
    }
}

fn fields(mut rest: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let key = varint(&mut rest);
        let field = match key & 7 {
            0 => Field::Number(varint(&mut rest)),
            1 => Field::Double(f64::from_le_bytes(take(&mut rest, 8).try_into().expect("eight bytes"))),
            2 => {
                let length = varint(&mut rest) as usize;
                Field::Bytes(take(&mut rest, length))
            }
            other => panic!("wire type {other}"),
        };
        fields.push((key >> 3, field));
    }
    fields
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, after) = rest.split_at(length);
    *rest = after;
    taken
}

fn varint(rest: &mut &[u8]) -> u64 {
    let mut number = 0;
    for place in 0.. {
        let byte = take(rest, 1)[0];
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn unzigzag(number: u64) -> i64 {
    (number / 2) as i64 * if number.is_multiple_of(2) { 1 } else { -1 } - (number % 2) as i64
}

fn layer(bytes: &[u8]) -> Layer {
    let fields = fields(bytes);
    let one = |wanted: u64| {
        let mut found = fields.iter().filter(|(field, _)| *field == wanted);
        let first = found.next().unwrap_or_else(|| panic!("a layer has field {wanted}"));
        assert!(found.next().is_none(), "once");
        &first.1
    };
    assert_eq!((one(15).number(), one(5).number()), (2, 4096), "version and extent");
    let all = |wanted: u64| fields.iter().filter(move |(field, _)| *field == wanted).map(|(_, value)| value);
    let keys: Vec<String> = all(3).map(Field::text).collect();
    let values: Vec<Value> = all(4).map(|value| attribute(value.bytes())).collect();
    let features = all(2).map(|value| feature(value.bytes(), &keys, &values)).collect();
    Layer { name: one(1).text(), features }
}

fn attribute(bytes: &[u8]) -> Value {
    let fields = fields(bytes);
    let [(field, value)] = fields.as_slice() else { panic!("one value") };
    match (field, value) {
        (1, text) => json!(text.text()),
        (3, Field::Double(number)) => json!(number),
        (4 | 5, number) => json!(number.number()),
        (6, number) => json!(unzigzag(number.number())),
        (7, yes) => json!(yes.number() == 1),
        (other, _) => panic!("value field {other}"),
    }
}

fn feature(bytes: &[u8], keys: &[String], values: &[Value]) -> Feature {
    let mut feature = Feature { id: 0, sort: 0, attributes: BTreeMap::new(), parts: Vec::new() };
    let mut commands = Vec::new();
    for (field, value) in fields(bytes) {
        match field {
            1 => feature.id = value.number(),
            2 => {
                for pair in value.list().chunks(2) {
                    let (key, value) = (&keys[pair[0] as usize], &values[pair[1] as usize]);
                    assert!(feature.attributes.insert(key.clone(), value.clone()).is_none(), "{key} once");
                }
            }
            3 => feature.sort = value.number(),
            4 => commands = value.list(),
            other => panic!("field {other} of a feature"),
        }
    }
    feature.parts = parts(feature.sort, &commands);
    feature
}

fn parts(sort: u64, commands: &[u64]) -> Vec<Vec<(i64, i64)>> {
    let mut parts: Vec<Vec<(i64, i64)>> = Vec::new();
    let (mut at, mut n, mut is_closed) = ((0, 0), 0, true);
    while n < commands.len() {
        let (command, count) = (commands[n] & 7, commands[n] >> 3);
        n += 1;
        match command {
            1 => {
                assert!(is_closed || sort != 3, "a ring is closed before the next begins");
                assert!(count == 1 || (sort == 1 && count > 0), "one move for each line and ring");
                is_closed = false;
            }
            2 => {
                assert!(
                    count > u64::from(sort == 3) && !parts.is_empty() && sort != 1,
                    "a line has a length"
                );
            }
            7 => {
                assert!(count == 1 && sort == 3 && !is_closed);
                is_closed = true;
                continue;
            }
            other => panic!("command {other}"),
        }
        for _ in 0..count {
            let step = (unzigzag(commands[n]), unzigzag(commands[n + 1]));
            n += 2;
            at = (at.0 + step.0, at.1 + step.1);
            if command == 1 {
                parts.push(vec![at]);
            } else {
                assert_ne!(step, (0, 0), "a line does not stand still");
                parts.last_mut().expect("begun").push(at);
            }
        }
    }
    assert!(sort != 3 || is_closed, "the last ring is closed");
    assert!(!parts.is_empty(), "a feature has a geometry");
    parts
}
