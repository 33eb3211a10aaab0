//! What can go wrong when somebody uses the registry, in the words of the user's task.

use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::invalid::Invalid;
use crate::formats::FormatError;
use crate::storage::StoreError;

/// Errors of all use cases. `api` and `cli` word their answers from it once.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// What was given is wrong; nothing was changed.
    #[error("{}", .0.first().map_or_else(|| "invalid".to_owned(), ToString::to_string))]
    Invalid(Vec<Invalid>),
    #[error("没有这个{what}：{id} / no such {what}: {id}")]
    NotFound { what: &'static str, id: String },
    /// The caller did not say which version it means to change.
    #[error("修改须带 If-Match（先读取，得到 ETag） / a change needs If-Match with the ETag that was read")]
    NeedsVersion,
    /// Somebody else changed it since it was read.
    #[error("数据已被他人修改，当前版本 {current} / it was changed meanwhile, now at version {current}")]
    Stale { entity: EntityRef, current: u64 },
    /// A key is taken, or something that is referred to does not exist.
    #[error("冲突：{constraint}（{key}） / conflict on {constraint}: {key}")]
    Conflict { constraint: &'static str, key: String },
    #[error("令牌无效，请用管理员令牌 / the token is not valid; use the administrator's")]
    Unauthorised,
    #[error("服务暂不可用，请稍后重试：{0} / not available now, try again: {0}")]
    Unavailable(String),
    /// A file could not be read or written.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The user's command can not be carried out as given.
    #[error("{zh} / {en}")]
    Refused { zh: String, en: String },
    /// Ours or the database's fault; logged, not explained to users.
    #[error("内部错误 / internal error: {0}")]
    Internal(String),
}

impl RegistryError {
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused { zh: zh.into(), en: en.into() }
    }

    pub fn not_found(kind: EntityKind, id: impl std::fmt::Display) -> Self {
        Self::NotFound { what: kind.as_str(), id: id.to_string() }
    }

    pub fn invalid(field: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Invalid(vec![Invalid::new(field, code, zh, en)])
    }
}

impl From<StoreError> for RegistryError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { constraint, key } => Self::Conflict { constraint, key },
            StoreError::Missing(entity) => Self::not_found(entity.kind, entity.id),
            StoreError::Stale { entity, current } => Self::Stale { entity, current },
            StoreError::Unavailable(why) => Self::Unavailable(why),
            StoreError::Refused(text) => Self::refused(text.clone(), text),
            other => Self::Internal(other.to_string()),
        }
    }
}
