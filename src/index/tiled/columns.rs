//! Members of features as columns: one sort of value each, nested objects by `outer_inner`.

use crate::formats::mvt::Attribute;
use crate::formats::{Record, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Text,
    /// Whole numbers only.
    Integer,
    Number,
    Bool,
}

impl Sort {
    /// A column with values of several sorts: whole numbers among decimal ones are numbers, all else is text.
    fn joined(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            _ => Self::Text,
        }
    }
}

/// A member of features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: Arc<str>,
    pub sort: Sort,
}

/// The columns of a layer, in the order in which features name them.
pub(super) struct Columns {
    pub all: Vec<Column>,
    places: HashMap<Arc<str>, usize>,
    /// Texts that came before, shared.
    texts: HashSet<Arc<str>>,
}

impl Columns {
    pub fn of(records: &[Record]) -> Self {
        let mut columns = Self { all: Vec::new(), places: HashMap::new(), texts: HashSet::new() };
        for record in records {
            each(record, &mut |name, value| columns.meet(name, sort(value)));
        }
        columns
    }

    fn meet(&mut self, name: &str, sort: Sort) {
        if let Some(place) = self.places.get(name) {
            let column = &mut self.all[*place];
            column.sort = column.sort.joined(sort);
            return;
        }
        let name: Arc<str> = Arc::from(name);
        self.places.insert(Arc::clone(&name), self.all.len());
        self.all.push(Column { name, sort });
    }

    /// A record's value for each column.
    pub fn values(&mut self, record: &Record) -> Box<[Option<Attribute>]> {
        let mut values = vec![None; self.all.len()];
        let Self { all, places, texts } = self;
        each(record, &mut |name, value| {
            if let Some(place) = places.get(name) {
                values[*place] = Some(attribute(value, all[*place].sort, texts));
            }
        });
        values.into()
    }

    /// What texts weigh.
    pub fn bytes(&self) -> usize {
        self.texts.iter().map(|text| text.len() + 16).sum()
    }
}

/// Hears every member that has a value, those of nested objects under both names.
fn each(record: &Record, hear: &mut impl FnMut(&str, &Value)) {
    for (name, value) in &record.fields {
        match value {
            Value::Json(json) => nested(name, json, hear),
            Value::Null => {}
            value => hear(name, value),
        }
    }
}

fn nested(name: &str, json: &serde_json::Value, hear: &mut impl FnMut(&str, &Value)) {
    use serde_json::Value as Json;
    match json {
        Json::Null => {}
        Json::Object(members) => {
            members.iter().for_each(|(member, json)| nested(&format!("{name}_{member}"), json, hear));
        }
        Json::Bool(yes) => hear(name, &Value::Bool(*yes)),
        Json::String(text) => hear(name, &Value::Text(text.clone())),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => hear(name, &Value::Integer(whole)),
            (None, Some(decimal)) => hear(name, &Value::Number(decimal)),
            (None, None) => hear(name, &Value::Text(number.to_string())),
        },
        // A tile knows no lists.
        Json::Array(_) => hear(name, &Value::Json(json.clone())),
    }
}

fn sort(value: &Value) -> Sort {
    match value {
        Value::Bool(_) => Sort::Bool,
        Value::Integer(_) => Sort::Integer,
        Value::Number(_) => Sort::Number,
        Value::Null | Value::Text(_) | Value::Date(_) | Value::Json(_) => Sort::Text,
    }
}

fn attribute(value: &Value, sort: Sort, texts: &mut HashSet<Arc<str>>) -> Attribute {
    match (sort, value) {
        (Sort::Bool, Value::Bool(yes)) => Attribute::Bool(*yes),
        (Sort::Integer, Value::Integer(number)) => Attribute::Integer(*number),
        (Sort::Number, Value::Integer(number)) => Attribute::Number(*number as f64),
        (Sort::Number, Value::Number(number)) => Attribute::Number(*number),
        (_, value) => {
            let text = value.to_text();
            let known = texts.get(text.as_str()).cloned().unwrap_or_else(|| {
                let text: Arc<str> = text.into();
                texts.insert(Arc::clone(&text));
                text
            });
            Attribute::Text(known)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record(fields: &[(&str, Value)]) -> Record {
        let fields = fields.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect();
        Record { row: 1, id: None, geometry: None, fields }
    }

    #[test]
    fn a_column_has_one_sort_and_nested_members_have_their_own() {
        let records = [
            record(&[
                ("people", Value::Integer(10)),
                ("best", Value::Json(json!({"lon": 1.5, "people": 3}))),
            ]),
            record(&[
                ("people", Value::Number(10.5)),
                ("code", Value::Text("7".into())),
                ("gone", Value::Null),
            ]),
            record(&[
                ("people", Value::Null),
                ("code", Value::Integer(8)),
                ("list", Value::Json(json!([1, 2]))),
            ]),
        ];
        let mut columns = Columns::of(&records);
        let told: Vec<(&str, Sort)> = columns.all.iter().map(|column| (&*column.name, column.sort)).collect();
        assert_eq!(
            told,
            [
                ("people", Sort::Number),
                ("best_lon", Sort::Number),
                ("best_people", Sort::Integer),
                ("code", Sort::Text),
                ("list", Sort::Text)
            ]
        );
        let text = |text: &str| Some(Attribute::Text(text.into()));
        let values: Vec<_> = records.iter().map(|record| columns.values(record)).collect();
        assert_eq!(
            *values[0],
            [
                Some(Attribute::Number(10.0)),
                Some(Attribute::Number(1.5)),
                Some(Attribute::Integer(3)),
                None,
                None
            ]
        );
        assert_eq!(*values[1], [Some(Attribute::Number(10.5)), None, None, text("7"), None]);
        assert_eq!(*values[2], [None, None, None, text("8"), text("[1,2]")], "unknown is left out");
    }
}
