//! The values of a feature: pairs of a column's number and its bytes, little-endian; what is null is left out.

use crate::formats::column::ColumnKind;
use crate::formats::error::RecordError;
use crate::formats::record::Value;
use flatgeobuf::ColumnType;
use std::sync::Arc;

/// How the format calls a kind.
pub(super) fn kind_of(kind: ColumnKind) -> ColumnType {
    match kind {
        ColumnKind::Text => ColumnType::String,
        ColumnKind::Integer => ColumnType::Long,
        ColumnKind::Number => ColumnType::Double,
        ColumnKind::Boolean => ColumnType::Bool,
        ColumnKind::Date => ColumnType::DateTime,
        ColumnKind::Json => ColumnType::Json,
    }
}

/// The bytes of values that fit their columns.
pub(super) fn write(values: &[Value], out: &mut Vec<u8>) {
    for (index, value) in (0_u16..).zip(values) {
        if value.is_null() {
            continue;
        }
        out.extend_from_slice(&index.to_le_bytes());
        match value {
            Value::Bool(flag) => out.push(u8::from(*flag)),
            Value::Integer(whole) => out.extend_from_slice(&whole.to_le_bytes()),
            Value::Number(number) => out.extend_from_slice(&number.to_le_bytes()),
            other => {
                let text = other.to_text();
                // A text of 4 GiB does not fit a record in memory.
                out.extend_from_slice(&(text.len() as u32).to_le_bytes());
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

/// A column as a file declares it.
#[derive(Clone)]
pub(super) struct Known {
    pub name: Arc<str>,
    pub kind: ColumnType,
}

/// The fields of a feature, in the order of the columns; what it does not tell is null. Binary values are
/// left out.
pub(super) fn read(bytes: &[u8], columns: &[Known], row: u64) -> Result<Vec<(Arc<str>, Value)>, RecordError> {
    let mut values = vec![Value::Null; columns.len()];
    let mut input = Input { bytes };
    while !input.bytes.is_empty() {
        let column = input.take::<2>().map(u16::from_le_bytes).map(usize::from);
        let (slot, known) = column
            .and_then(|column| values.get_mut(column).zip(columns.get(column)))
            .ok_or_else(|| damaged(row, None))?;
        *slot = input.value(known.kind).ok_or_else(|| damaged(row, Some(&known.name)))?;
    }
    let binary = |known: &Known| known.kind == ColumnType::Binary;
    Ok(columns
        .iter()
        .zip(values)
        .filter(|(known, _)| !binary(known))
        .map(|(known, value)| (known.name.clone(), value))
        .collect())
}

fn damaged(row: u64, column: Option<&str>) -> RecordError {
    let error = RecordError::new(
        row,
        "damaged_properties",
        "属性数据损坏，无法读取",
        "the feature's properties are damaged and cannot be read",
    );
    match column {
        Some(column) => error.in_field(column),
        None => error,
    }
}

struct Input<'a> {
    bytes: &'a [u8],
}

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*head)
    }

    fn counted(&mut self) -> Option<&[u8]> {
        let length = u32::from_le_bytes(self.take()?) as usize;
        let (head, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(head)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.counted()?.to_vec()).ok()
    }

    fn value(&mut self, kind: ColumnType) -> Option<Value> {
        Some(match kind {
            ColumnType::Bool => Value::Bool(self.take::<1>()?[0] != 0),
            ColumnType::Byte => Value::Integer(i64::from(i8::from_le_bytes(self.take()?))),
            ColumnType::UByte => Value::Integer(i64::from(u8::from_le_bytes(self.take()?))),
            ColumnType::Short => Value::Integer(i64::from(i16::from_le_bytes(self.take()?))),
            ColumnType::UShort => Value::Integer(i64::from(u16::from_le_bytes(self.take()?))),
            ColumnType::Int => Value::Integer(i64::from(i32::from_le_bytes(self.take()?))),
            ColumnType::UInt => Value::Integer(i64::from(u32::from_le_bytes(self.take()?))),
            ColumnType::Long => Value::Integer(i64::from_le_bytes(self.take()?)),
            ColumnType::ULong => {
                let whole = u64::from_le_bytes(self.take()?);
                i64::try_from(whole).map_or_else(|_| Value::Text(whole.to_string()), Value::Integer)
            }
            ColumnType::Float => finite(f64::from(f32::from_le_bytes(self.take()?))),
            ColumnType::Double => finite(f64::from_le_bytes(self.take()?)),
            ColumnType::String => Value::Text(self.text()?),
            ColumnType::Json => {
                let text = self.text()?;
                serde_json::from_str(&text).map_or_else(|_| Value::Text(text), Value::Json)
            }
            ColumnType::DateTime => day(self.text()?),
            ColumnType::Binary => {
                self.counted()?;
                Value::Null
            }
            _ => return None,
        })
    }
}

/// What is not finite is not known.
fn finite(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Null }
}

/// A day, where the text has no hour; else the text.
fn day(text: String) -> Value {
    let date = text.strip_suffix("T00:00:00").unwrap_or(&text).replace('/', "-");
    match date.parse() {
        Ok(date_of) if date.len() == 10 => Value::Date(date_of),
        _ => Value::Text(text),
    }
}
