//! Named values as a user gave them, taken out one by one with their types checked.
//!
//! Texts of a table and typed JSON go the same way, so an import and the API accept the same and
//! complain in the same words.

use super::{day, number};
use crate::domain::area::Area;
use crate::domain::invalid::Invalid;
use crate::formats::Value;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The given values and what was found wrong with them.
#[derive(Debug, Default)]
pub struct Fields {
    values: Vec<(Arc<str>, Value)>,
    pub defects: Vec<Invalid>,
    /// Of which day the values tell, where somebody asked (`told`).
    pub day: Option<Date>,
}

/// What a table's cell may have in it because it was wrapped.
const BREAKS: [char; 3] = ['\n', '\r', '\t'];

/// A wrapped cell's text in one line: in a name or a key a line break or a tab is a space.
fn one_line(text: &str) -> String {
    let parts = text.split(BREAKS).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

impl Fields {
    /// Empty texts count as not given.
    pub fn new(values: Vec<(Arc<str>, Value)>) -> Self {
        Self { values, ..Self::default() }
    }

    /// Members of a JSON object; nested ones stay JSON.
    pub fn from_json(object: serde_json::Map<String, serde_json::Value>) -> Self {
        use serde_json::Value as Json;
        let values = object.into_iter().map(|(name, value)| {
            let value = match value {
                Json::Null => Value::Null,
                Json::Bool(value) => Value::Bool(value),
                Json::Number(number) => match number.as_i64() {
                    Some(integer) => Value::Integer(integer),
                    None => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
                },
                Json::String(text) => Value::Text(text),
                nested => Value::Json(nested),
            };
            (Arc::from(name), value)
        });
        Self::new(values.collect())
    }

    /// All that nobody has taken.
    pub fn into_values(self) -> Vec<(Arc<str>, Value)> {
        self.values
    }

    /// Names that nobody has taken, with a value.
    pub fn left_over(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| &**name)
    }

    /// Every remaining name becomes a defect: for callers that should not misspell.
    pub fn refuse_left_over(&mut self) {
        let names: Vec<String> = self.values.iter().map(|(name, _)| name.to_string()).collect();
        for name in names {
            self.defects.push(Invalid::new(
                name.clone(),
                "unknown_field",
                format!("没有名为“{name}”的字段，请检查拼写"),
                format!("there is no field `{name}`; check its spelling"),
            ));
        }
        self.values.clear();
    }

    /// Names that begin so and have a value, in the order in which they were given.
    pub fn beginning(&self, with: &str) -> Vec<Arc<str>> {
        let given = self.values.iter().filter(|(name, value)| name.starts_with(with) && !value.is_null());
        given.map(|(name, _)| Arc::clone(name)).collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(field, value)| &**field == name && !value.is_null())
    }

    /// The value as it came, left where it is.
    pub fn peek(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(field, value)| &**field == name && !value.is_null()).map(|(_, value)| value)
    }

    pub fn set(&mut self, name: &str, value: Value) {
        self.values.retain(|(field, _)| &**field != name);
        self.values.push((Arc::from(name), value));
    }

    /// The value as it came; `None` when it is null, empty or not there.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let position = self.values.iter().position(|(field, _)| &**field == name)?;
        let (_, value) = self.values.swap_remove(position);
        match value {
            Value::Null => None,
            Value::Text(text) if text.trim().is_empty() => None,
            value => Some(value),
        }
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::Text(text) => {
                let text = if name == "note" { text.trim().to_owned() } else { one_line(&text) };
                if self.unprintable(name, &text) {
                    return None;
                }
                if text.chars().count() > 2000 {
                    self.wrong(
                        name,
                        "too_long",
                        "文字超过 2000 字",
                        "the text is longer than 2,000 characters",
                    );
                    return None;
                }
                Some(text)
            }
            Value::Json(_) => {
                self.wrong(name, "not_text", "应为文字", "should be a text");
                None
            }
            plain => Some(plain.to_text()),
        }
    }

    pub fn decimal(&mut self, name: &str) -> Option<f64> {
        let value = self.take(name)?;
        let number = match &value {
            Value::Integer(integer) =>
            {
                #[expect(clippy::cast_precision_loss, reason = "no field holds numbers near 2^53")]
                Ok(*integer as f64)
            }
            Value::Number(number) => Ok(*number),
            Value::Text(text) => number::read(text),
            _ => Err(number::Fault::Other),
        };
        let text = value.to_text();
        match number {
            Ok(number) if number.is_finite() => return Some(number),
            Err(number::Fault::Comma) => self.wrong(
                name,
                "decimal_comma",
                format!("“{text}”的逗号位置不明：小数请用点（34658.7），千位逗号后须恰为三位（34,658.7）"),
                format!("the comma in `{text}` is not clear: write a point before decimals (34658.7), and commas before groups of three digits only (34,658.7)"),
            ),
            _ => self.wrong(
                name,
                "not_a_number",
                format!("“{text}”不是数"),
                format!("`{text}` is not a number"),
            ),
        }
        None
    }

    pub fn integer(&mut self, name: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number = self.decimal(name)?;
        #[expect(clippy::cast_possible_truncation, reason = "compared with itself below")]
        let integer = number as i64;
        #[expect(clippy::cast_precision_loss, reason = "ranges are far below 2^53")]
        let whole = integer as f64 == number;
        if whole && range.contains(&integer) {
            return Some(integer);
        }
        let (low, high) = (range.start(), range.end());
        self.wrong(
            name,
            "not_in_range",
            format!("{number} 应为 {low} 至 {high} 的整数"),
            format!("{number} should be a whole number from {low} to {high}"),
        );
        None
    }

    pub fn area(&mut self, name: &str) -> Option<Area> {
        match Area::from_m2(self.decimal(name)?) {
            Ok(area) => Some(area),
            Err(error) => {
                let text = error.to_string();
                let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
                self.wrong(name, "not_an_area", zh, en);
                None
            }
        }
    }

    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name)?;
        let truth = match &value {
            Value::Bool(truth) => Some(*truth),
            Value::Integer(0) => Some(false),
            Value::Integer(1) => Some(true),
            Value::Text(text) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" | "y" | "1" | "是" | "有" => Some(true),
                "false" | "no" | "n" | "0" | "否" | "无" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if truth.is_none() {
            let text = value.to_text();
            self.wrong(
                name,
                "not_yes_or_no",
                format!("“{text}”应为 是 或 否"),
                format!("`{text}` should be true or false"),
            );
        }
        truth
    }

    /// `YYYY-MM-DD`, also `YYYY/M/D`, `YYYY年M月D日`; of a bare year or month its first day.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        self.day(name, day::first)
    }

    /// The same, but of a bare year or month its last day: for what ends.
    pub fn last_day(&mut self, name: &str) -> Option<Date> {
        self.day(name, day::last)
    }

    /// First and last day of a period: a year, a month, a quarter, a day, or two days.
    pub fn period(&mut self, name: &str) -> Option<(Date, Date)> {
        let value = self.take(name)?;
        let period = day::span(&value);
        if period.is_none() {
            let text = value.to_text();
            self.wrong(
                name,
                "not_a_period",
                format!("“{text}”不是时段，请写成 2024、2024-05、2024-Q2 或 2024-01-01/2024-06-30"),
                format!("`{text}` is no period; write 2024, 2024-05, 2024-Q2 or 2024-01-01/2024-06-30"),
            );
        }
        period
    }

    fn day(&mut self, name: &str, read: impl Fn(&Value) -> Option<Date>) -> Option<Date> {
        let value = self.take(name)?;
        let date = read(&value);
        if date.is_none() {
            let text = value.to_text();
            self.wrong(
                name,
                "not_a_date",
                format!("“{text}”不是日期，请写成 2024-05-31"),
                format!("`{text}` is not a date; write 2024-05-31"),
            );
        }
        date
    }

    /// One word of a closed list.
    pub fn word<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>, words: &[&str]) -> Option<T> {
        let allowed = words.join(", ");
        self.one_of(name, parse, &allowed, &allowed)
    }

    /// One word of a list whose words have Chinese names.
    pub fn choice<T: Copy>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
        all: &[T],
        names: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let english: Vec<&str> = all.iter().map(|item| names(*item).0).collect();
        let chinese: Vec<String> =
            all.iter().map(|item| names(*item)).map(|(en, zh)| format!("{zh}（{en}）")).collect();
        self.one_of(name, parse, &chinese.join("、"), &english.join(", "))
    }

    fn one_of<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>, zh: &str, en: &str) -> Option<T> {
        let text = self.text(name)?;
        let found = parse(&text);
        if found.is_none() {
            self.wrong(
                name,
                "unknown_word",
                format!("“{text}”不在可用值中：{zh}"),
                format!("`{text}` is none of: {en}"),
            );
        }
        found
    }

    /// A JSON list of texts, or one text with `;`, `；`, or `、` between the items.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value::Text(text)) if self.unprintable(name, &text) => Vec::new(),
            Some(Value::Text(text)) if !text.trim_start().starts_with('[') => text
                .split([';', '；', '、'])
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(str::to_owned)
                .collect(),
            Some(value) => self.nested(name, value).unwrap_or_default(),
        }
    }

    /// A nested value, given as JSON or as a text that holds JSON.
    pub fn json<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name)?;
        self.nested(name, value)
    }

    fn nested<T: DeserializeOwned>(&mut self, name: &str, value: Value) -> Option<T> {
        let json = match value {
            Value::Json(json) => Ok(json),
            other => serde_json::from_str(&other.to_text()),
        };
        if json.as_ref().is_ok_and(|json| self.unprintable_within(name, json)) {
            return None;
        }
        let read = json.and_then(serde_json::from_value);
        read.map_err(|error| {
            self.wrong(
                name,
                "wrong_structure",
                format!("结构不符：{error}"),
                format!("does not have the right structure: {error}"),
            );
        })
        .ok()
    }

    /// Complains about control characters: nobody means them, and PostgreSQL can not keep U+0000. Line
    /// breaks and tabs are none.
    fn unprintable(&mut self, name: &str, text: &str) -> bool {
        let found = text.chars().find(|c| c.is_control() && !BREAKS.contains(c));
        if let Some(found) = found.map(u32::from) {
            self.wrong(
                name,
                "control_character",
                format!("文字中有不可见的控制字符 U+{found:04X}，请删去"),
                format!("the text has the control character U+{found:04X}; remove it"),
            );
        }
        found.is_some()
    }

    fn unprintable_within(&mut self, name: &str, json: &serde_json::Value) -> bool {
        match json {
            serde_json::Value::String(text) => self.unprintable(name, text),
            serde_json::Value::Array(items) => items.iter().any(|item| self.unprintable_within(name, item)),
            serde_json::Value::Object(members) => members
                .iter()
                .any(|(key, item)| self.unprintable(name, key) || self.unprintable_within(name, item)),
            _ => false,
        }
    }

    /// Adds what the finished thing lacks; a field that was wrong already has had its say.
    pub fn add(&mut self, defects: Vec<Invalid>) {
        let told: Vec<String> = self.defects.iter().map(|defect| defect.field.clone()).collect();
        self.defects.extend(defects.into_iter().filter(|defect| !told.contains(&defect.field)));
    }

    /// A value that could not be used has had its say, and is not missing.
    pub fn missing(&mut self, name: &str) {
        if self.defects.iter().any(|defect| defect.field == name) {
            return;
        }
        self.wrong(name, "missing", "缺少必填的值", "a required value is missing");
    }

    pub fn wrong(&mut self, name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.defects.push(Invalid::new(name, code, zh, en));
    }
}

/// A day as `Fields::date` reads it.
pub fn read_date(text: &str) -> Option<Date> {
    day::first(&Value::Text(text.to_owned()))
}
