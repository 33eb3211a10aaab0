//! A report as a Word document (.docx, ECMA-376): written part by part, since the form of a report needs little of
//! the format and what there is of libraries writes no charts.

/// The text: headings, paragraphs, charts in their places.
mod body;
/// Charts as Word draws them.
mod chart;
/// The zipped package: parts, their types, what refers to what.
mod package;
/// Fonts, headings, spaces.
mod styles;
/// Tables.
mod table;

use super::error::FormatError;
use super::report::{Language, Report};

/// The document's bytes; the same report gives the same bytes.
///
/// # Errors
/// The package can not be written.
pub fn write(report: &Report, language: Language) -> Result<Vec<u8>, FormatError> {
    let (text, charts) = body::document(report, language);
    let parts = package::Parts {
        document: text,
        styles: styles::styles(language),
        header: body::header(report, language),
        footer: body::footer(language),
        charts: charts.iter().map(|told| chart::part(told, language)).collect(),
        core: package::core(&report.title.inline(language), &report.basis.inline(language), report.made_on),
    };
    package::zipped(&parts).map_err(|error| {
        FormatError::write("docx", format!("写出 Word 失败:{error}"), format!("writing Word failed: {error}"))
    })
}
