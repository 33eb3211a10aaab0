//! Writes records as RFC 4180 text in UTF-8, lines ending in CRLF.

use crate::formats::column::Column;
use crate::formats::error::FormatError;
use crate::formats::options::{TableGeometry, WriteOptions};
use crate::formats::record::{Record, RecordWriter, Value};
use crate::formats::rows;
use crate::formats::target::Sink;

/// A table under way.
pub(in crate::formats) struct Writer {
    output: csv::Writer<Box<dyn Sink>>,
    columns: Vec<Column>,
    geometry: TableGeometry,
}

impl Writer {
    /// Writes the heading.
    pub fn new(mut sink: Box<dyn Sink>, options: &WriteOptions) -> Result<Self, FormatError> {
        if options.byte_order_mark {
            let done = sink.write_all("\u{feff}".as_bytes());
            done.map_err(|e| FormatError::io(sink.name(), e))?;
        }
        let mut output =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(false).from_writer(sink);
        let headings = rows::headings(options);
        output.write_record(&headings).map_err(broken)?;
        Ok(Self { output, columns: options.columns.clone(), geometry: options.geometry })
    }
}

impl RecordWriter for Writer {
    fn write(&mut self, record: &Record) -> Result<(), FormatError> {
        let cells = rows::cells(record, &self.columns, self.geometry);
        self.output.write_record(cells.iter().map(Value::to_text)).map_err(broken)
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        let mut sink = self.output.into_inner().map_err(|e| broken(e.into_error().into()))?;
        sink.complete()
    }
}

fn broken(error: csv::Error) -> FormatError {
    FormatError::write("io", format!("写出 CSV 失败:{error}"), format!("writing CSV failed: {error}"))
}
