//! A report's table as CSV for programs and spreadsheets: numbers unrounded, days as ISO 8601, what is not known
//! in words.

use crate::formats::error::FormatError;
use crate::formats::report::{Cell, Language, Table};

/// The table's bytes: UTF-8 with the mark by which Excel knows it, lines ending in CRLF.
///
/// # Errors
/// None of the user's.
pub fn write(table: &Table, language: Language) -> Result<Vec<u8>, FormatError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let headings = table.columns.iter().map(|column| column.name.beside(language));
    writer.write_record(headings).map_err(broken)?;
    for row in &table.rows {
        writer.write_record(row.cells.iter().map(|cell| text(cell, language))).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| broken(error.into_error().into()))
}

fn text(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Number(number) => number.value.to_string(),
        other => harmless(other.words().inline(language)),
    }
}

/// How texts begin that spreadsheets calculate.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that people entered, with the mark by which a spreadsheet takes it as a text.
fn harmless(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

fn broken(error: csv::Error) -> FormatError {
    FormatError::write("io", format!("写出 CSV 失败:{error}"), format!("writing CSV failed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::report::{Column, Number, Words};

    #[test]
    fn no_text_is_a_formula_and_no_number_a_text() {
        let mut table = Table::new(vec![Column::new("名称", "name", 9.0)]);
        for text in ["=1+1", "+1", "-1", "@a", "\tb", "\rc", "a=1", "—"] {
            table.push(vec![Cell::same(text)]);
        }
        table.push(vec![Cell::number(Some(-1.5), 1)]);
        let bytes = write(&table, Language::Chinese).expect("a table");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let told: Vec<String> =
            reader.records().map(|row| row.expect("a row").get(0).expect("a cell").to_owned()).collect();
        assert_eq!(told, ["'=1+1", "'+1", "'-1", "'@a", "'\tb", "'\rc", "a=1", "—", "-1.5"]);
    }

    #[test]
    fn numbers_stay_exact_and_the_unknown_is_told() {
        let mut table = Table::new(vec![Column::new("数值", "value", 9.0), Column::new("名称", "name", 9.0)]);
        let number =
            Number { value: 4.4960001, decimals: 2, unit: Some(Words::same("m²")), sign: Some("≥") };
        table.push(vec![Cell::Number(number), Cell::same("a,\"b\"")]);
        table.push(vec![Cell::NoData, Cell::text("区", "district")]);
        let bytes = write(&table, Language::Both).expect("a table");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            text,
            "\u{feff}数值 value,名称 name\r\n4.4960001,\"a,\"\"b\"\"\"\r\n无数据 / no data,区 / district\r\n"
        );
    }
}
