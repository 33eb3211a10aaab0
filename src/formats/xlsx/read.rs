//! Streams the rows of one worksheet. The first row that is not empty is the heading.

use super::cell_name;
use super::merged::Merged;
use crate::formats::error::{FormatError, Notice, RecordError};
use crate::formats::options::ReadOptions;
use crate::formats::record::{Progress, RawRecord, RecordReader, Value};
use crate::formats::source::{Meter, open_file};
use crate::formats::table::Layout;
use crate::formats::worker::{Abandoned, Outbox, Worker};
use calamine::{DataRef, Reader as _, Xlsx, XlsxCellReader, XlsxError};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

/// Opens a workbook: the sheet named, or the first.
pub(in crate::formats) fn open(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    let (_, size) = open_file(path)?;
    let meter = Meter::new(size);
    let (owned, options, counter) = (path.to_owned(), options.clone(), meter.clone());
    let (head, worker) = Worker::start(path, move |head, outbox| {
        read_sheet(&owned, &options, &counter, &head, outbox);
    })?;
    Ok(Reader { head, worker, meter })
}

/// See [`open`].
pub(in crate::formats) struct Reader {
    head: Head,
    worker: Worker,
    meter: Meter,
}

struct Head {
    columns: Vec<String>,
    notices: Vec<Notice>,
}

impl RecordReader for Reader {
    fn columns(&self) -> Option<&[String]> {
        Some(&self.head.columns)
    }

    fn notices(&self) -> &[Notice] {
        &self.head.notices
    }

    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>> {
        self.worker.next()
    }

    fn progress(&self) -> Progress {
        self.meter.progress()
    }
}

type Workbook = Xlsx<BufReader<File>>;

fn read_sheet(
    path: &Path,
    options: &ReadOptions,
    meter: &Meter,
    head: &SyncSender<Result<Head, FormatError>>,
    outbox: Outbox,
) {
    let refuse = |error| {
        // Whoever asked is waiting for exactly this answer.
        let _ = head.send(Err(error));
    };
    let (mut workbook, sheet, notices) = match open_sheet(path, options) {
        Ok(found) => found,
        Err(error) => return refuse(error),
    };
    let merged = match workbook.merge_cells_by_sheet_name(&sheet) {
        Ok(regions) => Merged::new(regions),
        Err(error) => return refuse(damaged(path, &error)),
    };
    let cells = match workbook.worksheet_cells_reader(&sheet) {
        Ok(cells) => cells,
        Err(error) => return refuse(damaged(path, &error)),
    };
    let total_rows = u64::from(cells.dimensions().end.0) + 1;
    let mut rows =
        Rows { path: path.to_owned(), cells, next: None, merged, lenient: options.lenient, ended: false };
    let layout = match rows.heading(options) {
        Ok(layout) => layout,
        Err(error) => return refuse(error),
    };
    let columns = layout.names().to_vec();
    if head.send(Ok(Head { columns, notices })).is_err() {
        return;
    }
    // A sheet is unpacked on the fly; rows stand in for bytes.
    let total = meter.progress().total;
    let report = |row: u64| meter.advance_to(total * row.min(total_rows) / total_rows);
    // Ending early means that nobody wants the rest.
    let _: Result<(), Abandoned> = rows.send_all(&layout, outbox, report);
    meter.advance_to(total);
}

fn open_sheet(path: &Path, options: &ReadOptions) -> Result<(Workbook, String, Vec<Notice>), FormatError> {
    let (file, _) = open_file(path)?;
    let workbook = Workbook::new(BufReader::new(file)).map_err(|error| damaged(path, &error))?;
    let sheets = workbook.sheet_names();
    let sheet = match &options.sheet {
        Some(wanted) => sheets.iter().find(|sheet| *sheet == wanted).ok_or_else(|| {
            FormatError::content(
                path,
                "missing_sheet",
                format!("没有工作表“{wanted}”;现有:{}", sheets.join("、")),
                format!("there is no sheet '{wanted}'; there are {}", sheets.join(", ")),
            )
        })?,
        None => sheets.first().ok_or_else(|| {
            FormatError::content(path, "missing_sheet", "工作簿中没有工作表", "the workbook has no sheet")
        })?,
    }
    .clone();
    let mut notices = Vec::new();
    if options.sheet.is_none() && sheets.len() > 1 {
        notices.push(Notice {
            code: "other_sheets",
            message_zh: format!("只读取第一个工作表“{sheet}”;其余:{}", sheets[1..].join("、")),
            message_en: format!(
                "only the first sheet '{sheet}' is read; others are {}",
                sheets[1..].join(", ")
            ),
        });
    }
    Ok((workbook, sheet, notices))
}

fn damaged(path: &Path, error: &XlsxError) -> FormatError {
    if matches!(error, XlsxError::Password) {
        return FormatError::content(
            path,
            "password",
            "工作簿有密码保护;请先取消密码",
            "the workbook is protected by a password; remove it first",
        );
    }
    FormatError::content(
        path,
        "damaged_workbook",
        format!("不是完整的 .xlsx 文件({error});请在 Excel 中重新保存"),
        format!("not a complete .xlsx file ({error}); save it again in Excel"),
    )
}

type Cell = (u32, u32, Result<Value, String>);

/// The sheet's cells, gathered into rows.
struct Rows<'a> {
    path: PathBuf,
    cells: XlsxCellReader<'a, BufReader<File>>,
    /// The first cell of the next row.
    next: Option<Cell>,
    merged: Merged,
    lenient: bool,
    ended: bool,
}

impl Rows<'_> {
    /// The next row with anything in it: its number from 0, and its cells by column.
    fn row(&mut self) -> Result<Option<(u32, Vec<Cell>)>, XlsxError> {
        let first = match self.next.take() {
            Some(cell) => cell,
            None => match self.cell()? {
                Some(cell) => cell,
                None => return Ok(None),
            },
        };
        let row = first.0;
        let mut cells = vec![first];
        while let Some(cell) = self.cell()? {
            if cell.0 != row {
                self.next = Some(cell);
                break;
            }
            cells.push(cell);
        }
        Ok(Some((row, cells)))
    }

    fn cell(&mut self) -> Result<Option<Cell>, XlsxError> {
        // Asked again after its end, the cell reader takes the missing text for damage.
        while !self.ended {
            let Some(cell) = self.cells.next_cell()? else {
                self.ended = true;
                break;
            };
            let (row, column) = cell.get_position();
            let value = value(cell.get_value());
            if !matches!(value, Ok(Value::Null)) {
                return Ok(Some((row, column, value)));
            }
        }
        Ok(None)
    }

    fn heading(&mut self, options: &ReadOptions) -> Result<Layout, FormatError> {
        let path = self.path.clone();
        let found = self.row().map_err(|error| damaged(&path, &error))?;
        let Some((row, cells)) = found else {
            return Err(FormatError::content(&path, "empty_file", "工作表为空", "the sheet is empty"));
        };
        if let Some(region) = self.merged.at_row(row) {
            let number = row + 1;
            return Err(FormatError::content(
                &path,
                "merged_heading",
                format!("列名所在的第 {number} 行有合并单元格 {region};请取消合并,只留一行列名(标题另放)"),
                format!(
                    "the heading row {number} has merged cells {region}; unmerge them and keep a single row of headings, without a title above"
                ),
            ));
        }
        let width = cells.last().map_or(0, |cell| cell.1 as usize + 1);
        let mut headings = vec![String::new(); width];
        for (row, column, value) in cells {
            let value = value.map_err(|error| {
                let cell = cell_name(row, column);
                FormatError::content(
                    &path,
                    "heading_error",
                    format!("列名单元格 {cell} 是错误值 {error}"),
                    format!("the heading cell {cell} holds the error {error}"),
                )
            })?;
            headings[column as usize] = value.to_text().trim().into();
        }
        Layout::new(&path, headings, options)
    }

    fn send_all(
        &mut self,
        layout: &Layout,
        mut outbox: Outbox,
        report: impl Fn(u64),
    ) -> Result<(), Abandoned> {
        let mut last = 1;
        loop {
            match self.row() {
                Ok(None) => return Ok(()),
                Ok(Some((row, cells))) => {
                    last = u64::from(row) + 1;
                    let record = self.record(layout, row, cells);
                    outbox.send(record)?;
                    report(last);
                }
                Err(error) => {
                    let (zh, en) = (format!("工作表损坏:{error}"), format!("the sheet is damaged: {error}"));
                    return outbox.send(Err(RecordError::new(last + 1, "damaged_workbook", zh, en).ending()));
                }
            }
        }
    }

    fn record(&mut self, layout: &Layout, row: u32, cells: Vec<Cell>) -> Result<RawRecord, RecordError> {
        let number = u64::from(row) + 1;
        if let Some(region) = self.merged.at_row(row).filter(|_| !self.lenient) {
            return Err(RecordError::new(
                number,
                "merged_cells",
                format!(
                    "此行有合并单元格 {region},只有第一格有值;请取消合并并逐格填写(--lenient 将其余视为空)"
                ),
                format!(
                    "this row has merged cells {region}, of which only the first holds a value; unmerge and fill them (--lenient takes the others as empty)"
                ),
            ));
        }
        let width = cells.last().map_or(0, |cell| cell.1 as usize + 1);
        let mut values = vec![Value::Null; width];
        for (row, column, value) in cells {
            values[column as usize] = value.map_err(|error| {
                let cell = cell_name(row, column);
                RecordError::new(
                    number,
                    "cell_error",
                    format!("单元格 {cell} 是错误值 {error}"),
                    format!("the cell {cell} holds the error {error}"),
                )
                .in_field(cell)
            })?;
        }
        Ok(RawRecord::new(number, layout.record(number, values)?))
    }
}

/// A cell's value, or the name of the error it shows.
fn value(cell: &DataRef) -> Result<Value, String> {
    let text = |text: &str| match text.trim() {
        "" => Value::Null,
        text => Value::Text(text.to_owned()),
    };
    Ok(match cell {
        DataRef::Empty => Value::Null,
        DataRef::Int(number) => Value::Integer(*number),
        DataRef::Float(number) => number_value(*number),
        DataRef::Bool(value) => Value::Bool(*value),
        DataRef::String(value) | DataRef::DurationIso(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::DateTimeIso(value) => match value.parse() {
            Ok(date) if value.len() == 10 => Value::Date(date),
            _ => text(value),
        },
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = i16::try_from(year)
                .ok()
                .and_then(|year| jiff::civil::Date::new(year, month as i8, day as i8).ok());
            match date {
                Some(date) if (hour, minute, second) == (0, 0, 0) => Value::Date(date),
                Some(date) => Value::Text(format!("{date}T{hour:02}:{minute:02}:{second:02}")),
                None => Value::Number(moment.as_f64()),
            }
        }
        DataRef::DateTime(duration) => Value::Number(duration.as_f64()),
        DataRef::Error(error) => return Err(error.to_string()),
    })
}

/// A workbook knows only floats; whole ones are meant as integers (codes, counts).
fn number_value(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        Value::Integer(number as i64)
    } else {
        Value::Number(number)
    }
}
