//! Names and values that features share: each is written once a layer, and features name their places.

use super::wire::{bytes_field, double_field, number_field, varint, varint_len, zigzag};
use std::collections::HashMap;
use std::sync::Arc;

/// The value of a feature's member. What is unknown has no value: the member is left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    Text(Arc<str>),
    Integer(i64),
    /// Finite.
    Number(f64),
    Bool(bool),
}

/// An attribute that can be looked up: a number by its bits.
#[derive(PartialEq, Eq, Hash)]
enum Known {
    Text(Arc<str>),
    Integer(i64),
    Number(u64),
    Bool(bool),
}

impl Known {
    fn of(value: &Attribute) -> Self {
        match value {
            Attribute::Text(text) => Self::Text(Arc::clone(text)),
            Attribute::Integer(number) => Self::Integer(*number),
            Attribute::Number(number) => Self::Number(number.to_bits()),
            Attribute::Bool(yes) => Self::Bool(*yes),
        }
    }
}

/// The dictionaries of one layer, in the order in which things were first named.
#[derive(Default)]
pub(super) struct Tags {
    names: Vec<Arc<str>>,
    known_names: HashMap<Arc<str>, u32>,
    /// As fields of the layer, one behind the other.
    values: Vec<u8>,
    count: u32,
    known_values: HashMap<Known, u32>,
}

/// Numbers of the fields of a layer's message.
const KEYS: u32 = 3;
const VALUES: u32 = 4;

impl Tags {
    /// The place of a name.
    pub fn name(&mut self, name: &Arc<str>) -> u32 {
        if let Some(place) = self.known_names.get(name) {
            return *place;
        }
        let place = self.names.len() as u32;
        self.names.push(Arc::clone(name));
        self.known_names.insert(Arc::clone(name), place);
        place
    }

    /// The place of a value.
    pub fn value(&mut self, value: &Attribute) -> u32 {
        let next = self.count;
        let place = *self.known_values.entry(Known::of(value)).or_insert(next);
        if place == next {
            self.new_value(value);
        }
        place
    }

    /// The place of a value that is not looked for.
    pub fn new_value(&mut self, value: &Attribute) -> u32 {
        let mut message = Vec::with_capacity(11);
        match value {
            Attribute::Text(text) => return self.new_text(text),
            Attribute::Number(number) => double_field(&mut message, 3, *number),
            Attribute::Integer(number) if *number >= 0 => {
                number_field(&mut message, 4, number.cast_unsigned());
            }
            // As `int_value` it would take ten bytes.
            Attribute::Integer(number) => number_field(&mut message, 6, zigzag(*number)),
            Attribute::Bool(yes) => number_field(&mut message, 7, u64::from(*yes)),
        }
        bytes_field(&mut self.values, VALUES, &message);
        self.next()
    }

    /// The place of a text that is not looked for.
    pub fn new_text(&mut self, text: &str) -> u32 {
        text_message(&mut self.values, VALUES, text);
        self.next()
    }

    fn next(&mut self) -> u32 {
        self.count += 1;
        self.count - 1
    }

    /// Writes both dictionaries as fields of a layer.
    pub fn write(&self, out: &mut Vec<u8>) {
        for name in &self.names {
            bytes_field(out, KEYS, name.as_bytes());
        }
        out.extend_from_slice(&self.values);
    }
}

/// A message whose first field is a text, as a field itself.
fn text_message(out: &mut Vec<u8>, field: u32, text: &str) {
    let bytes = text.len() as u64;
    varint(out, u64::from(field << 3 | 2));
    varint(out, 1 + varint_len(bytes) + bytes);
    bytes_field(out, 1, text.as_bytes());
}
