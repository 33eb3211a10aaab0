//! Streams shapes and rows side by side.

use super::parts::{self, HEADER, Parts};
use super::{dbf, shape};
use crate::formats::encoding::TextEncoding;
use crate::formats::error::{FormatError, Notice, RecordError};
use crate::formats::options::ReadOptions;
use crate::formats::record::{DeclaredCrs, Parse, Progress, RawRecord, Record, RecordReader};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Opens a Shapefile by its `.shp`.
pub(in crate::formats) fn open(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    let mut parts = parts::open(path, options)?;
    let columns: Arc<[dbf::Column]> = std::mem::take(&mut parts.columns).into();
    let names = columns.iter().map(|column| column.name.to_string()).collect();
    Ok(Reader { parts, columns, names, at: HEADER, row: 0, lenient: options.lenient, ended: false })
}

/// See [`open`].
pub(in crate::formats) struct Reader {
    parts: Parts,
    columns: Arc<[dbf::Column]>,
    names: Vec<String>,
    at: u64,
    row: u64,
    lenient: bool,
    ended: bool,
}

impl RecordReader for Reader {
    fn columns(&self) -> Option<&[String]> {
        Some(&self.names)
    }

    fn declared_crs(&self) -> Option<DeclaredCrs> {
        self.parts.prj.clone().map(DeclaredCrs::Wkt)
    }

    fn notices(&self) -> &[Notice] {
        &self.parts.notices
    }

    fn progress(&self) -> Progress {
        Progress { read: self.at, total: self.parts.shp_size }
    }

    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>> {
        while !self.ended && self.row < self.parts.table.rows {
            self.row += 1;
            let cut = self.cut();
            self.ended = cut.is_err();
            match cut {
                Ok((_, row)) if dbf::is_deleted(&row) => {}
                Ok((shape, row)) => {
                    let (columns, encoding) = (self.columns.clone(), self.parts.encoding);
                    let raw = RawShape { shape, row, columns, encoding, close_rings: self.lenient };
                    return Some(Ok(RawRecord::new(self.row, raw)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
        if !self.ended && self.at < self.parts.shp_size {
            self.ended = true;
            let (rows, left) = (self.row, self.parts.shp_size - self.at);
            return Some(Err(RecordError::new(
                rows,
                "parts_disagree",
                format!(".dbf 只有 {rows} 行,.shp 还有 {left} 字节的形状"),
                format!("the .dbf ends after {rows} rows, and the .shp has {left} more bytes of shapes"),
            )
            .ending()));
        }
        None
    }
}

impl Reader {
    fn cut(&mut self) -> Result<(Vec<u8>, Vec<u8>), RecordError> {
        let shape = self.cut_shape()?;
        let mut row = vec![0; self.parts.table.row_size];
        self.parts.dbf.read_exact(&mut row).map_err(|error| self.unreadable("dbf", &error))?;
        Ok((shape, row))
    }

    fn cut_shape(&mut self) -> Result<Vec<u8>, RecordError> {
        let left = self.parts.shp_size - self.at;
        let mut header = [0; 8];
        if left < header.len() as u64 {
            return Err(self.damaged());
        }
        self.parts.shp.read_exact(&mut header).map_err(|error| self.unreadable("shp", &error))?;
        let words = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
        let size = u64::from(words) * 2;
        if size + 8 > left {
            return Err(self.damaged());
        }
        // The size is at most what the file holds, which was compared with the disk.
        let mut content = vec![0; size as usize];
        self.parts.shp.read_exact(&mut content).map_err(|error| self.unreadable("shp", &error))?;
        self.at += 8 + size;
        Ok(content)
    }

    fn damaged(&self) -> RecordError {
        let at = self.at;
        RecordError::new(
            self.row,
            "damaged_shape",
            format!(".shp 在第 {at} 字节处损坏:记录长度超出文件,后面的形状无法读取"),
            format!("the .shp is damaged at byte {at}: a record is longer than the file, and what follows cannot be found"),
        )
        .ending()
    }

    fn unreadable(&self, part: &str, error: &io::Error) -> RecordError {
        RecordError::new(
            self.row,
            "io",
            format!(".{part} 读取失败:{error}"),
            format!("reading the .{part} failed: {error}"),
        )
        .ending()
    }
}

struct RawShape {
    shape: Vec<u8>,
    row: Vec<u8>,
    columns: Arc<[dbf::Column]>,
    encoding: TextEncoding,
    close_rings: bool,
}

impl Parse for RawShape {
    fn parse(self: Box<Self>, row: u64) -> Result<Record, RecordError> {
        let geometry = shape::read(&self.shape, self.close_rings)
            .map_err(|(code, zh, en)| RecordError::new(row, code, zh, en).in_field("geometry"))?;
        let fields = dbf::values(row, &self.row, &self.columns, self.encoding)?;
        Ok(Record { row, id: None, geometry, fields })
    }
}
