//! A section on its sheet: blocks one below another on one grid of columns, set up for A4.

use super::{chart, look};
use crate::formats::report::{Block, Cell, Language, Report, Row, Section, Table, Words};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

/// Columns of the grid where no table tells them.
const GRID: [f64; 8] = [16.0; 8];

/// Latin letters that fit across a page on its side at a size that can be read; columns beyond are for the screen.
const PAGE: f64 = 205.0;

/// Rows below which a heading would take too much of a screen if it stayed in view.
pub(super) const TOP: u32 = 8;

/// Texts across the sheet are no wider, so that they can be read without scrolling.
const LINE: f64 = 115.0;

/// Points of a line of text.
const POINTS: f64 = 14.0;

/// A sheet under way.
pub(super) struct Sheet<'a> {
    pub(super) sheet: &'a mut Worksheet,
    pub(super) name: &'a str,
    pub(super) language: Language,
    widths: Vec<f64>,
    pub(super) row: u32,
    /// Heading row of the long table.
    long: Option<u32>,
    /// Rows before which a page ends.
    pub(super) breaks: Vec<u32>,
}

/// Writes a section.
pub fn write(
    sheet: &mut Worksheet,
    name: &str,
    report: &Report,
    section: &Section,
    (language, is_cover): (Language, bool),
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let mut under =
        Sheet { sheet, name, language, widths: grid(section), row: 0, long: None, breaks: Vec::new() };
    for (column, width) in (0_u16..).zip(&under.widths) {
        under.sheet.set_column_width(column, *width)?;
    }
    if is_cover {
        under.across(&report.title, &look::title(), 22.0)?;
        under.across(&report.subtitle, &look::heading(), 16.0)?;
    } else {
        under.across(&section.title, &look::heading(), 16.0)?;
    }
    under.across(&report.basis, &look::note(), POINTS)?;
    if !report.marks.is_empty() {
        let marks = Cell::Marks(report.marks.clone()).words();
        let text = Words::new(format!("标记：{}", marks.zh), format!("marks: {}", marks.en));
        under.across(&text, &look::warning(), POINTS)?;
    }
    for block in &section.blocks {
        under.block(block)?;
    }
    under.print_setup(report)
}

/// The widest column at each place of the section's tables.
fn grid(section: &Section) -> Vec<f64> {
    let mut widths: Vec<f64> = Vec::new();
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for table in tables {
        for (at, column) in table.columns.iter().enumerate() {
            match widths.get_mut(at) {
                Some(width) => *width = width.max(column.width),
                None => widths.push(column.width),
            }
        }
    }
    if widths.is_empty() { GRID.to_vec() } else { widths }
}

impl Sheet<'_> {
    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        match block {
            Block::Heading(words) | Block::Part(words) => {
                self.row += 1;
                self.across(words, &look::heading(), 16.0)
            }
            Block::Paragraph(words) => self.across(words, &look::paragraph(), POINTS),
            Block::Note(words) => self.across(words, &look::note(), POINTS),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Chart(told) => chart::put(self, told),
        }
    }

    /// A text over several columns, in a row high enough for it.
    fn across(&mut self, words: &Words, format: &Format, points: f64) -> Result<(), XlsxError> {
        let text = words.lines(self.language);
        let (last, width) = self.span(0, LINE);
        let lines: f64 = text.lines().map(|line| (letters(line) / width).ceil().max(1.0)).sum();
        self.merge((0, last), &text, format)?;
        self.sheet.set_row_height(self.row, lines.max(1.0) * points)?;
        self.row += 1;
        Ok(())
    }

    /// Names at the left, each with its value beside it; two pairs a row where the grid has room for them.
    fn facts(&mut self, facts: &[(Words, Cell)]) -> Result<(), XlsxError> {
        self.row += 1;
        let mut places: Vec<(u16, u16, f64)> = Vec::new();
        let mut from = 0;
        for wanted in [20.0, 38.0, 20.0, 38.0] {
            if usize::from(from) >= self.widths.len() {
                break;
            }
            let (to, width) = self.span(from, wanted);
            places.push((from, to, width));
            from = to + 1;
        }
        let pairs = if places.len() == 4 { 2 } else { 1 };
        for chunk in facts.chunks(pairs) {
            let mut lines: f64 = 1.0;
            for ((name, cell), place) in chunk.iter().zip(places.chunks(2)) {
                let &[(name_from, name_to, name_width), (from, to, width)] = place else { continue };
                let shown = name.beside(self.language);
                lines = lines.max((letters(&shown) / name_width).ceil());
                self.merge((name_from, name_to), &shown, &look::name())?;
                let format = self.format(cell, false).set_align(rust_xlsxwriter::FormatAlign::Left);
                if to > from {
                    self.sheet.merge_range(self.row, from, self.row, to, "", &format)?;
                }
                self.put(from, cell, &format)?;
                lines = lines
                    .max(self.shown(cell).lines().map(|line| (letters(line) / width).ceil().max(1.0)).sum());
            }
            self.sheet.set_row_height(self.row, (lines * POINTS).max(17.0))?;
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        if let Some(title) = &table.title {
            self.row += 1;
            self.across(title, &look::heading(), 16.0)?;
        } else if self.row > 0 && !table.long {
            self.row += 1;
        }
        let heading = self.row;
        let mut deepest: f64 = 1.0;
        for (column, told) in (0_u16..).zip(&table.columns) {
            let text = told.name.lines(self.language);
            let width = self.widths[usize::from(column)];
            deepest = deepest.max(text.lines().map(|line| (letters(line) / width).ceil()).sum());
            self.sheet.write_string_with_format(heading, column, text, &look::column())?;
        }
        self.sheet.set_row_height(heading, deepest * 13.0 + 4.0)?;
        self.row += 1;
        for row in &table.rows {
            self.table_row(row)?;
        }
        if table.rows.is_empty() {
            self.across(&Words::new("没有行", "no rows"), &look::note(), POINTS)?;
        }
        if table.long {
            let last = table.columns.len().saturating_sub(1) as u16;
            let end = self.row.saturating_sub(1).max(heading + 1);
            if heading < TOP {
                self.sheet.set_freeze_panes(heading + 1, table.fixed as u16)?;
            }
            self.sheet.autofilter(heading, 0, end, last)?;
            self.long = Some(heading);
        }
        Ok(())
    }

    fn table_row(&mut self, row: &Row) -> Result<(), XlsxError> {
        let mut lines: f64 = 1.0;
        for (column, cell) in (0_u16..).zip(&row.cells) {
            let format = self.format(cell, row.band);
            self.put(column, cell, &format)?;
            // A cell's margins take about a letter.
            let width = (self.widths.get(usize::from(column)).copied().unwrap_or(10.0) - 1.0).max(1.0);
            let text = self.shown(cell);
            lines = lines.max(text.lines().map(|line| (letters(line) / width).ceil().max(1.0)).sum());
        }
        // Some programs do not fit rows to wrapped texts by themselves.
        self.sheet.set_row_height(self.row, (lines * 12.5 + 3.0).min(400.0))?;
        self.row += 1;
        Ok(())
    }

    fn format(&self, cell: &Cell, band: bool) -> Format {
        match cell {
            _ if cell.is_absent() => look::absent(band),
            Cell::Number(number) => look::number(number, self.language, band),
            Cell::Ordinal(_) => look::ordinal(band),
            Cell::Date(_) => look::date(band),
            Cell::State(state) => look::state(*state),
            _ => look::text(band),
        }
    }

    /// A cell's text as it is seen.
    fn shown(&self, cell: &Cell) -> String {
        match cell {
            Cell::Number(number) => {
                let unit = number.unit.as_ref().map_or_else(String::new, |unit| unit.beside(self.language));
                format!("{} {} {unit}", number.sign.unwrap_or_default(), number.digits())
            }
            Cell::State(_) => cell.words().beside(self.language),
            _ if cell.is_absent() => cell.words().inline(self.language),
            _ => cell.words().lines(self.language),
        }
    }

    pub(super) fn put(&mut self, column: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
        match cell {
            Cell::Number(number) if number.value.is_finite() => {
                self.sheet.write_number_with_format(self.row, column, number.value, format)?;
            }
            Cell::Ordinal(number) => {
                self.sheet.write_number_with_format(self.row, column, *number, format)?;
            }
            Cell::Date(date) => match day(*date) {
                Some(day) => {
                    self.sheet.write_datetime_with_format(self.row, column, &day, format)?;
                }
                // Excel's calendar begins in 1900.
                None => {
                    self.sheet.write_string_with_format(self.row, column, date.to_string(), format)?;
                }
            },
            other => {
                let text = self.shown(other);
                self.sheet.write_string_with_format(self.row, column, text, format)?;
            }
        }
        Ok(())
    }

    /// The last column of a span that begins at `from` and is at least so wide, and its width.
    pub(super) fn span(&self, from: u16, wanted: f64) -> (u16, f64) {
        let (mut last, mut width) = (from, 0.0);
        for (column, one) in (0_u16..).zip(&self.widths).skip(usize::from(from)) {
            if width > 0.0 && width + one > wanted * 1.25 {
                break;
            }
            (last, width) = (column, width + one);
            if width >= wanted {
                break;
            }
        }
        (last, width.max(8.0))
    }

    pub(super) fn merge(
        &mut self,
        (from, to): (u16, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if from == to {
            self.sheet.write_string_with_format(self.row, from, text, format)?;
        } else {
            self.sheet.merge_range(self.row, from, self.row, to, text, format)?;
        }
        Ok(())
    }

    fn print_setup(&mut self, report: &Report) -> Result<(), XlsxError> {
        let mut across = 0.0;
        let printed = self.widths.iter().take_while(|width| {
            across += **width;
            across <= PAGE
        });
        let printed = printed.count().max(1);
        // In a heading or footer `&` begins a code.
        let plain = |words: &Words| words.parts(self.language)[0].1.replace('&', "&&");
        let page = match self.language {
            Language::Chinese => "第 &P 页，共 &N 页",
            Language::English => "page &P of &N",
            Language::Both => "第 &P 页，共 &N 页 / page &P of &N",
        };
        let sheet = &mut *self.sheet;
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        sheet.set_header(format!("&L&8 {}&R&8 {page}", cut(&plain(&report.title))));
        sheet.set_footer(format!("&L&8 {}", cut(&plain(&report.basis))));
        sheet.set_screen_gridlines(false);
        if printed < self.widths.len() {
            sheet.set_print_area(0, 0, self.row.saturating_sub(1), printed as u16 - 1)?;
        }
        sheet.set_page_breaks(&self.breaks)?;
        if let Some(heading) = self.long {
            sheet.set_repeat_rows(heading, heading)?;
        }
        Ok(())
    }
}

/// Excel takes 255 characters in a heading or footer.
fn cut(text: &str) -> String {
    text.chars().take(200).collect()
}

fn day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}

/// Widths of a digit that a text takes in the letters of tables, which are smaller than those that columns are
/// measured in.
pub(super) fn letters(text: &str) -> f64 {
    text.chars().map(|c| if ('\u{1100}'..='\u{ffe6}').contains(&c) { 1.75 } else { 0.9 }).sum()
}
