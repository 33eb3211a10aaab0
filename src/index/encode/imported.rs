//! A feature of an imported layer: its members are the file's own.

use super::members::Members;
use crate::formats::{Record, Value, geojson};
use std::io::Write;

/// Appends the feature to `out`. Its id is its number in the layer, from 1.
pub fn encode_imported(out: &mut Vec<u8>, number: u64, record: &Record) {
    write!(out, r#"{{"type":"Feature","id":"{number}","geometry":"#).expect("a Vec takes every write");
    match &record.geometry {
        Some(geometry) => geojson::geometry::write(geometry, out),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(br#","properties":{"#);
    let mut members = Members::new(out);
    for (name, value) in &record.fields {
        match value {
            Value::Null => {}
            Value::Bool(value) => members.given(name, value),
            Value::Integer(value) => members.given(name, value),
            Value::Number(value) => members.given(name, value),
            Value::Text(value) => members.given(name, value),
            Value::Date(value) => members.given(name, value),
            Value::Json(value) => members.given(name, value),
        }
    }
    out.extend_from_slice(b"}}");
}
