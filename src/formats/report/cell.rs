//! What stands in a table's cell, with its type: a number stays a number in a workbook.

use super::{Mark, Words};
use crate::domain::plan::State;
use jiff::civil::Date;

/// One cell. What is not there says so in words, and is never zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nobody knows.
    NoData,
    /// There is no such thing to know here.
    NotApplicable,
    /// Its time has not begun.
    NotYet,
    Text(Words),
    Number(Number),
    /// A number that names, such as a year or that of a task: nothing stands between its digits.
    Ordinal(i32),
    Date(Date),
    /// `None`: its time has not begun.
    State(Option<State>),
    /// None: nothing to be warned of.
    Marks(Vec<Mark>),
}

/// A number as it is written: the value itself is never rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    pub value: f64,
    /// Places after the point.
    pub decimals: usize,
    pub unit: Option<Words>,
    /// What stands before it, such as `≥`.
    pub sign: Option<&'static str>,
}

impl Cell {
    pub fn text(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Text(Words::new(zh, en))
    }

    pub fn same(text: impl Into<String>) -> Self {
        Self::Text(Words::same(text))
    }

    /// A whole number of things.
    pub fn count(value: impl Into<i64>) -> Self {
        Self::Number(Number { value: value.into() as f64, decimals: 0, unit: None, sign: None })
    }

    /// A number without a unit beside it, or no data.
    pub fn number(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::NoData, |value| Self::Number(Number { value, decimals, unit: None, sign: None }))
    }

    pub fn date(date: Option<Date>) -> Self {
        date.map_or(Self::NoData, Self::Date)
    }

    /// As words; the number in its digits, with unit and sign.
    pub fn words(&self) -> Words {
        match self {
            Self::NoData => Words::new("无数据", "no data"),
            Self::NotApplicable => Words::new("不适用", "n/a"),
            Self::NotYet => Words::new("未到", "not yet"),
            Self::Text(words) => words.clone(),
            Self::Number(number) => number.words(),
            Self::Ordinal(number) => Words::same(number.to_string()),
            Self::Date(date) => Words::same(date.to_string()),
            Self::State(state) => state_words(*state),
            Self::Marks(marks) if marks.is_empty() => Words::new("无", "none"),
            Self::Marks(marks) => Words::list(marks.iter().map(|mark| mark.words())),
        }
    }

    /// A number stands at the right.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Nothing is known here.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::NoData | Self::NotApplicable | Self::NotYet)
    }
}

impl Number {
    /// The digits alone, with commas between thousands.
    pub fn digits(&self) -> String {
        let text = format!("{:.*}", self.decimals, self.value.abs());
        let (whole, part) = text.split_once('.').map_or((text.as_str(), ""), |(whole, part)| (whole, part));
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
        let minus = if self.value < 0.0 && !is_zero { "-" } else { "" };
        let point = if part.is_empty() { "" } else { "." };
        format!("{minus}{grouped}{point}{part}")
    }

    fn words(&self) -> Words {
        let sign = self.sign.map_or_else(String::new, |sign| format!("{sign} "));
        let digits = self.digits();
        let with = |unit: &str| {
            let space = if unit.is_empty() || unit.starts_with('%') { "" } else { " " };
            format!("{sign}{digits}{space}{unit}")
        };
        match &self.unit {
            Some(unit) => Words::new(with(&unit.zh), with(&unit.en)),
            None => Words::same(with("")),
        }
    }
}

/// Where something stands, in words.
pub fn state_words(state: Option<State>) -> Words {
    match state {
        None => Words::new("未起计", "not begun"),
        Some(state) => Words::new(state.zh(), state.as_str().replace('_', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::report::Language;

    fn shown(value: f64, decimals: usize) -> String {
        Number { value, decimals, unit: None, sign: None }.digits()
    }

    #[test]
    fn digits_are_grouped_and_minus_zero_is_zero() {
        assert_eq!(shown(1_234_567.891, 2), "1,234,567.89");
        assert_eq!((shown(999.0, 0), shown(-1000.0, 0)), ("999".to_owned(), "-1,000".to_owned()));
        assert_eq!((shown(-0.001, 2), shown(-0.0, 0)), ("0.00".to_owned(), "0".to_owned()));
    }

    #[test]
    fn signs_and_units_stand_around_the_digits() {
        let unit = Some(Words::new("场", "events"));
        let target = Cell::Number(Number { value: 5.0, decimals: 0, unit, sign: Some("≥") });
        assert_eq!(target.words().inline(Language::Both), "≥ 5 场 / ≥ 5 events");
        let share = Number { value: 58.0, decimals: 1, unit: Some(Words::same("%")), sign: None };
        assert_eq!(Cell::Number(share).words().inline(Language::Both), "58.0%");
    }

    #[test]
    fn what_is_not_known_says_so() {
        for cell in [Cell::number(None, 2), Cell::date(None)] {
            assert_eq!(cell.words().inline(Language::Both), "无数据 / no data");
        }
        assert_eq!(Cell::State(None).words().zh, "未起计");
        assert_eq!(Cell::Marks(Vec::new()).words().zh, "无");
    }
}
