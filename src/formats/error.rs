//! What can be wrong with a file ([`FormatError`]) and with one row of it ([`RecordError`]).
//!
//! Both speak Chinese and English, name the place, and say what to do about it.

use serde::Serialize;
use std::path::{Path, PathBuf};

/// One row, feature or sheet row that could not be read.
///
/// A reader goes on after it unless `fatal` is set, when the rest of the file cannot be found
/// (truncated, an unclosed quote) and the reader ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("row {row}{}: {message_en}", field.as_deref().map(|f| format!(", field {f}")).unwrap_or_default())]
pub struct RecordError {
    /// 1-based, as the user counts: feature number, or line or sheet row with the heading as 1.
    pub row: u64,
    /// Column, property or JSON pointer within the feature.
    pub field: Option<String>,
    /// Stable word for programs, such as `unclosed_ring`.
    pub code: &'static str,
    /// For the user, Chinese.
    pub message_zh: String,
    /// For the user, English.
    pub message_en: String,
    /// The reader cannot go on after this row.
    #[serde(skip)]
    pub fatal: bool,
}

impl RecordError {
    /// A row that is wrong as a whole; the reader goes on.
    pub fn new(row: u64, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (message_zh, message_en) = (zh.into(), en.into());
        Self { row, field: None, code, message_zh, message_en, fatal: false }
    }

    /// The same, blamed on one field.
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, ending the file.
    pub fn ending(mut self) -> Self {
        self.fatal = true;
        self
    }
}

/// Something the user should know about a file that is readable: a guessed encoding, a second
/// layer that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Stable word for programs.
    pub code: &'static str,
    /// For the user, Chinese.
    pub message_zh: String,
    /// For the user, English.
    pub message_en: String,
}

/// Why a file cannot be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is there, and is not what it should be; see the messages.
    #[error("{}: {message_en}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Stable word for programs, such as `wrong_features_key`.
        code: &'static str,
        /// For the user, Chinese.
        message_zh: String,
        /// For the user, English.
        message_en: String,
    },
    /// A record that the format cannot hold.
    #[error("cannot write: {message_en}")]
    Write {
        /// Stable word for programs.
        code: &'static str,
        /// For the user, Chinese.
        message_zh: String,
        /// For the user, English.
        message_en: String,
    },
}

impl FormatError {
    /// The system's error with the file it happened to.
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// A file whose content is wrong.
    pub fn content(path: &Path, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (message_zh, message_en) = (zh.into(), en.into());
        Self::Content { path: path.to_owned(), code, message_zh, message_en }
    }

    /// A record that does not fit the format.
    pub fn write(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Write { code, message_zh: zh.into(), message_en: en.into() }
    }

    /// Stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => "not_found",
            Self::Io { .. } => "io",
            Self::Content { code, .. } | Self::Write { code, .. } => code,
        }
    }

    /// For the user, Chinese, with the file's name.
    pub fn message_zh(&self) -> String {
        match self {
            Self::Io { path, source } => {
                let reason = match source.kind() {
                    std::io::ErrorKind::NotFound => "文件不存在".to_owned(),
                    std::io::ErrorKind::PermissionDenied => "没有访问权限".to_owned(),
                    _ => format!("读写失败({source})"),
                };
                format!("{}:{reason}", path.display())
            }
            Self::Content { path, message_zh, .. } => format!("{}:{message_zh}", path.display()),
            Self::Write { message_zh, .. } => format!("无法写出:{message_zh}"),
        }
    }

    /// For the user, English, with the file's name.
    pub fn message_en(&self) -> String {
        self.to_string()
    }
}
