//! A report in its forms.

use super::{Language, Report, Table};
use crate::formats::error::FormatError;
use crate::formats::{csv, docx, html, xlsx};

/// As an Excel workbook.
///
/// # Errors
/// A sheet can not hold it.
pub fn workbook(report: &Report, language: Language) -> Result<Vec<u8>, FormatError> {
    xlsx::report::write(report, language)
}

/// As a Word document.
///
/// # Errors
/// The package can not be written.
pub fn document(report: &Report, language: Language) -> Result<Vec<u8>, FormatError> {
    docx::write(report, language)
}

/// As a page of HTML.
pub fn page(report: &Report, language: Language) -> Vec<u8> {
    html::write(report, language).into_bytes()
}

/// A table as CSV.
///
/// # Errors
/// None of the user's.
pub fn table(table: &Table, language: Language) -> Result<Vec<u8>, FormatError> {
    csv::report::write(table, language)
}
