//! A place in the file as line and column.

use crate::domain::invalid::Invalid;
use std::ops::Range;
use toml::Spanned;

/// Finds lines and columns, and keeps the defects found there.
pub struct Places<'a> {
    name: &'a str,
    text: &'a str,
    defects: Vec<(usize, Invalid)>,
}

impl<'a> Places<'a> {
    pub fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text, defects: Vec::new() }
    }

    /// Notes a defect of the value that stands at `at`.
    pub fn wrong<T>(&mut self, at: &Spanned<T>, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.wrong_at(at.span(), code, zh, en);
    }

    /// Notes a defect at a range of bytes.
    pub fn wrong_at(&mut self, at: Range<usize>, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        let (line, column) = line_column(self.text, at.start);
        let field = format!("{}:{line}:{column}", self.name);
        self.defects.push((at.start, Invalid::new(field, code, zh, en)));
    }

    /// All defects in the order of the file.
    pub fn into_defects(mut self) -> Vec<Invalid> {
        self.defects.sort_by_key(|(at, _)| *at);
        self.defects.into_iter().map(|(_, defect)| defect).collect()
    }
}

/// Line and column of a byte, both from 1; the column counts characters.
fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let last = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, last.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::line_column;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "a\n名称 = 1";
        assert_eq!(line_column(text, 0), (1, 1));
        assert_eq!(line_column(text, text.find('=').expect("=")), (2, 4));
        assert_eq!(line_column(text, 99), (2, 7));
    }
}
