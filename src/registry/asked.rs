//! Parameters as they come: names and texts, from a query, a JSON object or a command line.
//!
//! One reader for all three, so that a parameter means the same and is refused in the same words
//! wherever it was given. What is not understood is refused, never guessed.

use crate::domain::invalid::Invalid;
use crate::registry::error::RegistryError;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Parameters by name, taken out one by one; what is left at the end is unknown.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    given: BTreeMap<String, String>,
    /// Names that were given with different values.
    twice: BTreeSet<String>,
    known: Vec<String>,
    defects: Vec<Invalid>,
}

impl Asked {
    /// The same value given again is no error; another one is, where the parameter is read.
    pub fn of(given: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in given {
            if asked.given.get(&name).is_some_and(|known| *known != value) {
                asked.twice.insert(name.clone());
            }
            asked.given.insert(name, value);
        }
        asked
    }

    /// Members of a JSON object: lists become texts with commas, `null` is not given.
    ///
    /// # Errors
    /// A member that is an object, or a list of other than texts and numbers.
    pub fn of_json(members: Map<String, Value>) -> Result<Self, RegistryError> {
        let mut given = Vec::new();
        for (name, value) in members {
            if value.is_null() {
                continue;
            }
            let text = match &value {
                Value::Array(items) => {
                    items.iter().map(plain).collect::<Option<Vec<_>>>().map(|all| all.join(","))
                }
                one => plain(one),
            };
            let text = text.ok_or_else(|| {
                RegistryError::invalid(
                    &format!("/{name}"),
                    "malformed",
                    format!("{name} 应为数、文字或其列表"),
                    format!("`{name}` is a number, a text, or a list of them"),
                )
            })?;
            given.push((name, text));
        }
        Ok(Self::of(given))
    }

    /// Whether a parameter was given and is not taken out yet.
    pub fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// What is given and not taken out yet, but for some names, in the order of names.
    pub fn rest<'a>(&'a self, without: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.given.iter().filter(|(name, _)| !without.contains(&name.as_str()));
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether all that was given has been taken out.
    pub fn is_taken(&self) -> bool {
        self.given.is_empty()
    }

    /// What a parameter is when nobody gives it.
    pub fn preset(&mut self, name: &'static str, text: &str) {
        self.given.entry(name.to_owned()).or_insert_with(|| text.to_owned());
    }

    /// The text of a parameter; empty counts as wrong.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.known.push(name.to_owned());
        let text = self.given.remove(name)?;
        if self.twice.contains(name) {
            let (zh, en) = (
                format!("参数 {name} 出现了多次，值不相同"),
                format!("`{name}` was given more than once, with different values"),
            );
            self.wrong(name, "twice", zh, en);
            return None;
        }
        if text.trim().is_empty() {
            self.wrong(name, "empty", format!("参数 {name} 是空的"), format!("`{name}` is empty"));
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// A parameter of its own type; `parse` answers the reason (Chinese, English) when it is none.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        let text = self.text(name)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err((zh, en)) => {
                self.wrong(name, "malformed", zh, en);
                None
            }
        }
    }

    /// One of some words.
    pub fn word<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<T> {
        self.read(name, |text| {
            parse(text).ok_or_else(|| {
                (
                    format!("{name} 应为 {words} 之一，收到“{text}”"),
                    format!("`{name}` is one of {words}, not `{text}`"),
                )
            })
        })
    }

    /// A list separated by commas, each item understood by `parse`.
    pub fn list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<Vec<T>> {
        self.read(name, |text| {
            let items = text.split([',', '，']).map(str::trim).filter(|item| !item.is_empty());
            items
                .map(|item| {
                    parse(item).ok_or_else(|| {
                        (
                            format!("{name} 的“{item}”不在可用值中：{words}"),
                            format!("`{item}` in `{name}` is none of: {words}"),
                        )
                    })
                })
                .collect()
        })
    }

    /// A number between two bounds, both included.
    pub fn number(&mut self, name: &'static str, low: f64, high: f64) -> Option<f64> {
        self.read(name, |text| {
            text.parse::<f64>().ok().filter(|number| (low..=high).contains(number)).ok_or_else(|| {
                (
                    format!("{name} 应为 {low} 到 {high} 之间的数，收到“{text}”"),
                    format!("`{name}` is a number from {low} to {high}, not `{text}`"),
                )
            })
        })
    }

    /// A whole number between two bounds, both included.
    pub fn whole(&mut self, name: &'static str, low: u64, high: u64) -> Option<u64> {
        self.read(name, |text| {
            text.parse::<u64>().ok().filter(|number| (low..=high).contains(number)).ok_or_else(|| {
                (
                    format!("{name} 应为 {low} 到 {high} 之间的整数，收到“{text}”"),
                    format!("`{name}` is a whole number from {low} to {high}, not `{text}`"),
                )
            })
        })
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &'static str) -> bool {
        let yes = |text: &str| match text {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        };
        self.word(name, yes, "true, false").unwrap_or(false)
    }

    /// Notes something wrong with a parameter.
    pub fn wrong(&mut self, name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.defects.push(Invalid::new(name, code, zh, en));
    }

    /// Whether something was found wrong so far.
    pub fn is_wrong(&self) -> bool {
        !self.defects.is_empty()
    }

    /// Adds a defect that was found elsewhere.
    pub fn found_wrong(&mut self, defect: Invalid) {
        self.defects.push(defect);
    }

    /// Adds what a failed look-up found wrong.
    ///
    /// # Errors
    /// The failure was none of the user's.
    pub fn blame<T>(&mut self, found: Result<T, RegistryError>) -> Result<Option<T>, RegistryError> {
        match found {
            Ok(value) => Ok(Some(value)),
            Err(RegistryError::Invalid(defects)) => {
                self.defects.extend(defects);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// To be called when all has been taken.
    ///
    /// # Errors
    /// Everything that was wrong, and every parameter that nobody asked for.
    pub fn finish(mut self) -> Result<(), RegistryError> {
        self.known.sort_unstable();
        self.known.dedup();
        let known = self.known.join(", ");
        for name in self.given.keys() {
            let (zh, en) = if known.is_empty() {
                (format!("此处没有参数“{name}”"), format!("there is no parameter `{name}` here"))
            } else {
                (
                    format!("此处没有参数“{name}”；可用：{known}"),
                    format!("there is no parameter `{name}` here; known: {known}"),
                )
            };
            self.defects.push(Invalid::new(name, "unknown_parameter", zh, en));
        }
        if self.defects.is_empty() { Ok(()) } else { Err(RegistryError::Invalid(self.defects)) }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}
