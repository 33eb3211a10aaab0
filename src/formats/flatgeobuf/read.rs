//! Reads features one after another; the index is skipped. Sizes are checked against the file before
//! anything is reserved, and tables before anything in them is followed.

use super::properties::{self, Known};
use super::{MAGIC, NODE_BYTES, header, nodes, shape};
use crate::formats::error::{FormatError, Notice, RecordError};
use crate::formats::geojson::geometry::GeometryRules;
use crate::formats::options::ReadOptions;
use crate::formats::record::{DeclaredCrs, Parse, Progress, RawRecord, Record, RecordReader};
use crate::formats::source::{Meter, open_file};
use flatbuffers::Vector;
use flatgeobuf::{
    Column, ColumnType, GeometryType, size_prefixed_root_as_feature, size_prefixed_root_as_header,
};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// A header larger than this describes no table of anybody.
const MAX_HEADER: u64 = 16 << 20;
/// A feature larger than this is not one of fitness sites.
const MAX_FEATURE: u64 = 256 << 20;

/// Opens a file and reads its header.
pub(in crate::formats) fn open(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    let (file, size) = open_file(path)?;
    let mut input = BufReader::with_capacity(1 << 18, file);
    let failed = |error: io::Error| broken_off(path, &error);
    let mut magic = [0; 8];
    input.read_exact(&mut magic).map_err(failed)?;
    if magic[..3] != MAGIC[..3] || magic[4..7] != MAGIC[4..7] {
        return Err(damaged(path, "不是 FlatGeobuf 文件", "this is not a FlatGeobuf file"));
    }
    if magic[3] > MAGIC[3] {
        let version = magic[3];
        return Err(damaged(
            path,
            &format!("FlatGeobuf 版本 {version} 尚不支持"),
            &format!("FlatGeobuf version {version} is not known yet"),
        ));
    }
    let prefixed = prefixed(&mut input, (size - 8).min(MAX_HEADER)).map_err(failed)?;
    let head = size_prefixed_root_as_header(&prefixed)
        .map_err(|_| damaged(path, "文件头损坏", "the header is damaged"))?;
    let columns: Arc<[Known]> = head.columns().map_or_else(Vec::new, known).into();
    let crs = header::declared(&head);
    let geometry = head.geometry_type();
    let indexed = if head.index_node_size() == 0 { 0 } else { head.features_count() };
    let index = nodes(indexed, head.index_node_size()).and_then(|nodes| nodes.checked_mul(NODE_BYTES));
    let start = index.and_then(|index| index.checked_add(8 + prefixed.len() as u64));
    let at = start
        .filter(|start| *start <= size)
        .ok_or_else(|| damaged(path, "索引不完整", "the index is cut off"))?;
    input.seek(SeekFrom::Start(at)).map_err(failed)?;
    let mut notices = Vec::new();
    let binary = |known: &&Known| known.kind == ColumnType::Binary;
    let left_out: Vec<&str> = columns.iter().filter(binary).map(|known| &*known.name).collect();
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        notices.push(Notice {
            code: "binary_columns",
            message_zh: format!("二进制列未读取:{left_out}"),
            message_en: format!("binary columns are left out: {left_out}"),
        });
    }
    let names = columns.iter().filter(|known| !binary(known)).map(|known| known.name.to_string()).collect();
    let rules = options.geometry_rules();
    let expected = head.features_count();
    let meter = Meter::new(size);
    Ok(Reader {
        input,
        at,
        size,
        row: 0,
        expected,
        ended: false,
        columns,
        names,
        geometry,
        crs,
        rules,
        notices,
        meter,
    })
}

fn known(columns: Vector<'_, flatbuffers::ForwardsUOffset<Column<'_>>>) -> Vec<Known> {
    columns.iter().map(|column| Known { name: Arc::from(column.name()), kind: column.type_() }).collect()
}

/// See [`open`].
pub(in crate::formats) struct Reader {
    input: BufReader<File>,
    /// Position of the next feature.
    at: u64,
    size: u64,
    row: u64,
    /// How many the header tells; 0 when it does not know.
    expected: u64,
    ended: bool,
    columns: Arc<[Known]>,
    names: Vec<String>,
    geometry: GeometryType,
    crs: Option<DeclaredCrs>,
    rules: GeometryRules,
    notices: Vec<Notice>,
    meter: Meter,
}

impl RecordReader for Reader {
    fn columns(&self) -> Option<&[String]> {
        Some(&self.names)
    }

    fn declared_crs(&self) -> Option<DeclaredCrs> {
        self.crs.clone()
    }

    fn notices(&self) -> &[Notice] {
        &self.notices
    }

    fn progress(&self) -> Progress {
        self.meter.progress()
    }

    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>> {
        if self.ended {
            return None;
        }
        let complete = self.expected == 0 || self.row == self.expected;
        if self.at == self.size && complete {
            self.ended = true;
            return None;
        }
        self.row += 1;
        let left = self.size - self.at;
        let bytes = match prefixed(&mut self.input, left.min(MAX_FEATURE)) {
            Ok(bytes) if self.expected == 0 || self.row <= self.expected => bytes,
            _ => {
                self.ended = true;
                let (row, at) = (self.row, self.at);
                return Some(Err(RecordError::new(
                    row,
                    "truncated",
                    format!("文件不完整或已损坏：第 {row} 个要素（第 {at} 字节）无法读取，请重新获取文件"),
                    format!("the file is cut off or damaged: feature {row} at byte {at} cannot be read; fetch it again"),
                )
                .ending()));
            }
        };
        self.at += bytes.len() as u64;
        self.meter.advance_to(self.at);
        let (columns, geometry, rules) = (self.columns.clone(), self.geometry, self.rules);
        Some(Ok(RawRecord::new(self.row, RawFeature { bytes, columns, geometry, rules })))
    }
}

/// Reads a table with its size before it, of at most `most` bytes in all.
fn prefixed(input: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 4];
    input.read_exact(&mut bytes)?;
    let size = u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    // A table has at least an offset to itself and one to its description.
    if size < 8 || size + 4 > most {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if input.take(size).read_to_end(&mut bytes)? as u64 == size {
        return Ok(bytes);
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

/// A feature's bytes, and what understanding them takes.
struct RawFeature {
    bytes: Vec<u8>,
    columns: Arc<[Known]>,
    geometry: GeometryType,
    rules: GeometryRules,
}

impl Parse for RawFeature {
    fn parse(self: Box<Self>, row: u64) -> Result<Record, RecordError> {
        let feature = size_prefixed_root_as_feature(&self.bytes).map_err(|_| {
            RecordError::new(
                row,
                "damaged_feature",
                "要素数据损坏",
                "the feature is damaged and cannot be read",
            )
        })?;
        let geometry = match feature.geometry() {
            Some(table) => shape::read(&table, self.geometry, &self.rules, row)?,
            None => None,
        };
        // A file without common columns may have them feature by feature.
        let own = feature.columns().filter(|columns| !columns.is_empty()).map(known);
        let columns = own.as_deref().unwrap_or(&self.columns);
        let bytes = feature.properties().map_or(&[][..], |properties| properties.bytes());
        let fields = properties::read(bytes, columns, row)?;
        Ok(Record { row, id: None, geometry, fields })
    }
}

fn damaged(path: &Path, zh: &str, en: &str) -> FormatError {
    FormatError::content(
        path,
        "damaged_flatgeobuf",
        format!("{zh}；请重新获取文件"),
        format!("{en}; fetch the file again"),
    )
}

fn broken_off(path: &Path, error: &io::Error) -> FormatError {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return damaged(path, "文件不完整或已损坏", "the file is cut off or damaged");
    }
    FormatError::io(path, io::Error::new(error.kind(), error.to_string()))
}
