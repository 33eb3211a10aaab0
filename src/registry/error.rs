//! What can go wrong when somebody uses the registry, in the words of the user's task.

use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::invalid::Invalid;
use crate::formats::FormatError;
use crate::storage::{Constraint, StoreError};

/// Errors of all use cases. `api` and `cli` word their answers from it once.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// What was given is wrong; nothing was changed.
    #[error("{}", .0.first().map_or_else(|| "invalid".to_owned(), ToString::to_string))]
    Invalid(Vec<Invalid>),
    #[error("没有编号为“{id}”的{}，请核对 / there is no {} `{id}`; check its id", what.zh(), what.en())]
    NotFound { what: Thing, id: String },
    /// The caller did not say which version it means to change.
    #[error("修改须带 If-Match（先读取，得到 ETag） / a change needs If-Match with the ETag that was read")]
    NeedsVersion,
    /// Somebody else changed it since it was read.
    #[error(
        "数据已被他人修改（现为版本 {current}）：请重新读取，核对后再改 / it was changed meanwhile (now at version {current}): read it again, then repeat the change"
    )]
    Stale { entity: EntityRef, current: u64 },
    /// A key is taken, or something that is referred to does not exist. `told` says which member is
    /// to blame, and what to do.
    #[error("{} / {}", told.message_zh, told.message_en)]
    Conflict { constraint: Constraint, told: Box<Invalid> },
    #[error(
        "这个 Idempotency-Key 已用于另一个请求：新请求请用新的编号，重试才沿用 / this Idempotency-Key was used for another request: use a new key for each request, the same one only to repeat it"
    )]
    KeyReused,
    #[error("令牌无效，请用管理员令牌 / the token is not valid; use the administrator's")]
    Unauthorised,
    #[error("计算已取消 / the computation was cancelled")]
    Cancelled,
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

/// What was looked for in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Entity(EntityKind),
    Trail,
    Collection,
    Job,
    /// A task of the plan, by its number.
    Task,
    /// Whatever has an id.
    Anything,
}

impl Thing {
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Entity(kind) => kind.name_zh(),
            Self::Trail => "健身步道",
            Self::Collection => "数据集",
            Self::Job => "计算任务",
            Self::Task => "计划任务",
            Self::Anything => "登记对象",
        }
    }

    pub const fn en(self) -> &'static str {
        match self {
            Self::Entity(kind) => kind.as_str(),
            Self::Trail => "trail",
            Self::Collection => "collection",
            Self::Job => "job",
            Self::Task => "task of the plan",
            Self::Anything => "thing in the registry",
        }
    }
}

impl RegistryError {
    /// The same once more, for another who waited for the same work.
    pub fn again(&self) -> Self {
        match self {
            Self::Invalid(defects) => Self::Invalid(defects.clone()),
            Self::NotFound { what, id } => Self::NotFound { what: *what, id: id.clone() },
            Self::Refused { zh, en } => Self::refused(zh, en),
            Self::Unavailable(why) => Self::Unavailable(why.clone()),
            Self::Cancelled => Self::Cancelled,
            other => Self::Internal(other.to_string()),
        }
    }

    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused { zh: zh.into(), en: en.into() }
    }

    /// The same of one sentence in Chinese and English with a slash between, as the core has them.
    pub fn refused_in_both(message: &str) -> Self {
        let (zh, en) = message.split_once("/ ").unwrap_or((message, message));
        Self::refused(zh.trim_end(), en)
    }

    pub fn not_found(kind: EntityKind, id: impl std::fmt::Display) -> Self {
        Self::NotFound { what: Thing::Entity(kind), id: id.to_string() }
    }

    pub fn invalid(field: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Invalid(vec![Invalid::new(field, code, zh, en)])
    }

    fn conflict(constraint: Constraint, key: &str) -> Self {
        Self::Conflict { constraint, told: Box::new(blamed(constraint, key)) }
    }
}

impl From<StoreError> for RegistryError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { constraint: Constraint::Repeat, .. } => Self::KeyReused,
            StoreError::Conflict { constraint, key } => Self::conflict(constraint, &key),
            StoreError::Missing(entity) => Self::not_found(entity.kind, entity.id),
            StoreError::Stale { entity, current } => Self::Stale { entity, current },
            StoreError::Unavailable(why) => Self::Unavailable(why),
            StoreError::Refused { zh, en } => Self::Refused { zh, en },
            StoreError::NewerSchema { found, known } => Self::refused(
                format!("数据库由更新版本的健图建立（结构 {found}，本程序只认得 {known}），请升级程序"),
                format!(
                    "the database was made by a newer jiantu (schema {found}, this program knows {known}); upgrade the program"
                ),
            ),
            StoreError::Url => Self::refused(
                "数据库地址应写作 sqlite:路径 或 postgres://…",
                "a database is given as sqlite:PATH or postgres://…",
            ),
            StoreError::Database(why) => Self::Internal(why),
        }
    }
}

/// A constraint in the user's words: which member is to blame, what is wrong with it, what to do.
fn blamed(constraint: Constraint, key: &str) -> Invalid {
    match constraint {
        Constraint::External(kind @ (EntityKind::Layer | EntityKind::Network | EntityKind::Scenario)) => {
            let (_, name) = key.split_once('/').unwrap_or(("", key));
            Invalid::new(
                "/name",
                "name_taken",
                format!("名称“{name}”已属于另一{}；请换一个名称，或修改已有的那一个", one_zh(kind)),
                format!(
                    "another {kind} is called `{name}`; choose another name, or change the one that has it"
                ),
            )
        }
        Constraint::External(kind) => {
            let (source, id) = key.split_once('/').unwrap_or(("", key));
            Invalid::new(
                "/external_id",
                "external_id_taken",
                format!(
                    "来源“{source}”的编号“{id}”已属于另一{}；请改正编号，或修改已有的那一条",
                    one_zh(kind)
                ),
                format!(
                    "external id `{id}` of source `{source}` belongs to another {kind}; correct it, or change the one that has it"
                ),
            )
        }
        Constraint::Code(kind) => {
            let field = if kind == EntityKind::Equipment { "/qr_code" } else { "/codes" };
            Invalid::new(
                field,
                "code_taken",
                format!("编码“{key}”已属于另一{}；请核对，一个编码只能对应一个对象", one_zh(kind)),
                format!("code `{key}` belongs to another {kind}; check it, a code names one thing only"),
            )
        }
        Constraint::Parent { child, parent } => Invalid::new(
            parent_member(child),
            "no_such_parent",
            format!("没有编号为 {key} 的{}（也许刚被删除）；请另选一个", parent.name_zh()),
            format!("there is no {parent} {key} (it may just have been removed); choose another"),
        ),
        Constraint::Children { parent, child } => Invalid::new(
            "",
            "still_in_use",
            format!(
                "{} {key} 名下还有{}；请先把它们移走或删除；若只是停用，请改为关闭，不要删除",
                parent.name_zh(),
                child.name_zh()
            ),
            format!(
                "{parent} {key} still has {child} on it: move or remove that first; if it is only out of use, close it instead of removing it"
            ),
        ),
        Constraint::Exists(kind) => Invalid::new(
            "/id",
            "exists",
            format!("编号 {key} 的{}已存在；要修改它请用 PATCH，新建请换一个编号", kind.name_zh()),
            format!("{kind} {key} exists already; change it with PATCH, or give a new one another id"),
        ),
        Constraint::Reserved(kind) => Invalid::new(
            "/id",
            "reserved",
            format!("编号 {key} 的{}正在导入中；请等导入结束后再试", kind.name_zh()),
            format!("{kind} {key} is being imported; try again when the import has ended"),
        ),
        Constraint::Repeat => Invalid::new(
            "Idempotency-Key",
            "key_reused",
            "此编号已用于另一个请求",
            "the key was used for another request",
        ),
        Constraint::Erase(kind) => Invalid::new(
            "",
            "still_stands",
            format!("{} {key} 尚未删除；请先删除再抹除", kind.name_zh()),
            format!("{kind} {key} still stands; remove it before it is erased"),
        ),
    }
}

/// With its measure word.
const fn one_zh(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Site => "个场地",
        EntityKind::Equipment => "件器材",
        EntityKind::Division => "个行政区划",
        EntityKind::Cluster => "个集聚区",
        EntityKind::Population => "份人口数据",
        EntityKind::Layer => "个图层",
        EntityKind::Network => "个路网",
        EntityKind::Scenario => "个方案",
        EntityKind::Organisation => "个组织",
        EntityKind::Event => "项赛事活动",
        EntityKind::Institution => "个机构",
        EntityKind::Provider => "个供应方",
        EntityKind::Observation => "条填报数据",
        EntityKind::Milestone => "个里程碑",
        EntityKind::Declaration => "个任务申报",
        EntityKind::YearEnd => "次年末封存",
    }
}

/// The member that names what this one hangs on.
const fn parent_member(child: EntityKind) -> &'static str {
    match child {
        EntityKind::Site => "/container_id",
        EntityKind::Equipment => "/site_id",
        EntityKind::Event => "/organiser_id",
        EntityKind::Division
        | EntityKind::Cluster
        | EntityKind::Population
        | EntityKind::Layer
        | EntityKind::Network
        | EntityKind::Scenario
        | EntityKind::Organisation
        | EntityKind::Institution
        | EntityKind::Provider
        | EntityKind::Observation
        | EntityKind::Milestone
        | EntityKind::Declaration
        | EntityKind::YearEnd => "/parent",
    }
}
