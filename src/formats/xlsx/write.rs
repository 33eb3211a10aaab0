//! Writes records as a workbook of one sheet: bold frozen headings, real dates, widths to read.
//!
//! Rows go to a temporary file and the workbook is put together at the end, so that memory does not grow
//! with them; Excel itself ends at 1,048,576 rows.

use crate::formats::column::Column;
use crate::formats::error::FormatError;
use crate::formats::options::{TableGeometry, WriteOptions};
use crate::formats::record::{Record, RecordWriter, Value};
use crate::formats::rows;
use crate::formats::target::Sink;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

const MAX_ROWS: u32 = 1_048_576;
const MAX_TEXT: usize = 32_767;

/// A workbook under way.
pub(in crate::formats) struct Writer {
    sink: Box<dyn Sink>,
    workbook: Workbook,
    columns: Vec<Column>,
    geometry: TableGeometry,
    date: Format,
    row: u32,
}

impl Writer {
    /// Writes the heading.
    pub fn new(sink: Box<dyn Sink>, options: &WriteOptions) -> Result<Self, FormatError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(broken)?;
        let headings = rows::headings(options);
        heading(sheet, &headings, &options.layer).map_err(broken)?;
        Ok(Self {
            sink,
            workbook,
            columns: options.columns.clone(),
            geometry: options.geometry,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            row: 1,
        })
    }
}

impl RecordWriter for Writer {
    fn write(&mut self, record: &Record) -> Result<(), FormatError> {
        if self.row >= MAX_ROWS {
            return Err(FormatError::write(
                "too_many_rows",
                format!("Excel 工作表最多 {MAX_ROWS} 行;请改用 csv 或 geojson"),
                format!("an Excel sheet holds at most {MAX_ROWS} rows; use csv or geojson"),
            ));
        }
        let cells = rows::cells(record, &self.columns, self.geometry);
        let sheet = self.workbook.worksheet_from_index(0).map_err(broken)?;
        for (column, value) in (0_u16..).zip(&cells) {
            put(sheet, self.row, column, value, &self.date)?;
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        self.workbook.save_to_writer(&mut self.sink).map_err(broken)?;
        self.sink.complete()
    }
}

fn heading(sheet: &mut Worksheet, headings: &[String], name: &str) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, (heading.chars().count() + 4).max(12) as f64)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    date_format: &Format,
) -> Result<(), FormatError> {
    let done = match value {
        Value::Bool(value) => sheet.write_boolean(row, column, *value),
        // Beyond 15 digits Excel would round; such numbers are identifiers and stay text.
        Value::Integer(number) if number.abs() < 1_000_000_000_000_000 => {
            sheet.write_number(row, column, *number as f64)
        }
        Value::Number(number) if number.is_finite() => sheet.write_number(row, column, *number),
        // A number that is not finite is not known.
        Value::Null | Value::Number(_) => return Ok(()),
        Value::Date(date) => {
            let (year, month, day) = (date.year(), date.month(), date.day());
            let moment = u16::try_from(year)
                .ok()
                .and_then(|year| ExcelDateTime::from_ymd(year, month as u8, day as u8).ok());
            match moment {
                Some(moment) => sheet.write_datetime_with_format(row, column, &moment, date_format),
                // Excel's calendar begins in 1900.
                None => sheet.write_string(row, column, date.to_string()),
            }
        }
        other => {
            let text = other.to_text();
            if text.chars().count() > MAX_TEXT {
                let number = row + 1;
                return Err(FormatError::write(
                    "text_too_long",
                    format!(
                        "第 {number} 行有超过 {MAX_TEXT} 字的内容,Excel 单元格放不下;请改用 geojson 或 csv"
                    ),
                    format!(
                        "row {number} holds a text of more than {MAX_TEXT} characters, which an Excel cell cannot; use geojson or csv"
                    ),
                ));
            }
            sheet.write_string(row, column, text)
        }
    };
    done.map(|_| ()).map_err(broken)
}

fn broken(error: XlsxError) -> FormatError {
    FormatError::write("xlsx", format!("写出 Excel 失败:{error}"), format!("writing Excel failed: {error}"))
}
