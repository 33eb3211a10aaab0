//! Writes records as one FeatureCollection, or one feature a line.

use super::geometry;
use crate::formats::error::FormatError;
use crate::formats::options::WriteOptions;
use crate::formats::record::{Record, RecordWriter, Value};
use crate::formats::target::Sink;
use std::sync::Arc;

/// Bytes that are handed on together: a sink may be a channel, where each piece costs.
pub(in crate::formats) const CHUNK: usize = 1 << 15;

/// A collection or a sequence under way.
pub(in crate::formats) struct Writer {
    sink: Box<dyn Sink>,
    sequence: bool,
    record_separators: bool,
    /// What a collection begins with, up to its features.
    opening: Vec<u8>,
    count: u64,
    buffer: Vec<u8>,
}

impl Writer {
    /// `sequence` writes one feature a line without the collection around; it has no place to tell of
    /// a reference system other than WGS 84.
    pub fn new(sink: Box<dyn Sink>, sequence: bool, options: &WriteOptions) -> Self {
        let mut opening = b"{\"type\":\"FeatureCollection\",".to_vec();
        if !options.crs.is_stored() {
            opening.extend_from_slice(b"\"crs\":{\"type\":\"name\",\"properties\":{\"name\":");
            write_text(&options.crs.to_string(), &mut opening);
            opening.extend_from_slice(b"}},");
        }
        opening.extend_from_slice(b"\"features\":[");
        let record_separators = options.record_separators;
        Self { sink, sequence, record_separators, opening, count: 0, buffer: Vec::with_capacity(2 * CHUNK) }
    }

    fn flush(&mut self) -> Result<(), FormatError> {
        let done = self.sink.write_all(&self.buffer);
        self.buffer.clear();
        done.map_err(|e| FormatError::io(self.sink.name(), e))
    }
}

impl RecordWriter for Writer {
    fn write(&mut self, record: &Record) -> Result<(), FormatError> {
        match (self.sequence, self.count) {
            (true, _) if self.record_separators => self.buffer.push(0x1e),
            (true, _) => {}
            (false, 0) => {
                self.buffer.extend_from_slice(&self.opening);
                self.buffer.push(b'\n');
            }
            (false, _) => self.buffer.extend_from_slice(b",\n"),
        }
        self.count += 1;
        write_feature(record, &mut self.buffer);
        if self.sequence {
            self.buffer.push(b'\n');
        }
        if self.buffer.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        match (self.sequence, self.count) {
            (true, _) => {}
            (false, 0) => {
                self.buffer.extend_from_slice(&self.opening);
                self.buffer.extend_from_slice(b"]}\n");
            }
            (false, _) => self.buffer.extend_from_slice(b"\n]}\n"),
        }
        self.flush()?;
        self.sink.complete()
    }
}

/// Appends one Feature: `id` if there is one, the geometry or null, every field as a property.
pub fn write_feature(record: &Record, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"type\":\"Feature\",");
    if let Some(id) = &record.id {
        out.extend_from_slice(b"\"id\":");
        write_text(id, out);
        out.push(b',');
    }
    out.extend_from_slice(b"\"geometry\":");
    match &record.geometry {
        Some(shape) => geometry::write(shape, out),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"properties\":");
    write_properties(&record.fields, out);
    out.push(b'}');
}

/// Appends every field as a member.
pub(in crate::formats) fn write_properties(fields: &[(Arc<str>, Value)], out: &mut Vec<u8>) {
    out.push(b'{');
    for (index, (name, value)) in fields.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_text(name, out);
        out.push(b':');
        write_value(value, out);
    }
    out.push(b'}');
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::Number(number) => {
            // serde_json writes the shortest text that reads back the same, and null for NaN.
            out.extend_from_slice(serde_json::Value::from(*number).to_string().as_bytes());
        }
        Value::Text(text) => write_text(text, out),
        Value::Date(date) => write_text(&date.to_string(), out),
        Value::Json(json) => out.extend_from_slice(json.to_string().as_bytes()),
    }
}

pub(in crate::formats) fn write_text(text: &str, out: &mut Vec<u8>) {
    // Writing text to a Vec does not fail; were it to, the quotes keep the JSON well-formed.
    if serde_json::to_writer(&mut *out, text).is_err() {
        out.extend_from_slice(b"\"\"");
    }
}
