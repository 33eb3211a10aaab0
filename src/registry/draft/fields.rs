//! Named values as a user gave them, taken out one by one with their types checked.
//!
//! Texts of a table and typed JSON go the same way, so an import and the API accept the same and
//! complain in the same words.

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
}

impl Fields {
    /// Empty texts count as not given.
    pub fn new(values: Vec<(Arc<str>, Value)>) -> Self {
        Self { values, defects: Vec::new() }
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
                let text = text.trim().to_owned();
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
                Some(*integer as f64)
            }
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().replace([',', '，'], "").parse().ok(),
            _ => None,
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) => Some(number),
            None => {
                let text = value.to_text();
                self.wrong(
                    name,
                    "not_a_number",
                    format!("“{text}”不是数"),
                    format!("`{text}` is not a number"),
                );
                None
            }
        }
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

    /// `YYYY-MM-DD`, also `YYYY/M/D`, `YYYY年M月D日`, or a bare year, which is its first day.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let value = self.take(name)?;
        let date = match &value {
            Value::Date(date) => Some(*date),
            Value::Text(text) => read_date(text),
            Value::Integer(year) => i16::try_from(*year).ok().and_then(|year| Date::new(year, 1, 1).ok()),
            _ => None,
        };
        match date.filter(|date| (1800..=2200).contains(&date.year())) {
            Some(date) => Some(date),
            None => {
                let text = value.to_text();
                self.wrong(
                    name,
                    "not_a_date",
                    format!("“{text}”不是日期，请写成 2024-05-31"),
                    format!("`{text}` is not a date; write 2024-05-31"),
                );
                None
            }
        }
    }

    /// One word of a closed list.
    pub fn word<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>, words: &[&str]) -> Option<T> {
        let text = self.text(name)?;
        let found = parse(&text);
        if found.is_none() {
            let allowed = words.join(", ");
            self.wrong(
                name,
                "unknown_word",
                format!("“{text}”不在可用值中：{allowed}"),
                format!("`{text}` is none of: {allowed}"),
            );
        }
        found
    }

    /// A JSON list of texts, or one text with `;`, `；`, or `、` between the items.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        match self.take(name) {
            None => Vec::new(),
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
        let read = match value {
            Value::Json(json) => serde_json::from_value(json),
            other => serde_json::from_str(&other.to_text()),
        };
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

    /// Adds what the finished thing lacks; a field that was wrong already has had its say.
    pub fn add(&mut self, defects: Vec<Invalid>) {
        let told: Vec<String> = self.defects.iter().map(|defect| defect.field.clone()).collect();
        self.defects.extend(defects.into_iter().filter(|defect| !told.contains(&defect.field)));
    }

    pub fn missing(&mut self, name: &str) {
        self.wrong(name, "missing", "缺少必填的值", "a required value is missing");
    }

    pub fn wrong(&mut self, name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.defects.push(Invalid::new(name, code, zh, en));
    }
}

pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.get(..10).unwrap_or(text).parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [year] => Date::new(year.parse().ok()?, 1, 1).ok(),
        [year, month, day] => Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok(),
        _ => None,
    }
}
