//! Which column means which field, which value means which word; by flags or a saved file.

use super::columns::{Columns, key};
use crate::formats::{Record, Value};
use crate::registry::draft::Fields;
use crate::registry::error::RegistryError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A mapping as the user gives it (`--map`, `--set`, `--values`, or a TOML file of these tables).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Field = column of the file.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Field = value for every row that has none.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// Field, then value in the file = our word.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// Flags over a file: what a flag says wins.
    pub fn over(mut self, file: Mapping) -> Self {
        for (field, column) in file.map {
            self.map.entry(field).or_insert(column);
        }
        for (field, value) in file.set {
            self.set.entry(field).or_insert(value);
        }
        for (field, words) in file.values {
            let own = self.values.entry(field).or_default();
            for (from, to) in words {
                own.entry(from).or_insert(to);
            }
        }
        self
    }
}

/// The family of fields of a population with a member for each age group: `age:0-14`.
pub const AGE: &str = "age";

/// The age group that a heading is about, if it is: `age:0-14`, `年龄：0-14`.
fn age_group(heading: &str) -> Option<&str> {
    let (family, group) = heading.split_once([':', '：'])?;
    let group = group.trim();
    (matches!(family.trim(), AGE | "年龄") && !group.is_empty()).then_some(group)
}

fn age_field(group: &str) -> Arc<str> {
    Arc::from(format!("{AGE}:{group}"))
}

/// A mapping made ready for many rows.
#[derive(Debug)]
pub struct Mapper {
    /// Heading to field; `None`: several fields take this column.
    fields: HashMap<String, Vec<Arc<str>>>,
    set: Vec<(Arc<str>, String)>,
    values: HashMap<String, HashMap<String, String>>,
    known: Vec<String>,
    /// Headings such as `age:0-14` are fields.
    has_ages: bool,
}

impl Mapper {
    /// # Errors
    /// A flag names a field that this import does not have, or a column that the file does not.
    pub fn new(
        what: &'static str,
        columns: &Columns,
        mapping: &Mapping,
        file_columns: Option<&[String]>,
    ) -> Result<Self, RegistryError> {
        let headings = columns.of(what);
        let mut known: Vec<String> = headings.values().cloned().collect();
        known.sort_unstable();
        known.dedup();
        let has_ages = what == "population";
        let named = mapping.map.keys().chain(mapping.set.keys()).chain(mapping.values.keys());
        for field in named {
            // `age` itself has words for all its groups, but is no column.
            let is_family = || [&mapping.map, &mapping.set].iter().all(|given| !given.contains_key(field));
            let is_age = || has_ages && (age_group(field).is_some() || field == AGE && is_family());
            if !known.contains(field) && !is_age() {
                let all = known.join(", ");
                return Err(RegistryError::refused(
                    format!("{what} 没有字段“{field}”；可用：{all}"),
                    format!("{what} has no field `{field}`; there are: {all}"),
                ));
            }
        }
        let mut fields: HashMap<String, Vec<Arc<str>>> = HashMap::new();
        for (heading, field) in headings {
            // An explicit column for a field replaces all its usual headings.
            if !mapping.map.contains_key(&field) {
                fields.entry(heading).or_default().push(Arc::from(field));
            }
        }
        for (field, column) in &mapping.map {
            if let Some(columns) = file_columns
                && !columns.iter().any(|given| key(given) == key(column))
            {
                let all = columns.join(", ");
                return Err(RegistryError::refused(
                    format!("文件中没有列“{column}”；文件的列：{all}"),
                    format!("the file has no column `{column}`; its columns: {all}"),
                ));
            }
            let wanted = fields.entry(key(column)).or_default();
            // A column that is mapped by hand means only what it is mapped to.
            wanted.retain(|taken| mapping.map.get(&**taken).is_some_and(|other| key(other) == key(column)));
            let group = age_group(field).filter(|_| has_ages);
            wanted.push(group.map_or_else(|| Arc::from(field.as_str()), age_field));
        }
        let set =
            mapping.set.iter().map(|(field, value)| (Arc::from(field.as_str()), value.clone())).collect();
        let values = mapping
            .values
            .iter()
            .map(|(field, words)| {
                (field.clone(), words.iter().map(|(from, to)| (key(from), to.clone())).collect())
            })
            .collect();
        if has_ages {
            known.push(format!("{AGE}:…"));
        }
        Ok(Self { fields, set, values, known, has_ages })
    }

    /// Whether a column means any field.
    pub fn knows(&self, column: &str) -> bool {
        let column = key(column);
        self.fields.get(&column).is_some_and(|fields| !fields.is_empty()) || self.age(&column).is_some()
    }

    /// Fields that a column means.
    pub fn fields_of(&self, column: &str) -> impl Iterator<Item = &str> {
        self.fields.get(&key(column)).into_iter().flatten().map(|field| &**field)
    }

    /// The field of a heading that names an age group.
    fn age(&self, heading: &str) -> Option<Arc<str>> {
        self.has_ages.then(|| age_group(heading))?.map(age_field)
    }

    /// Fields of this import, for messages.
    pub fn known(&self) -> &[String] {
        &self.known
    }

    /// What a record gives for one field, under any of the columns in `keys` (of [`Self::keys_of`]),
    /// or else what every row without it gets.
    pub fn value(&self, record: &Record, field: &str, keys: &[String]) -> Option<Value> {
        let given = record.fields.iter().find(|(column, value)| !value.is_null() && is_any(column, keys));
        given.map(|(_, value)| self.word(field, value)).or_else(|| {
            let set = self.set.iter().find(|(set, _)| &**set == field);
            set.map(|(_, value)| Value::Text(value.clone()))
        })
    }

    /// Columns that mean a field.
    pub fn keys_of(&self, field: &str) -> Vec<String> {
        let named = self.fields.iter().filter(|(_, fields)| fields.iter().any(|named| &**named == field));
        named.map(|(column, _)| column.clone()).collect()
    }

    /// The record's values under our names.
    pub fn fields(&self, record: &mut Record) -> Fields {
        let mut values: Vec<(Arc<str>, Value)> = Vec::with_capacity(record.fields.len() + self.set.len());
        for (column, value) in record.fields.drain(..) {
            if value.is_null() {
                continue;
            }
            let direct = self.fields.get(&*column);
            let found = direct.map_or_else(|| self.fields.get(&key(&column)), Some);
            let age = if found.is_none() { self.age(&key(&column)) } else { None };
            for field in found.into_iter().flatten().chain(&age) {
                let value = self.word(field, &value);
                // The first column that has a value wins.
                if !values.iter().any(|(taken, _)| taken == field) {
                    values.push((Arc::clone(field), value));
                }
            }
        }
        for (field, value) in &self.set {
            if !values.iter().any(|(taken, _)| taken == field) {
                values.push((Arc::clone(field), Value::Text(value.clone())));
            }
        }
        Fields::new(values)
    }

    fn word(&self, field: &str, value: &Value) -> Value {
        // What stands for "not told" is one word for all age groups.
        let family = || self.has_ages.then(|| self.values.get(field.split_once(':')?.0)).flatten();
        let Some(words) = self.values.get(field).or_else(family) else { return value.clone() };
        words.get(&key(&value.to_text())).map_or_else(|| value.clone(), |word| Value::Text(word.clone()))
    }
}

/// Whether a column is one of these keys, without making its own.
pub fn is_any(column: &str, keys: &[String]) -> bool {
    let bare = column.trim().trim_matches(['*', '＊', '\u{feff}']).trim();
    keys.iter().any(|key| key.eq_ignore_ascii_case(bare))
}
