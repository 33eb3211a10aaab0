//! A record's feature, whatever its kind: its own members, and where it counts.

use super::{Home, Revision, feature};
use crate::domain::record::Record;
use serde_json::Value;

/// What a record's feature tells beside the record itself.
#[derive(Clone, Copy, Debug)]
pub struct RecordExtras<'a> {
    pub revision: Revision,
    /// The division in which it counts.
    pub home: Option<Home<'a>>,
}

/// Members that stand elsewhere in the feature, or are never shown.
const HIDDEN: [&str; 2] = ["id", "raw"];

/// Appends the record's feature to `out`. `division` is told where its bringer stated one, by its code;
/// `division_name_zh` also where it was found by the place.
pub fn encode_record<T: Record>(out: &mut Vec<u8>, record: &T, extras: &RecordExtras<'_>) {
    feature(out, record.id(), record.geometry(), extras.revision, |to| {
        // A record can always be written as JSON.
        let members = match serde_json::to_value(record) {
            Ok(Value::Object(members)) => members,
            _ => serde_json::Map::new(),
        };
        for (name, value) in members.iter().filter(|(name, _)| !HIDDEN.contains(&name.as_str())) {
            to.json(name, value);
        }
        for (name, value) in record.computed() {
            to.json(name, &value);
        }
        if let Some(home) = extras.home {
            if record.division().is_some() {
                to.text("division", home.code);
            }
            to.text("division_name_zh", home.name_zh);
        }
    });
}
