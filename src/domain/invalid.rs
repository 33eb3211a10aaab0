//! What is wrong with something a user gave, where, and what to do about it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One defect of an input, in words for both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invalid {
    /// JSON pointer (`/area_m2`) or column of the offending value; empty for the whole.
    pub field: String,
    /// Stable machine-readable code, such as `unknown_kind`.
    pub code: String,
    pub message_zh: String,
    pub message_en: String,
}

impl Invalid {
    /// A defect of `field` (a JSON pointer without its leading slash, or a column name).
    pub fn new(
        field: impl Into<String>,
        code: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), code: code.into(), message_zh: zh.into(), message_en: en.into() }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} / {}", self.field, self.message_zh, self.message_en)
    }
}

impl std::error::Error for Invalid {}
