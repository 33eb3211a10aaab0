//! One feature's text becomes a record. Runs on any thread, after the reader cut the text out.

use super::geometry::{self, GeometryRules};
use crate::formats::error::RecordError;
use crate::formats::jsonfg::read::{Frame, add_time};
use crate::formats::record::{Parse, Record, Value};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

/// A feature's bytes, and what parsing them takes.
pub(super) struct RawFeature {
    pub text: Vec<u8>,
    /// Position of the text in the file, for messages about its bytes.
    pub offset: u64,
    pub rules: GeometryRules,
    /// The names of the first feature's properties, shared instead of allocated again.
    pub names: Arc<[Arc<str>]>,
    /// Of JSON-FG: what its own members mean.
    pub frame: Option<Arc<Frame>>,
}

/// Understands one Feature's text that stands by itself.
///
/// # Errors
/// It is none; `row` is told as its place.
pub fn parse_feature(text: &[u8], row: u64) -> Result<Record, RecordError> {
    let raw = RawFeature {
        text: text.to_vec(),
        offset: 0,
        rules: GeometryRules::default(),
        names: Arc::from(Vec::new()),
        frame: None,
    };
    Box::new(raw).parse(row)
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    properties: Option<&'a RawValue>,
}

impl Parse for RawFeature {
    fn parse(self: Box<Self>, row: u64) -> Result<Record, RecordError> {
        let text = std::str::from_utf8(&self.text).map_err(|error| {
            let at = self.offset + error.valid_up_to() as u64;
            not_utf8(row, at)
        })?;
        let feature: Feature = serde_json::from_str(text).map_err(|error| bad_json(row, text, &error))?;
        if feature.kind.as_deref() != Some("Feature") {
            let found = feature.kind.as_deref().unwrap_or("");
            return Err(RecordError::new(
                row,
                "not_a_feature",
                format!("此处应为 Feature,实际 type 为“{found}”"),
                format!("a Feature was expected; its type is '{found}'"),
            )
            .in_field("type"));
        }
        let geometry = match (feature.geometry, &self.frame) {
            (geometry, Some(frame)) => frame.geometry(text, geometry, &self.rules, row)?,
            (None, None) => None,
            (Some(raw), None) => geometry::read(raw.get(), &self.rules).map_err(|error| {
                RecordError::new(row, error.code, error.message_zh, error.message_en)
                    .in_field(format!("/geometry{}", error.pointer))
            })?,
        };
        let mut fields = match feature.properties {
            None => Vec::new(),
            Some(raw) => {
                let mut json = serde_json::Deserializer::from_str(raw.get());
                Properties { names: &self.names }
                    .deserialize(&mut json)
                    .map_err(|error| bad_json(row, text, &error).in_field("/properties"))?
            }
        };
        if self.frame.is_some() {
            add_time(text, &mut fields);
        }
        let id = match feature.id {
            None => None,
            Some(raw) => Some(feature_id(row, raw)?),
        };
        Ok(Record { row, id, geometry, fields })
    }
}

/// A number or a string (RFC 7946, 3.2).
fn feature_id(row: u64, raw: &RawValue) -> Result<String, RecordError> {
    match serde_json::from_str::<serde_json::Value>(raw.get()) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        Ok(serde_json::Value::Number(number)) => Ok(number.to_string()),
        _ => Err(RecordError::new(
            row,
            "feature_id",
            "要素的 id 必须是字符串或数",
            "a feature's id must be a string or a number",
        )
        .in_field("id")),
    }
}

/// The row's bytes are not UTF-8.
pub(super) fn not_utf8(row: u64, at: u64) -> RecordError {
    RecordError::new(
        row,
        "not_utf8",
        format!("第 {at} 字节不是有效的 UTF-8;若文件为 GBK,请加 --encoding gbk"),
        format!("byte {at} is not valid UTF-8; if the file is GBK, add --encoding gbk"),
    )
}

fn bad_json(row: u64, text: &str, error: &serde_json::Error) -> RecordError {
    let reason = error.to_string();
    // serde's message ends with a position within the feature, which is of no use to the user.
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    if reason.contains("duplicate field") {
        return RecordError::new(
            row,
            "duplicate_key",
            format!("键重复:{reason}"),
            format!("a key occurs twice: {reason}"),
        );
    }
    if reason.contains("recursion limit") {
        return RecordError::new(row, "too_deep", "嵌套超过 128 层", "values are nested more than 128 deep");
    }
    let not_finite = ["NaN", "Infinity"].into_iter().find(|word| text.contains(word));
    if let Some(word) = not_finite.filter(|_| error.is_syntax()) {
        return RecordError::new(
            row,
            "not_finite",
            format!("{word} 不是 JSON 允许的数;未知值请写 null"),
            format!("{word} is not a number in JSON; write null for what is unknown"),
        );
    }
    RecordError::new(
        row,
        "invalid_json",
        format!("JSON 无法解析:{reason}"),
        format!("not valid JSON: {reason}"),
    )
}

/// The properties object, its names taken from the shared ones where they are the same.
struct Properties<'n> {
    names: &'n [Arc<str>],
}

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = Vec<(Arc<str>, Value)>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_> {
    type Value = Vec<(Arc<str>, Value)>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object of properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields: Vec<(Arc<str>, Value)> = Vec::with_capacity(self.names.len());
        let mut others: HashSet<Arc<str>> = HashSet::new();
        let mut seen = vec![false; self.names.len()];
        while let Some(key) = map.next_key::<Key>()? {
            let (name, fresh) = if let Some(index) = self.position(&key.0, fields.len()) {
                let fresh = !std::mem::replace(&mut seen[index], true);
                (self.names[index].clone(), fresh)
            } else {
                let name: Arc<str> = Arc::from(&*key.0);
                (name.clone(), others.insert(name))
            };
            if !fresh {
                return Err(A::Error::custom(format!("duplicate field `{name}`")));
            }
            fields.push((name, value(map.next_value::<&RawValue>()?)?));
        }
        Ok(fields)
    }
}

impl Properties<'_> {
    /// Where `key` stands among the shared names; most files repeat one order, so `expected`
    /// is looked at first.
    fn position(&self, key: &str, expected: usize) -> Option<usize> {
        if self.names.get(expected).is_some_and(|name| **name == *key) {
            return Some(expected);
        }
        self.names.iter().position(|name| **name == *key)
    }
}

/// A key, borrowed from the text unless it is escaped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// A property's value. Numbers are parsed by the standard library, because serde_json's own fast
/// way can be off by one in the last of 16 or 17 digits.
fn value<E: Error>(raw: &RawValue) -> Result<Value, E> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'n') => Value::Null,
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'"') => Value::Text(serde_json::from_str(text).map_err(E::custom)?),
        Some(b'{' | b'[') => Value::Json(serde_json::from_str(text).map_err(E::custom)?),
        _ => match (text.parse(), text.parse::<f64>()) {
            (Ok(whole), _) => Value::Integer(whole),
            (_, Ok(number)) if number.is_finite() => Value::Number(number),
            _ => return Err(E::custom(format!("number out of range: {text}"))),
        },
    })
}
