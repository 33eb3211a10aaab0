//! A report as a workbook: a sheet for each section, numbers and dates as such, charts that Excel draws from cells.

/// Charts of Excel's own.
mod chart;
/// Fonts, fills, number formats.
mod look;
/// Blocks one below another on a sheet.
mod sheet;
/// Names of sheets that Excel takes.
mod tabs;

use crate::formats::error::FormatError;
use crate::formats::report::{Language, Report};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The workbook's bytes; the same report gives the same bytes.
///
/// # Errors
/// The report has more rows or longer texts than a sheet takes.
pub fn write(report: &Report, language: Language) -> Result<Vec<u8>, FormatError> {
    workbook(report, language).map_err(|error| {
        FormatError::write(
            "xlsx",
            format!("写出 Excel 失败:{error}"),
            format!("writing Excel failed: {error}"),
        )
    })
}

fn workbook(report: &Report, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let day = report.made_on;
    let made = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(report.title.inline(language))
            .set_subject(report.basis.inline(language))
            .set_creation_datetime(&made),
    );
    let mut names = tabs::Tabs::default();
    for (at, section) in report.sections.iter().enumerate() {
        let name = names.take(&section.tab.beside(language));
        let is_cover = at == 0;
        sheet::write(workbook.add_worksheet(), &name, report, section, (language, is_cover))?;
    }
    workbook.save_to_buffer()
}
