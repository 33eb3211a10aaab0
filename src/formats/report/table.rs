//! Columns and rows.

use super::{Cell, Words};

/// A table whose heading is repeated on every page.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub title: Option<Words>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// First columns that stay in view while the others scroll.
    pub fixed: usize,
    /// The section's table of many rows: its heading stays in view, and its rows can be filtered.
    pub long: bool,
}

/// What a column tells, and how wide it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: Words,
    /// In Latin letters; the width of a document is shared in these proportions.
    pub width: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// It heads the rows below it.
    pub band: bool,
}

impl Table {
    pub fn new(columns: Vec<Column>) -> Self {
        Self { title: None, columns, rows: Vec::new(), fixed: 0, long: false }
    }

    pub fn titled(mut self, title: Words) -> Self {
        self.title = Some(title);
        self
    }

    /// A table of many rows, whose first columns stay in view.
    pub fn long(mut self, fixed: usize) -> Self {
        (self.long, self.fixed) = (true, fixed);
        self
    }

    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, band: false });
    }

    pub fn band(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, band: true });
    }
}

impl Column {
    pub fn new(zh: &str, en: &str, width: f64) -> Self {
        Self { name: Words::new(zh, en), width }
    }
}
