//! Headings that files use for our fields: data (`seeds/columns.toml`), so that a district adds its
//! own without touching code.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// `seeds/columns.toml`: by what is imported, then by field, the headings that mean it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Columns(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl Columns {
    /// With the headings of `other` for what these have none of: a database that was made by an earlier
    /// program lacks what there was not yet.
    pub fn completed_by(mut self, other: Self) -> Self {
        for (what, headings) in other.0 {
            self.0.entry(what).or_insert(headings);
        }
        self
    }

    /// Heading (lower case, trimmed) to field, the fields' own names included.
    pub fn of(&self, what: &str) -> HashMap<String, String> {
        let mut fields = HashMap::new();
        for (field, headings) in self.0.get(what).into_iter().flatten() {
            fields.insert(field.clone(), field.clone());
            for heading in headings {
                fields.entry(key(heading)).or_insert_with(|| field.clone());
            }
        }
        fields
    }

    /// Fields of a kind of import in the file's order of names, with their Chinese heading.
    pub fn headings(&self, what: &str) -> Vec<(String, String)> {
        let fields = self.0.get(what).into_iter().flatten();
        fields
            .map(|(field, headings)| {
                (field.clone(), headings.first().cloned().unwrap_or_else(|| field.clone()))
            })
            .collect()
    }
}

/// What makes two headings the same: case, surrounding space and marks of obligation do not matter.
pub fn key(heading: &str) -> String {
    heading.trim().trim_matches(['*', '＊', '\u{feff}']).trim().to_lowercase()
}
