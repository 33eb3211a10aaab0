//! A report before it has a form: sections of paragraphs, tables with typed cells, and charts, every word of
//! it in Chinese and English. Workbook, document and page are written from the same one.

/// What stands in a table's cell.
mod cell;
/// Numbers to look at.
mod chart;
/// What a reader is warned of.
mod mark;
/// Colours of states and plots.
pub mod palette;
/// Columns and rows.
mod table;
/// Texts in two languages.
mod words;
/// In its forms.
pub mod write;

pub use cell::{Cell, Number, state_words};
pub use chart::{Chart, Look, Plot};
pub use mark::Mark;
pub use table::{Column, Row, Table};
pub use words::{Language, Words};

use jiff::civil::Date;

/// A whole report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub title: Words,
    pub subtitle: Words,
    /// One line that stands on every page: day, rule version, marks.
    pub basis: Words,
    /// The day on which it was made.
    pub made_on: Date,
    pub marks: Vec<Mark>,
    pub sections: Vec<Section>,
}

/// A chapter of a document, a sheet of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub title: Words,
    /// A few characters, for a sheet's tab.
    pub tab: Words,
    pub blocks: Vec<Block>,
}

/// One thing below another.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Within the section.
    Heading(Words),
    /// A heading on a page of its own; on a sheet a heading.
    Part(Words),
    Paragraph(Words),
    /// Smaller: how to read what stands beside it.
    Note(Words),
    /// Names with their values.
    Facts(Vec<(Words, Cell)>),
    Table(Table),
    Chart(Chart),
}

impl Section {
    pub fn new(title: Words, tab: Words) -> Self {
        Self { title, tab, blocks: Vec::new() }
    }

    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}
