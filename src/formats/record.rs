//! What every format is turned into and made from: a stream of records.
//!
//! Reading has two steps, so that a caller can use all cores: the reader cuts the file into
//! [`RawRecord`]s one after another, cheaply, and each raw record parses on its own, on any thread.
//!
//! ```no_run
//! use jiantu::formats::{ReadOptions, open};
//! use rayon::prelude::*;
//! # fn main() -> Result<(), jiantu::formats::FormatError> {
//! let mut reader = open("sites.geojson".as_ref(), &ReadOptions::default())?;
//! loop {
//!     let batch = reader.next_batch(4096);
//!     if batch.is_empty() {
//!         break;
//!     }
//!     let records: Vec<_> =
//!         batch.into_par_iter().map(|raw| raw.and_then(|raw| raw.parse())).collect();
//!     println!("{}", records.len());
//! }
//! # Ok(())
//! # }
//! ```

use super::error::{FormatError, Notice, RecordError};
use geo_types::Geometry;
use std::sync::Arc;

/// One field's value, typed as far as the format itself tells; what a text means is the mapping's
/// business.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Absent, empty or JSON null.
    Null,
    /// A JSON or spreadsheet boolean.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// Text, trimmed where the format pads it.
    Text(String),
    /// A calendar date, where the format has dates (XLSX, DBF, GeoPackage).
    Date(jiff::civil::Date),
    /// A nested list or object, such as `segments` or `codes`.
    Json(serde_json::Value),
}

impl Value {
    /// Whether nothing was given.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as a table's cell would show it; nested values as JSON, null as nothing.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Json(json) => json.to_string(),
        }
    }
}

/// One feature or table row.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// 1-based, as the user counts: feature number; line of a CSV file and row of a sheet,
    /// with the heading as 1. Writers ignore it.
    pub row: u64,
    /// A GeoJSON feature's `id`, a GeoPackage's row id.
    pub id: Option<String>,
    /// x, y (lon, lat) in the file's reference system, unconverted.
    pub geometry: Option<Geometry<f64>>,
    /// Name and value, in the file's order, without the geometry columns.
    pub fields: Vec<(Arc<str>, Value)>,
}

impl Record {
    /// The value of a field, by its exact name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, _)| &**field == name).map(|(_, value)| value)
    }
}

/// What a file says about its reference system. What it means is decided by whoever knows datums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredCrs {
    /// An authority's number, such as `EPSG`, 4490.
    Code {
        /// Such as `EPSG`.
        authority: String,
        /// The number.
        code: i64,
    },
    /// Well-known text, as a `.prj` holds it.
    Wkt(String),
    /// A name as a GeoJSON `crs` member has it, such as `urn:ogc:def:crs:OGC:1.3:CRS84`.
    Name(String),
}

/// Bytes done and in all; of compressed or multi-part files the nearest thing to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes read so far.
    pub read: u64,
    /// Bytes of the file.
    pub total: u64,
}

/// A record that was found but not yet understood. It is `Send`: parse it where there is a core.
pub struct RawRecord {
    /// The record's row, see [`Record::row`].
    pub row: u64,
    body: Box<dyn Parse>,
}

/// The deferred half of a reader: one record's bytes with what is needed to understand them.
pub(super) trait Parse: Send {
    fn parse(self: Box<Self>, row: u64) -> Result<Record, RecordError>;
}

impl Parse for Record {
    fn parse(self: Box<Self>, _row: u64) -> Result<Record, RecordError> {
        Ok(*self)
    }
}

impl RawRecord {
    pub(super) fn new(row: u64, body: impl Parse + 'static) -> Self {
        Self { row, body: Box::new(body) }
    }

    /// Understands the record.
    pub fn parse(self) -> Result<Record, RecordError> {
        self.body.parse(self.row)
    }
}

/// A file being read. Memory does not grow with the file.
pub trait RecordReader: Send {
    /// The columns in the file's order without the geometry columns; `None` where every record
    /// names its own (GeoJSON).
    fn columns(&self) -> Option<&[String]>;

    /// The reference system the file itself declares.
    fn declared_crs(&self) -> Option<DeclaredCrs> {
        None
    }

    /// What the user should be told about how the file was read.
    fn notices(&self) -> &[Notice] {
        &[]
    }

    /// The next record, unparsed; `None` at the end and after a fatal error.
    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>>;

    /// How far the reader has come.
    fn progress(&self) -> Progress;

    /// The next record.
    fn next(&mut self) -> Option<Result<Record, RecordError>> {
        Some(self.next_raw()?.and_then(RawRecord::parse))
    }

    /// Up to `count` records to be parsed in parallel; empty at the end.
    fn next_batch(&mut self, count: usize) -> Vec<Result<RawRecord, RecordError>> {
        let mut batch = Vec::with_capacity(count.min(65_536));
        while batch.len() < count {
            match self.next_raw() {
                Some(raw) => batch.push(raw),
                None => break,
            }
        }
        batch
    }
}

/// A file being written. Without `finish` the file is not complete.
pub trait RecordWriter: Send {
    /// Appends one record. Geometry is x, y (lon, lat).
    fn write(&mut self, record: &Record) -> Result<(), FormatError>;

    /// Ends the file and moves it to its place.
    fn finish(self: Box<Self>) -> Result<(), FormatError>;
}
