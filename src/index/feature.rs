//! An encoded feature, read without building a tree: its parts and members as slices of its bytes.
//!
//! Only for features that this crate encoded ([`super::encode`]): JSON without white space, in the order
//! type, id, geometry, properties, and the properties last.

use memchr::memmem::Finder;
use std::borrow::Cow;
use std::sync::LazyLock;

static ID: Mark = Mark::new(|| Finder::new(b",\"id\":"));
static GEOMETRY: Mark = Mark::new(|| Finder::new(b",\"geometry\":"));
static PROPERTIES: Mark = Mark::new(|| Finder::new(b",\"properties\":{"));

/// What is looked for in every feature, made ready once.
type Mark = LazyLock<Finder<'static>>;

/// What stands before a mark, and what behind it.
fn split<'a>(bytes: &'a [u8], mark: &Mark) -> Option<(&'a [u8], &'a [u8])> {
    let at = mark.find(bytes)?;
    Some((&bytes[..at], &bytes[at + mark.needle().len()..]))
}

/// The parts of an encoded feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts<'a> {
    /// From the brace to before the comma in front of `"geometry"`: type and id.
    pub head: &'a [u8],
    /// A GeoJSON geometry object, or `null`.
    pub geometry: &'a [u8],
    /// `"name":value` pairs separated by commas, without the braces.
    pub members: &'a [u8],
}

impl<'a> Parts<'a> {
    /// `None` for what was not encoded here.
    pub fn of(feature: &'a [u8]) -> Option<Self> {
        // An unescaped quote cannot stand in a text, and neither can what follows it here.
        let (head, rest) = split(feature, &GEOMETRY)?;
        let (geometry, rest) = split(rest, &PROPERTIES)?;
        Some(Self { head, geometry, members: rest.strip_suffix(b"}}")? })
    }

    /// The members one by one, as they are written.
    pub fn written(&self) -> Written<'a> {
        Written { rest: self.members }
    }
}

/// The members of a feature's properties, in their order: names (which need no unescaping unless they came
/// with an imported layer) and values as JSON.
pub fn members(feature: &[u8]) -> Members<'_> {
    Members(written(feature))
}

/// The members of a feature's properties as they are written.
pub fn written(feature: &[u8]) -> Written<'_> {
    // The geometry is skipped as a whole: what is behind it is found from its mark.
    let members = split(feature, &PROPERTIES).and_then(|(_, rest)| rest.strip_suffix(b"}}"));
    Written { rest: members.unwrap_or_default() }
}

/// The JSON value of a member of a feature's properties.
pub fn member<'a>(feature: &'a [u8], name: &str) -> Option<&'a [u8]> {
    written(feature).find(|(found, ..)| is_named(found, name)).map(|(_, value, _)| value)
}

/// Whether a name, as it is written in its quotes, is that one.
pub fn is_named(written: &[u8], name: &str) -> bool {
    let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'\\', inner).is_none() {
        return inner == name.as_bytes();
    }
    text(written).is_some_and(|found| found == name)
}

/// See [`members`].
#[derive(Clone)]
pub struct Members<'a>(Written<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value, _) = self.0.next()?;
        Some((text(name)?, value))
    }
}

/// Members as they are written: the name in its quotes, the value, and both with the colon between them.
#[derive(Clone)]
pub struct Written<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Written<'a> {
    type Item = (&'a [u8], &'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let all = self.rest;
        let name_ends = text_end(all)?;
        let rest = all[name_ends..].strip_prefix(b":")?;
        let value_ends = value_end(rest);
        let both_end = name_ends + 1 + value_ends;
        self.rest = rest[value_ends..].strip_prefix(b",").unwrap_or_default();
        Some((&all[..name_ends], &rest[..value_ends], &all[..both_end]))
    }
}

/// The id of a feature, as its text.
pub fn id(feature: &[u8]) -> Option<Cow<'_, str>> {
    let (_, rest) = split(feature, &ID)?;
    text(&rest[..text_end(rest)?])
}

/// The text that a JSON string means; `None` for another value.
pub fn text(value: &[u8]) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if memchr::memchr(b'\\', inner).is_none() {
        return std::str::from_utf8(inner).ok().map(Cow::Borrowed);
    }
    serde_json::from_slice(value).ok().map(Cow::Owned)
}

/// The number that a JSON value is; `None` for another value.
pub fn number(value: &[u8]) -> Option<f64> {
    let first = value.first()?;
    if !first.is_ascii_digit() && *first != b'-' {
        return None;
    }
    std::str::from_utf8(value).ok()?.parse().ok()
}

/// Bytes of the JSON string at the beginning; `None` when there is none.
fn text_end(bytes: &[u8]) -> Option<usize> {
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    loop {
        let found = memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        at += found + 1;
        if bytes[at - 1] == b'"' {
            return Some(at);
        }
        // Whatever is escaped takes at least one byte more.
        at += 1;
        if at >= bytes.len() {
            return None;
        }
    }
}

/// Bytes of the JSON value at the beginning.
fn value_end(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b'"') => text_end(bytes).unwrap_or(bytes.len()),
        Some(b'{' | b'[') => nested_end(bytes),
        _ => memchr::memchr(b',', bytes).unwrap_or(bytes.len()),
    }
}

fn nested_end(bytes: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at += text_end(&bytes[at..]).unwrap_or(bytes.len() - at) - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    fn value() -> impl Strategy<Value = Value> {
        let plain = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1e9..1e9_f64).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            Just(json!("\\\",\"properties\":{")),
        ];
        plain.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..4)
                    .prop_map(|pairs| Value::from(pairs.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #[test]
        fn members_are_what_serde_reads(pairs in prop::collection::vec((any::<String>(), value()), 0..8)) {
            let properties: Map<String, Value> = pairs.into_iter().collect();
            let feature = format!(
                "{{\"type\":\"Feature\",\"id\":\"7\",\"geometry\":null,\"properties\":{}}}",
                Value::from(properties.clone())
            );
            let parts = Parts::of(feature.as_bytes()).expect("encoded as here");
            prop_assert_eq!(parts.head, b"{\"type\":\"Feature\",\"id\":\"7\"");
            prop_assert_eq!(parts.geometry, b"null");
            let found: Map<String, Value> = members(feature.as_bytes())
                .map(|(name, value)| (name.into_owned(), serde_json::from_slice(value).expect("JSON")))
                .collect();
            prop_assert_eq!(&found, &properties);
            for (name, value) in &properties {
                let raw = member(feature.as_bytes(), name).expect("a member");
                let told = text(raw);
                prop_assert_eq!(told.as_deref(), value.as_str());
                prop_assert_eq!(number(raw).is_some(), value.is_number());
            }
        }

        #[test]
        fn what_was_not_encoded_here_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Parts::of(&bytes);
            let mut open = b"x,\"properties\":{".to_vec();
            open.extend_from_slice(&bytes);
            let _ = members(&open).count();
        }
    }
}
