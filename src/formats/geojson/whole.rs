//! A whole FeatureCollection that is in memory already, such as an answer of our own.

use super::feature::parse_feature;
use crate::formats::error::RecordError;
use crate::formats::record::Record;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::HashMap;

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
}

/// Its features, counted from 1, and the members that stand beside them.
///
/// # Errors
/// The text is no FeatureCollection (row 0), or one of its features is none.
pub fn parse_collection(text: &[u8]) -> Result<(Vec<Record>, Map<String, Value>), RecordError> {
    let damaged = |error: serde_json::Error| {
        let (zh, en) = (format!("不是要素集：{error}"), format!("not a FeatureCollection: {error}"));
        RecordError::new(0, "not_a_collection", zh, en)
    };
    let collection: Collection = serde_json::from_slice(text).map_err(damaged)?;
    let features = collection.features.par_iter().enumerate();
    let records: Result<Vec<Record>, RecordError> =
        features.map(|(place, feature)| parse_feature(feature.get().as_bytes(), place as u64 + 1)).collect();
    let members: HashMap<&str, &RawValue> = serde_json::from_slice(text).map_err(damaged)?;
    let mut beside = Map::new();
    for (name, member) in members {
        if !matches!(name, "type" | "features") {
            beside.insert(name.to_owned(), serde_json::from_str(member.get()).map_err(damaged)?);
        }
    }
    Ok((records?, beside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Value as Field;

    #[test]
    fn features_and_what_stands_beside_them() {
        let text = br#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"people":12}},
            {"type":"Feature","geometry":null,"properties":{"people":null}}],"seq":7,"hidden":{"people":3}}"#;
        let (records, beside) = parse_collection(text).expect("a collection");
        assert_eq!((records.len(), records[1].row), (2, 2));
        assert_eq!(records[0].get("people"), Some(&Field::Integer(12)));
        assert_eq!(Value::Object(beside), serde_json::json!({"seq": 7, "hidden": {"people": 3}}));
    }

    #[test]
    fn a_wrong_feature_is_told_by_its_number() {
        let text = br#"{"features":[{"type":"Feature","geometry":null,"properties":null},{"type":"Fish"}]}"#;
        assert_eq!(parse_collection(text).expect_err("a fish").row, 2);
        assert_eq!(parse_collection(b"[]").expect_err("a list").code, "not_a_collection");
    }
}
