//! From entries to the bytes of an answer. Features were encoded when they changed; here they are
//! only put one behind the other.

use crate::index::Entry;
use serde::Serialize;
use std::io::Write;

/// What stands around the features of a list.
#[derive(Serialize)]
pub struct Frame {
    pub r#type: &'static str,
    /// All that match, on whatever page; exact.
    #[serde(rename = "numberMatched")]
    pub number_matched: usize,
    #[serde(rename = "numberReturned")]
    pub number_returned: usize,
    #[serde(rename = "timeStamp")]
    pub time_stamp: String,
    pub links: Vec<Link>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub rel: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub r#type: &'static str,
    pub href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The address has variables in braces.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub templated: bool,
}

impl Link {
    pub fn new(rel: &'static str, media: &'static str, href: String) -> Self {
        Self { rel, r#type: media, href, title: None, templated: false }
    }

    /// With a title, Chinese and English.
    pub fn titled(self, zh: &str, en: &str) -> Self {
        Self { title: Some(format!("{zh} / {en}")), ..self }
    }
}

/// A collection's page. `distances` (metres) go into the features' properties as `distance_m`.
pub fn collection<F>(frame: &Frame, entries: &[&Entry<F>], distances: Option<&[f64]>) -> Vec<u8> {
    let size: usize = entries.iter().map(|entry| entry.feature.len() + 32).sum();
    let mut out = Vec::with_capacity(size + 512);
    // Of its own types, a frame can always be written.
    if serde_json::to_writer(&mut out, frame).is_err() || out.pop() != Some(b'}') {
        out.clear();
    }
    out.extend_from_slice(b",\"features\":[");
    for (position, entry) in entries.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        match distances.and_then(|distances| distances.get(position)) {
            None => out.extend_from_slice(&entry.feature),
            Some(metres) => with_distance(&mut out, &entry.feature, *metres),
        }
    }
    out.extend_from_slice(b"]}");
    out
}

/// A feature as bytes of its own.
pub fn feature_of<F>(entry: &Entry<F>) -> Vec<u8> {
    entry.feature.to_vec()
}

/// Features end with their properties, which are never empty (they have a version): one more fits in.
fn with_distance(out: &mut Vec<u8>, feature: &[u8], metres: f64) {
    let Some(open) = feature.strip_suffix(b"}}").filter(|_| metres.is_finite()) else {
        out.extend_from_slice(feature);
        return;
    };
    out.extend_from_slice(open);
    let millimetres = (metres * 1000.0).round() / 1000.0;
    // Writing into memory does not fail.
    let _ = write!(out, ",\"distance_m\":{millimetres}}}}}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Shape;
    use std::sync::Arc;
    use uuid::Uuid;

    fn entry(feature: &str) -> Entry<()> {
        let feature: Arc<[u8]> = Arc::from(feature.as_bytes());
        Entry { id: Uuid::nil(), version: 1, geometry: Shape::Nowhere, feature, facts: () }
    }

    fn frame(count: usize) -> Frame {
        let link = Link::new("self", "x", "http://h/\"a".to_owned());
        Frame {
            r#type: "FeatureCollection",
            number_matched: 9,
            number_returned: count,
            time_stamp: "t".to_owned(),
            links: vec![link],
        }
    }

    #[test]
    fn a_page_is_json_with_its_features_untouched() {
        let (a, b) = (
            entry(r#"{"id":"a","properties":{"version":1}}"#),
            entry(r#"{"id":"b","properties":{"version":2}}"#),
        );
        let body = collection(&frame(2), &[&a, &b], None);
        let read: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(read["numberMatched"], 9);
        assert_eq!(read["features"][1]["id"], "b");
        let none = collection::<()>(&frame(0), &[], None);
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(&none).expect("JSON")["features"],
            serde_json::json!([])
        );
    }

    #[test]
    fn distances_stand_among_the_properties() {
        let a = entry(r#"{"id":"a","properties":{"version":1}}"#);
        let body = collection(&frame(1), &[&a], Some(&[12.345_678]));
        let read: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(
            read["features"][0]["properties"],
            serde_json::json!({"version": 1, "distance_m": 12.346})
        );
    }
}
