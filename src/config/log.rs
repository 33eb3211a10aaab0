//! How log lines look.

/// For people or for machines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

impl LogFormat {
    /// What `JIANTU_LOG_FORMAT` says: `json`, or text for everything else.
    pub fn from_environment() -> Self {
        match std::env::var("JIANTU_LOG_FORMAT").as_deref() {
            Ok("json") => Self::Json,
            _ => Self::Text,
        }
    }
}
