//! The `.dbf` table: its header, and one row's bytes as values.

use crate::formats::encoding::TextEncoding;
use crate::formats::error::{FormatError, RecordError};
use crate::formats::record::Value;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// A table's description.
pub(super) struct Table {
    pub rows: u64,
    pub row_size: usize,
    pub header_size: u64,
    /// The language driver byte; 0 says nothing.
    pub language: u8,
    pub columns: Vec<RawColumn>,
}

/// A column before its name is decoded.
pub(super) struct RawColumn {
    pub name: Vec<u8>,
    kind: u8,
    start: usize,
    size: usize,
    decimals: u8,
}

/// A column that values are read from.
pub(super) struct Column {
    pub name: Arc<str>,
    kind: u8,
    start: usize,
    size: usize,
    decimals: u8,
}

impl RawColumn {
    pub fn named(&self, name: Arc<str>) -> Column {
        Column { name, kind: self.kind, start: self.start, size: self.size, decimals: self.decimals }
    }
}

/// Reads the header, leaving `input` at the first row.
pub(super) fn read_header(path: &Path, input: &mut impl Read) -> Result<Table, FormatError> {
    let damaged = || {
        FormatError::content(
            path,
            "damaged_dbf",
            ".dbf 文件头损坏或不完整",
            "the header of the .dbf is damaged or incomplete",
        )
    };
    let mut fixed = [0_u8; 32];
    input.read_exact(&mut fixed).map_err(|_| damaged())?;
    let rows = u64::from(u32::from_le_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]));
    let header_size = u16::from_le_bytes([fixed[8], fixed[9]]);
    let row_size = usize::from(u16::from_le_bytes([fixed[10], fixed[11]]));
    let mut rest = vec![0_u8; usize::from(header_size).checked_sub(32).ok_or_else(damaged)?];
    input.read_exact(&mut rest).map_err(|_| damaged())?;
    let mut columns = Vec::new();
    // The first byte of a row is the mark of deletion.
    let mut start = 1;
    for field in rest.chunks_exact(32).take_while(|field| field[0] != b'\r') {
        let name_len = field[..11].iter().position(|byte| *byte == 0).unwrap_or(11);
        let size = usize::from(field[16]);
        columns.push(RawColumn {
            name: field[..name_len].to_vec(),
            kind: field[11].to_ascii_uppercase(),
            start,
            size,
            decimals: field[17],
        });
        start += size;
    }
    if columns.is_empty() || start > row_size {
        return Err(damaged());
    }
    Ok(Table { rows, row_size, header_size: u64::from(header_size), language: fixed[29], columns })
}

/// The encoding that a language driver byte means, as far as it matters here.
pub(super) fn language_encoding(language: u8) -> Option<TextEncoding> {
    let label = match language {
        0x4d => "gb18030",
        0x4f | 0x78 => "big5",
        0x03 | 0x57 | 0x58 | 0x59 => "windows-1252",
        0x13 | 0x7b => "shift_jis",
        0x4e | 0x79 => "euc-kr",
        0xc9 => "windows-1251",
        _ => return None,
    };
    label.parse().ok()
}

/// Whether a row carries the mark of deletion.
pub(super) fn is_deleted(row: &[u8]) -> bool {
    row.first() == Some(&b'*')
}

/// A row's values, in the columns' order.
pub(super) fn values(
    number: u64,
    row: &[u8],
    columns: &[Column],
    encoding: TextEncoding,
) -> Result<Vec<(Arc<str>, Value)>, RecordError> {
    columns
        .iter()
        .map(|column| {
            let bytes = row.get(column.start..column.start + column.size).unwrap_or(&[]);
            let value = value(bytes, column, encoding)
                .map_err(|(code, zh, en)| RecordError::new(number, code, zh, en).in_field(&*column.name))?;
            Ok((column.name.clone(), value))
        })
        .collect()
}

fn value(
    bytes: &[u8],
    column: &Column,
    encoding: TextEncoding,
) -> Result<Value, (&'static str, String, String)> {
    let bytes = trim(bytes);
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    let ascii = || String::from_utf8_lossy(bytes).into_owned();
    Ok(match column.kind {
        // A number that did not fit its column was filled with asterisks.
        b'N' | b'F' if bytes.iter().all(|byte| *byte == b'*') => Value::Null,
        b'N' | b'F' => {
            let text = ascii();
            let whole = if column.decimals == 0 { text.parse().ok() } else { None };
            match (whole, text.parse::<f64>()) {
                (Some(integer), _) => Value::Integer(integer),
                (None, Ok(number)) if number.is_finite() => Value::Number(number),
                _ => return Err(not_a("number", "数", &text)),
            }
        }
        b'D' => {
            let text = ascii();
            match jiff::civil::Date::strptime("%Y%m%d", &text) {
                Ok(date) => Value::Date(date),
                Err(_) if text.bytes().all(|byte| byte == b'0') => Value::Null,
                Err(_) => return Err(not_a("date", "日期", &text)),
            }
        }
        b'L' => match bytes[0] {
            b'T' | b't' | b'Y' | b'y' => Value::Bool(true),
            b'F' | b'f' | b'N' | b'n' => Value::Bool(false),
            _ => Value::Null,
        },
        b'C' => match encoding.decode(bytes) {
            Some(text) if text.trim().is_empty() => Value::Null,
            Some(text) => Value::Text(text.trim().to_owned()),
            None => {
                let name = encoding.name();
                return Err((
                    "wrong_encoding",
                    format!("文字不符合编码 {name};请用 --encoding 指定,例如 gbk 或 utf-8"),
                    format!(
                        "the text does not fit the encoding {name}; say --encoding, such as gbk or utf-8"
                    ),
                ));
            }
        },
        // Memo and binary fields point into other files.
        _ => Value::Null,
    })
}

fn not_a(en: &str, zh: &str, text: &str) -> (&'static str, String, String) {
    ("dbf_value", format!("“{text}”不是{zh}"), format!("'{text}' is not a {en}"))
}

fn trim(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |at| at + 1);
    let start = bytes[..end].iter().position(|byte| !matches!(byte, b' ' | 0)).unwrap_or(end);
    &bytes[start..end]
}
