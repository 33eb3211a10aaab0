//! Streams the rows of a CSV file; a row's number is the line it starts on.

use super::split::{self, RowEnd};
use crate::formats::error::{FormatError, Notice, RecordError};
use crate::formats::options::ReadOptions;
use crate::formats::record::{Parse, Progress, RawRecord, Record, RecordReader, Value};
use crate::formats::source::{Guess, Meter, open_text};
use crate::formats::table::Layout;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

const CHUNK: usize = 1 << 18;

/// A row longer than this is a quote that never closes.
const MAX_ROW: usize = 64 << 20;

/// Opens a CSV file and understands its heading.
pub(in crate::formats) fn open(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    let source = open_text(path, options, Guess::Allowed)?;
    let mut rows = Rows {
        input: source.bytes,
        buffer: Vec::new(),
        at: 0,
        base: source.mark,
        line: 1,
        delimiter: b',',
        ended: false,
    };
    let refuse =
        |error: RecordError| FormatError::content(path, error.code, error.message_zh, error.message_en);
    // The heading is cut with commas first: where its delimiter is another, quotes still hold.
    let heading = loop {
        match rows.next() {
            None => {
                return Err(FormatError::content(path, "empty_file", "文件为空", "the file is empty"));
            }
            Some(Err(error)) => return Err(refuse(error)),
            Some(Ok(row)) if row.is_blank() => {}
            Some(Ok(row)) => break row,
        }
    };
    let text = heading.text().map_err(refuse)?;
    let delimiter = split::delimiter(text);
    rows.delimiter = delimiter;
    let headings = split::cells(text, delimiter).iter().map(|cell| cell.trim().to_owned()).collect();
    let layout = Arc::new(Layout::new(path, headings, options)?);
    Ok(Reader { rows, layout, notices: source.notices, meter: source.meter, ended: false })
}

/// See [`open`].
pub(in crate::formats) struct Reader {
    rows: Rows,
    layout: Arc<Layout>,
    notices: Vec<Notice>,
    meter: Meter,
    ended: bool,
}

impl RecordReader for Reader {
    fn columns(&self) -> Option<&[String]> {
        Some(self.layout.names())
    }

    fn notices(&self) -> &[Notice] {
        &self.notices
    }

    fn progress(&self) -> Progress {
        self.meter.progress()
    }

    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>> {
        while !self.ended {
            match self.rows.next()? {
                Ok(row) if row.is_blank() => {}
                Ok(row) => {
                    let (layout, delimiter) = (self.layout.clone(), self.rows.delimiter);
                    return Some(Ok(RawRecord::new(row.line, RawRow { row, layout, delimiter })));
                }
                Err(error) => {
                    self.ended = error.fatal;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

struct RawRow {
    row: Row,
    layout: Arc<Layout>,
    delimiter: u8,
}

impl Parse for RawRow {
    fn parse(self: Box<Self>, row: u64) -> Result<Record, RecordError> {
        let cells = split::cells(self.row.text()?, self.delimiter);
        self.layout.check_short(row, cells.len())?;
        let cells = cells
            .into_iter()
            .map(|cell| match cell.trim() {
                "" => Value::Null,
                trimmed if trimmed.len() == cell.len() => Value::Text(cell),
                trimmed => Value::Text(trimmed.to_owned()),
            })
            .collect();
        self.layout.record(row, cells)
    }
}

/// One row's bytes.
struct Row {
    line: u64,
    offset: u64,
    bytes: Vec<u8>,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.bytes.iter().all(|byte| matches!(byte, b' ' | b'\r' | b'\n'))
    }

    fn line_breaks(&self) -> u64 {
        self.bytes.split(|byte| *byte == b'\n').skip(1).count() as u64
    }

    fn text(&self) -> Result<&str, RecordError> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let at = self.offset + error.valid_up_to() as u64;
            RecordError::new(
                self.line,
                "not_utf8",
                format!("第 {at} 字节不是有效的 UTF-8;若文件为 GBK,请加 --encoding gbk"),
                format!("byte {at} is not valid UTF-8; if the file is GBK, add --encoding gbk"),
            )
        })
    }
}

/// Cuts the text into rows.
struct Rows {
    input: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    at: usize,
    base: u64,
    line: u64,
    delimiter: u8,
    ended: bool,
}

impl Rows {
    fn next(&mut self) -> Option<Result<Row, RecordError>> {
        let mut state = RowEnd::default();
        let mut scanned = 0;
        loop {
            let window = &self.buffer[self.at + scanned..];
            if let Some(len) = state.advance(window, self.delimiter) {
                return Some(Ok(self.cut(scanned + len)));
            }
            scanned = self.buffer.len() - self.at;
            if scanned > MAX_ROW {
                return Some(Err(self.unclosed()));
            }
            if self.ended {
                return match scanned {
                    0 => None,
                    _ if state.open_quote() => Some(Err(self.unclosed())),
                    _ => Some(Ok(self.cut(scanned))),
                };
            }
            if let Err(error) = self.more() {
                self.ended = true;
                return Some(Err(self.unreadable(&error)));
            }
        }
    }

    fn cut(&mut self, len: usize) -> Row {
        let bytes = self.buffer[self.at..self.at + len].to_vec();
        let row = Row { line: self.line, offset: self.base + self.at as u64, bytes };
        self.line += row.line_breaks();
        self.at += len;
        row
    }

    fn more(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.at);
        self.base += self.at as u64;
        self.at = 0;
        let kept = self.buffer.len();
        self.buffer.resize(kept + CHUNK.max(kept), 0);
        let got = loop {
            match self.input.read(&mut self.buffer[kept..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(kept + *got.as_ref().unwrap_or(&0));
        self.ended = got? == 0;
        Ok(())
    }

    fn unclosed(&self) -> RecordError {
        RecordError::new(
            self.line,
            "unclosed_quote",
            "此行起的引号没有闭合,或文件被截断",
            "a quote that opens in this row never closes, or the file is truncated",
        )
        .ending()
    }

    fn unreadable(&self, error: &io::Error) -> RecordError {
        let (code, zh, en) = match error.kind() {
            io::ErrorKind::InvalidData => (
                "wrong_encoding",
                format!("编码不符({error});请检查 --encoding"),
                format!("wrong encoding: {error}; check --encoding"),
            ),
            _ => ("io", format!("读取失败:{error}"), format!("reading failed: {error}")),
        };
        RecordError::new(self.line, code, zh, en).ending()
    }
}
