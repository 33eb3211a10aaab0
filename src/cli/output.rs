//! How commands speak: tables to a terminal, JSON on request, errors in both languages.

use crate::registry::RegistryError;
use serde::Serialize;
use std::io::Write;

/// A command's answer: for people or for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    Table,
    Json,
}

/// Prints to standard output; a closed pipe ends quietly.
#[expect(clippy::disallowed_methods, reason = "nothing is open that a flush would save: the reader has gone")]
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").is_err() {
        // `jiantu … | head` closes the pipe: there is nobody to tell.
        std::process::exit(0);
    }
}

/// # Errors
/// The value can not be written as JSON, which no answer is.
pub fn json<T: Serialize>(value: &T) -> Result<(), RegistryError> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| RegistryError::Internal(error.to_string()))?;
    line(&text);
    Ok(())
}

/// An error, in full, to standard error.
pub fn failure(error: &RegistryError) {
    match error {
        RegistryError::Invalid(defects) => {
            for defect in defects {
                eprintln!("错误 {}：{}", defect.field, defect.message_zh);
                eprintln!("error {}: {}", defect.field, defect.message_en);
            }
        }
        RegistryError::Format(error) => {
            eprintln!("错误：{}", error.message_zh());
            eprintln!("error: {}", error.message_en());
        }
        RegistryError::Refused { zh, en } => both(zh, en),
        RegistryError::Conflict { told, .. } => both(&told.message_zh, &told.message_en),
        other => match other.to_string().split_once(" / ") {
            Some((zh, en)) => both(zh, en),
            None => eprintln!("错误 error: {other}"),
        },
    }
}

fn both(zh: &str, en: &str) {
    eprintln!("错误：{zh}");
    eprintln!("error: {en}");
}

/// A table whose columns are as wide as their widest cell; Chinese characters take two places.
pub struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
}

impl Table {
    /// `right`: whether a column holds numbers.
    pub fn new(headings: &[(&str, bool)]) -> Self {
        Self {
            rows: vec![headings.iter().map(|(heading, _)| (*heading).to_owned()).collect()],
            right: headings.iter().map(|(_, right)| *right).collect(),
        }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub fn print(&self) {
        let columns = self.right.len();
        let wide = |column: usize| self.rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(wide).collect();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(column, cell)| {
                    let space = " ".repeat(widths[column] - width(cell));
                    if self.right[column] { format!("{space}{cell}") } else { format!("{cell}{space}") }
                })
                .collect();
            line(cells.join("  ").trim_end());
        }
    }
}

/// Places a text takes on a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if ('\u{1100}'..='\u{ffe6}').contains(&c) { 2 } else { 1 }).sum()
}
