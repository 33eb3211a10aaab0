//! What is wrong with a filter, where, and what was expected.

use crate::domain::invalid::Invalid;
use std::fmt;

/// Where in a filter something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum At {
    /// Nowhere in particular.
    #[default]
    Whole,
    /// In a text: so many bytes of UTF-8 before it.
    Byte(usize),
    /// In JSON: a pointer (RFC 6901).
    Pointer(String),
}

/// One defect of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    pub at: At,
    /// Stable word for programs, such as `unknown_property`.
    pub code: &'static str,
    /// For the user, Chinese.
    pub message_zh: String,
    /// For the user, English.
    pub message_en: String,
}

impl FilterError {
    pub fn new(at: &At, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { at: at.clone(), code, message_zh: zh.into(), message_en: en.into() }
    }

    /// The same as a defect of a request's parameter, the place told in its messages.
    pub fn to_invalid(&self, parameter: &str) -> Invalid {
        let (zh, en) = match &self.at {
            At::Whole => (String::new(), String::new()),
            At::Byte(byte) => (format!("第 {} 个字节:", byte + 1), format!("at byte {}: ", byte + 1)),
            At::Pointer(pointer) => {
                let shown = if pointer.is_empty() { "/" } else { pointer };
                (format!("{shown}:"), format!("at {shown}: "))
            }
        };
        Invalid::new(
            parameter,
            self.code,
            format!("{zh}{}", self.message_zh),
            format!("{en}{}", self.message_en),
        )
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_invalid("filter").message_en)
    }
}

impl std::error::Error for FilterError {}

/// A word as it may be shown to the user: cut when it is long.
pub(super) fn shown(word: &str) -> String {
    const MOST: usize = 60;
    if word.chars().count() <= MOST {
        return word.to_owned();
    }
    word.chars().take(MOST).chain(['…']).collect()
}
