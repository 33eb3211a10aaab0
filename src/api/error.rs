//! From failures to answers: `application/problem+json` (RFC 9457), worded once for all handlers.
//!
//! Handlers return [`ApiError`]. What a user can mend is told with a pointer into the body or the
//! name of the parameter; what is ours is logged once, here, and never sent.

use crate::domain::invalid::Invalid;
use crate::domain::tile::TileError;
use crate::registry::RegistryError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// A write came without a token.
    #[error("no token")]
    NoToken,
    #[error("no such path")]
    NoSuchPath,
    /// The change that the request names has not come to this instance yet.
    #[error("change {0} is not visible")]
    NotVisible(u64),
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The body is declared as what is not read here.
    #[error("unsupported media type {0}")]
    MediaType(String),
    #[error("body above {0} bytes")]
    TooLarge(usize),
    #[error("no such tile: {0}")]
    NoSuchTile(TileError),
    /// What is asked for rests on an answer that is still computed; `job` is the path of its job.
    #[error("still computed by {job}")]
    Computing { job: String },
    /// Others ask for much, too, and their turn was not over in time.
    #[error("busy")]
    Busy,
    /// As many follow the log as may.
    #[error("too many streams")]
    TooManyStreams,
    /// The number after which changes are asked for is above the newest one.
    #[error("{since} is beyond the log, which ends at {head}")]
    BeyondLog { since: u64, head: u64 },
    #[error("took longer than {seconds} s")]
    TimedOut { seconds: u64, writing: bool },
    /// A defect of the program was caught; the panic is in the log.
    #[error("panicked")]
    Panicked,
}

impl ApiError {
    /// A wrong query parameter, header or body; `field` is a parameter's name, or a JSON pointer.
    pub fn invalid(field: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Registry(RegistryError::invalid(field, code, zh, en))
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Registry(RegistryError::Invalid(_) | RegistryError::Format(_)) => Kind::Invalid,
            Self::Registry(RegistryError::NotFound { .. }) | Self::NoSuchPath | Self::NoSuchTile(_) => {
                Kind::NotFound
            }
            Self::Registry(RegistryError::NeedsVersion) => Kind::VersionRequired,
            Self::Registry(RegistryError::Stale { .. }) => Kind::Stale,
            Self::Registry(RegistryError::KeyReused) => Kind::KeyReused,
            Self::Registry(
                RegistryError::Conflict { .. } | RegistryError::Refused { .. } | RegistryError::Cancelled,
            ) => Kind::Conflict,
            Self::Registry(RegistryError::Unauthorised) | Self::NoToken => Kind::Unauthorised,
            Self::Registry(RegistryError::Unavailable(_))
            | Self::NotVisible(_)
            | Self::Busy
            | Self::TooManyStreams
            | Self::Computing { .. } => Kind::Unavailable,
            Self::BeyondLog { .. } => Kind::Gone,
            Self::Registry(RegistryError::Internal(_)) | Self::Panicked => Kind::Internal,
            Self::MethodNotAllowed => Kind::MethodNotAllowed,
            Self::MediaType(_) => Kind::MediaType,
            Self::TooLarge(_) => Kind::TooLarge,
            Self::TimedOut { .. } => Kind::Timeout,
        }
    }

    /// What happened and what to do, (Chinese, English).
    fn detail(&self) -> (String, String) {
        let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Self::Registry(RegistryError::Invalid(defects)) => match defects.first() {
                Some(first) if defects.len() == 1 => (first.message_zh.clone(), first.message_en.clone()),
                _ => (
                    format!("有 {} 处需要改正，见 errors", defects.len()),
                    format!("{} things need correction, see `errors`", defects.len()),
                ),
            },
            Self::Registry(RegistryError::Internal(_)) | Self::Panicked => both(
                "服务内部出错，已记入日志；请稍后重试，或把请求编号告诉管理员",
                "something went wrong in the service and was logged; try again later, or tell the administrator the request's number",
            ),
            Self::Registry(RegistryError::Unavailable(_)) => both(
                "数据库暂时没有应答，请稍后重试；若在写入，请沿用同一 Idempotency-Key",
                "the database does not answer now; try again later, with the same Idempotency-Key if you were writing",
            ),
            Self::Busy => both(
                "正在处理其他大范围查询，请稍后重试，或缩小范围",
                "other questions that look at much are being answered; try again later, or ask for less",
            ),
            Self::TooManyStreams => both(
                "跟随变更的连接已满，请稍后重试，或改用分页读取 /api/v1/changes?since=",
                "as many follow the changes as may; try again later, or read pages of /api/v1/changes?since=",
            ),
            Self::BeyondLog { since, head } => (
                format!(
                    "变更日志只到 {head}，没有 {since}：数据库已恢复到较早的状态，请重新读取全部数据，再从 {head} 起跟随"
                ),
                format!(
                    "the log ends at {head}, there is no {since}: the database was set back to an earlier state; read everything again, then follow from {head}"
                ),
            ),
            Self::NoSuchTile(error) => (error.message_zh(), error.message_en()),
            Self::Computing { job } => (
                format!("还在计算，进度见 {job}；请稍后再取"),
                format!("still being computed, see {job} for its progress; ask again later"),
            ),
            Self::NotVisible(seq) => (
                format!("变更 {seq} 尚不可见，请稍后重试"),
                format!("change {seq} is not visible yet; try again"),
            ),
            Self::Registry(RegistryError::Refused { zh, en }) => (zh.clone(), en.clone()),
            // The registry words the rest in both languages at once.
            Self::Registry(error) => split(&error.to_string()),
            Self::NoToken => both(
                "写入需要管理员令牌：Authorization: Bearer 令牌",
                "writing needs the administrator's token: Authorization: Bearer TOKEN",
            ),
            Self::NoSuchPath => both("没有这个地址", "there is nothing at this address"),
            Self::MethodNotAllowed => {
                both("这个地址不支持此方法，见 Allow", "this address does not support the method, see Allow")
            }
            Self::MediaType(given) => (
                format!("不接受 Content-Type“{given}”，请用 application/json 或 application/geo+json"),
                format!(
                    "Content-Type `{given}` is not accepted; send application/json or application/geo+json"
                ),
            ),
            Self::TooLarge(limit) => (
                format!("请求正文超过 {limit} 字节；大批数据请用 jiantu import"),
                format!("the body is larger than {limit} bytes; bring large data with `jiantu import`"),
            ),
            Self::TimedOut { seconds, writing: true } => (
                format!(
                    "{seconds} 秒内没有写完，但可能已经写入：请用同一 Idempotency-Key 重试；没有带的，先读取核对，再决定是否重发"
                ),
                format!(
                    "not done within {seconds} s, but it may have been written: repeat it with the same Idempotency-Key; without one, read first whether it stands"
                ),
            ),
            Self::TimedOut { seconds, writing: false } => (
                format!("{seconds} 秒内未能完成，请缩小范围或稍后重试"),
                format!("not done within {seconds} s; ask for less or try again later"),
            ),
        }
    }

    fn errors(&self) -> Vec<Defect> {
        match self {
            Self::Registry(RegistryError::Invalid(defects)) => defects.iter().map(Defect::of).collect(),
            Self::Registry(RegistryError::Conflict { told, .. }) => vec![Defect::of(told)],
            Self::Registry(error @ RegistryError::KeyReused) => {
                let (zh, en) = split(&error.to_string());
                vec![Defect::of(&Invalid::new("Idempotency-Key", "key_reused", zh, en))]
            }
            _ => Vec::new(),
        }
    }
}

/// `中文 / English` as two texts; the same text twice where there is no separator.
fn split(text: &str) -> (String, String) {
    let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
    (zh.to_owned(), en.to_owned())
}

/// The stable kinds of problem, each with its `type`, status and title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Invalid,
    Unauthorised,
    NotFound,
    Gone,
    MethodNotAllowed,
    Conflict,
    Stale,
    KeyReused,
    TooLarge,
    MediaType,
    VersionRequired,
    Internal,
    Unavailable,
    Timeout,
}

impl Kind {
    const fn told(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Invalid => (StatusCode::BAD_REQUEST, "/problems/invalid", "内容有误 / invalid"),
            Self::Unauthorised => {
                (StatusCode::UNAUTHORIZED, "/problems/unauthorised", "需要令牌 / unauthorised")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "/problems/not-found", "未找到 / not found"),
            Self::Gone => (StatusCode::GONE, "/problems/beyond-log", "已不存在 / gone"),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "/problems/method-not-allowed",
                "方法不支持 / method not allowed",
            ),
            Self::Conflict => (StatusCode::CONFLICT, "/problems/conflict", "冲突 / conflict"),
            Self::Stale => (StatusCode::PRECONDITION_FAILED, "/problems/stale", "版本已过时 / stale version"),
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "/problems/key-reused",
                "编号已用过 / key used for another request",
            ),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "/problems/too-large", "正文过大 / too large"),
            Self::MediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "/problems/media-type",
                "正文类型不支持 / unsupported media type",
            ),
            Self::VersionRequired => (
                StatusCode::PRECONDITION_REQUIRED,
                "/problems/version-required",
                "须注明版本 / version required",
            ),
            Self::Internal => {
                (StatusCode::INTERNAL_SERVER_ERROR, "/problems/internal", "内部错误 / internal error")
            }
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "/problems/unavailable", "暂不可用 / unavailable")
            }
            Self::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "/problems/timeout", "超时 / timed out"),
        }
    }
}

#[derive(Serialize)]
struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    message_zh: String,
    message_en: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Defect>,
}

#[derive(Serialize)]
struct Defect {
    /// JSON pointer into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Name of a query parameter or header.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    code: String,
    message_zh: String,
    message_en: String,
}

impl Defect {
    fn of(defect: &Invalid) -> Self {
        let field = Some(defect.field.clone());
        let in_body = defect.field.is_empty() || defect.field.starts_with('/');
        Self {
            pointer: field.clone().filter(|_| in_body),
            parameter: field.filter(|_| !in_body),
            code: defect.code.clone(),
            message_zh: defect.message_zh.clone(),
            message_en: defect.message_en.clone(),
        }
    }
}

impl ApiError {
    fn problem(&self) -> Problem {
        let (status, name, title) = self.kind().told();
        let (message_zh, message_en) = self.detail();
        Problem {
            r#type: name,
            title,
            status: status.as_u16(),
            detail: format!("{message_zh} / {message_en}"),
            message_zh,
            message_en,
            errors: self.errors(),
        }
    }

    /// The problem as a member of another document.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self.problem()).unwrap_or_default()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        // Streams are long: a place is not free the next moment.
        let wait = if matches!(self, Self::TooManyStreams) { "30" } else { "1" };
        match &self {
            Self::Registry(RegistryError::Internal(why)) => tracing::error!(%why, "a request failed"),
            Self::Registry(RegistryError::Unavailable(why)) => tracing::warn!(%why, "a request was put off"),
            _ => {}
        }
        let kind = self.kind();
        let (status, ..) = kind.told();
        let body = serde_json::to_vec(&self.problem()).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match kind {
            Kind::Unauthorised => {
                headers.insert(
                    header::WWW_AUTHENTICATE,
                    HeaderValue::from_static("Bearer realm=\"jiantu\", charset=\"UTF-8\""),
                );
            }
            // What the router refuses itself has the path's own methods instead.
            Kind::MethodNotAllowed => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
            }
            Kind::Unavailable | Kind::Timeout => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static(wait));
            }
            _ => {}
        }
        response
    }
}
