//! The columns of a file that is written, with what each may hold: formats such as GeoPackage and
//! FlatGeobuf want to know before the first record.

use super::error::FormatError;
use super::record::{Record, Value};
use jiff::civil::Date;
use std::collections::HashMap;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The field's name, and the heading.
    pub name: String,
    /// What its values are. CSV and XLSX show values as they come and ignore it.
    pub kind: ColumnKind,
}

/// What the values of a column are; each may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ColumnKind {
    /// Any text; values of other kinds are written out.
    #[default]
    Text,
    /// Whole numbers of 64 bits.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Days of the calendar.
    Date,
    /// Lists and objects, as JSON.
    Json,
}

impl Column {
    /// A column of that kind.
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }
}

impl Column {
    /// The columns of records that name their own fields: in the order in which they are first met, each
    /// of the narrowest kind that holds all its values. Texts that are all days are days.
    pub fn of_records<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Self> {
        let mut columns: Vec<(&str, Option<ColumnKind>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (name, value) in records.into_iter().flat_map(|record| &record.fields) {
            let place = *places.entry(name).or_insert_with(|| {
                columns.push((name, None));
                columns.len() - 1
            });
            let known = &mut columns[place].1;
            *known = match value {
                Value::Text(text) if is_day(text) => {
                    ColumnKind::widened(*known, &Value::Date(Date::default()))
                }
                value => ColumnKind::widened(*known, value),
            };
        }
        columns.into_iter().map(|(name, kind)| Self::new(name, kind.unwrap_or_default())).collect()
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok()
}

/// A column of texts.
impl<T: Into<String>> From<T> for Column {
    fn from(name: T) -> Self {
        Self::new(name, ColumnKind::Text)
    }
}

/// Whole numbers beyond this are not all different as 64-bit floats.
const EXACT: i64 = 1 << 53;

impl ColumnKind {
    /// The value as this kind holds it without loss; `None` when it cannot.
    pub fn fit(self, value: &Value) -> Option<Value> {
        Some(match (self, value) {
            (_, Value::Null) => Value::Null,
            // What is not finite is not known.
            (Self::Number | Self::Integer, Value::Number(number)) if !number.is_finite() => Value::Null,
            (Self::Text, value) => Value::Text(value.to_text()),
            (Self::Integer, Value::Integer(_))
            | (Self::Number, Value::Number(_))
            | (Self::Boolean, Value::Bool(_))
            | (Self::Date, Value::Date(_)) => value.clone(),
            (Self::Integer, Value::Number(number))
                if number.fract() == 0.0 && number.abs() <= EXACT as f64 =>
            {
                Value::Integer(*number as i64)
            }
            (Self::Number, Value::Integer(whole)) if whole.unsigned_abs() <= EXACT.unsigned_abs() => {
                Value::Number(*whole as f64)
            }
            (Self::Date, Value::Text(text)) if is_day(text) => Value::Date(text.parse().ok()?),
            (Self::Json, Value::Json(_)) => value.clone(),
            (Self::Json, Value::Bool(flag)) => Value::Json((*flag).into()),
            (Self::Json, Value::Integer(whole)) => Value::Json((*whole).into()),
            (Self::Json, Value::Number(number)) => Value::Json((*number).into()),
            (Self::Json, Value::Text(text)) => Value::Json(text.as_str().into()),
            (Self::Json, Value::Date(date)) => Value::Json(date.to_string().into()),
            _ => return None,
        })
    }

    /// The narrowest kind that holds what this one holds, and the value. `None` stands for a column
    /// without a value so far.
    pub fn widened(known: Option<Self>, value: &Value) -> Option<Self> {
        let kind = match value {
            Value::Null => return known,
            Value::Bool(_) => Self::Boolean,
            Value::Integer(_) => Self::Integer,
            Value::Number(_) => Self::Number,
            Value::Text(_) => Self::Text,
            Value::Date(_) => Self::Date,
            Value::Json(_) => Self::Json,
        };
        Some(match known {
            None => kind,
            Some(known) if known == kind => kind,
            Some(Self::Integer | Self::Number) if matches!(kind, Self::Integer | Self::Number) => {
                Self::Number
            }
            // Nested values stay JSON beside plain ones.
            Some(Self::Json) => Self::Json,
            Some(_) if kind == Self::Json => Self::Json,
            Some(_) => Self::Text,
        })
    }
}

/// The values of a record under the columns, each as its column holds it.
pub(super) fn fitted(record: &Record, columns: &[Column]) -> Result<Vec<Value>, FormatError> {
    let fit = |column: &Column| {
        let value = record.get(&column.name).unwrap_or(&Value::Null);
        column.kind.fit(value).ok_or_else(|| misfit(record.row, column, value))
    };
    columns.iter().map(fit).collect()
}

fn misfit(row: u64, column: &Column, value: &Value) -> FormatError {
    let (name, shown) = (&column.name, value.to_text());
    let shown: String = shown.chars().take(60).collect();
    let (zh, en) = match column.kind {
        ColumnKind::Text => ("文本", "texts"),
        ColumnKind::Integer => ("整数", "whole numbers"),
        ColumnKind::Number => ("数", "numbers"),
        ColumnKind::Boolean => ("是或否", "yes or no"),
        ColumnKind::Date => ("日期", "dates"),
        ColumnKind::Json => ("JSON", "JSON"),
    };
    FormatError::write(
        "column_kind",
        format!("第 {row} 条的“{name}”为“{shown}”，而该列只能是{zh}；请改用 geojson 或 csv"),
        format!("record {row}: '{name}' is '{shown}', and the column holds {en}; use geojson or csv"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fits_without_loss_or_not_at_all() {
        use ColumnKind::{Boolean, Date, Integer, Json, Number, Text};
        let day = Value::Date(jiff::civil::date(2024, 5, 1));
        let text = |text: &str| Value::Text(text.to_owned());
        for (kind, value, held) in [
            (Text, Value::Integer(i64::MAX), Some(text("9223372036854775807"))),
            (Text, day.clone(), Some(text("2024-05-01"))),
            (Integer, Value::Integer(i64::MIN), Some(Value::Integer(i64::MIN))),
            (Integer, Value::Number(7.0), Some(Value::Integer(7))),
            (Integer, Value::Number(7.5), None),
            (Integer, Value::Number(1e300), None),
            (Integer, text("7"), None),
            (Number, Value::Integer(7), Some(Value::Number(7.0))),
            (Number, Value::Integer(i64::MAX), None),
            (Number, Value::Number(f64::NAN), Some(Value::Null)),
            (Boolean, Value::Bool(false), Some(Value::Bool(false))),
            (Boolean, Value::Integer(0), None),
            (Date, text("2024-05-01"), Some(day)),
            (Date, text("2024"), None),
            (Json, text("a"), Some(Value::Json("a".into()))),
        ] {
            assert_eq!(kind.fit(&value), held, "{kind:?} {value:?}");
            assert_eq!(kind.fit(&Value::Null), Some(Value::Null));
        }
    }

    #[test]
    fn a_kind_widens_until_it_holds_all_values() {
        let json = Value::Json(serde_json::json!([1]));
        let values = [
            Value::Null,
            Value::Bool(true),
            Value::Integer(7),
            Value::Number(0.5),
            Value::Text("a".to_owned()),
            Value::Date(jiff::civil::date(2024, 5, 1)),
            json,
        ];
        for a in &values {
            for b in &values {
                let kind = ColumnKind::widened(ColumnKind::widened(None, a), b);
                let Some(kind) = kind else {
                    assert!(a.is_null() && b.is_null());
                    continue;
                };
                assert!(kind.fit(a).is_some() && kind.fit(b).is_some(), "{a:?} {b:?} {kind:?}");
            }
        }
    }
}
