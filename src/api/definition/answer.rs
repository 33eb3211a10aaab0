//! What an operation answers, and what it refuses.

use super::node::Node;
use super::schema::{Schema, named};
use serde_json::Value;

/// An answer that was asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    about: String,
    media: Vec<(String, Option<Schema>)>,
    example: Option<Value>,
    /// Names among the components' headers.
    headers: Vec<&'static str>,
}

impl Answer {
    pub fn new(status: u16, zh: &str, en: &str) -> Self {
        let about = format!("{zh} / {en}");
        // Every answer names the state it was made from.
        Self { status, about, media: Vec::new(), example: None, headers: vec!["X-Jiantu-Seq"] }
    }

    /// 200 with JSON.
    pub fn json(zh: &str, en: &str, schema: Schema) -> Self {
        Self::new(200, zh, en).of("application/json", schema)
    }

    /// 304: the client has it as it is.
    pub fn unchanged() -> Self {
        Self::new(304, "未变 / 与 If-None-Match 相同", "unchanged: the client has it as it is").with(["ETag"])
    }

    /// A representation.
    pub fn of(mut self, media: impl Into<String>, schema: Schema) -> Self {
        self.media.push((media.into(), Some(schema)));
        self
    }

    /// A representation that is no JSON.
    pub fn file(mut self, media: impl Into<String>) -> Self {
        self.media.push((media.into(), None));
        self
    }

    pub fn with(mut self, headers: impl IntoIterator<Item = &'static str>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Of the first representation.
    pub fn for_example(mut self, example: Value) -> Self {
        self.example = Some(example);
        self
    }

    pub fn status(&self) -> String {
        self.status.to_string()
    }

    pub fn node(&self) -> Node {
        let headers = self.headers.iter().map(|name| {
            let place = Node::object().with("$ref", format!("#/components/headers/{name}"));
            ((*name).into(), place)
        });
        let media = self.media.iter().enumerate().map(|(at, (name, schema))| {
            let schema = schema.clone().unwrap_or_else(binary);
            let content = Node::object().with("schema", schema);
            (name.clone().into(), content.with_some("example", self.example.clone().filter(|_| at == 0)))
        });
        let media = (!self.media.is_empty()).then(|| media.collect::<Node>());
        Node::object()
            .with("description", self.about.clone())
            .with("headers", headers.collect::<Node>())
            .with_some("content", media)
    }
}

/// Bytes, whatever they mean.
pub fn binary() -> Schema {
    super::schema::text().set("format", "binary")
}

/// Kinds of problems, each with its own answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    Invalid,
    Unauthorised,
    Missing,
    Method,
    Conflict,
    Stale,
    TooLarge,
    MediaType,
    KeyReused,
    VersionRequired,
    Internal,
    Unavailable,
}

impl Refusal {
    pub const ALL: [Self; 12] = [
        Self::Invalid,
        Self::Unauthorised,
        Self::Missing,
        Self::Method,
        Self::Conflict,
        Self::Stale,
        Self::TooLarge,
        Self::MediaType,
        Self::KeyReused,
        Self::VersionRequired,
        Self::Internal,
        Self::Unavailable,
    ];

    /// What every change of something that stands may be refused for.
    pub const OF_CHANGE: [Self; 5] =
        [Self::Missing, Self::Conflict, Self::Stale, Self::VersionRequired, Self::Unauthorised];

    /// What every body may be refused for.
    pub const OF_BODY: [Self; 2] = [Self::TooLarge, Self::MediaType];

    /// Status, name among the components' answers, `type` of the problem, Chinese and English text.
    const fn told(self) -> (u16, &'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Invalid => {
                (400, "Invalid", "invalid", "内容有误，见 errors", "something is wrong, see `errors`")
            }
            Self::Unauthorised => (401, "Unauthorised", "unauthorised", "需要令牌", "a token is needed"),
            Self::Missing => (404, "Missing", "not-found", "未找到", "not found"),
            Self::Method => (
                405,
                "Method",
                "method-not-allowed",
                "此处不支持这一方法，见 Allow",
                "the method is not supported here, see Allow",
            ),
            Self::Conflict => (409, "Conflict", "conflict", "与已有的冲突", "in conflict with what stands"),
            Self::Stale => {
                (412, "Stale", "stale", "If-Match 的版本已过时", "the version of If-Match is stale")
            }
            Self::TooLarge => (413, "TooLarge", "too-large", "正文过大", "the body is too large"),
            Self::MediaType => {
                (415, "MediaType", "media-type", "正文类型不支持", "the body's type is not supported")
            }
            Self::KeyReused => (
                422,
                "KeyReused",
                "key-reused",
                "Idempotency-Key 已用于另一请求",
                "the Idempotency-Key was used for another request",
            ),
            Self::VersionRequired => {
                (428, "VersionRequired", "version-required", "须带 If-Match", "If-Match is required")
            }
            Self::Internal => {
                (500, "Internal", "internal", "服务内部出错", "something went wrong in the service")
            }
            Self::Unavailable => (
                503,
                "Unavailable",
                "unavailable",
                "暂不能回答，请稍后重试",
                "it can not be answered now; try again later",
            ),
        }
    }

    pub fn status(self) -> String {
        self.told().0.to_string()
    }

    pub fn name(self) -> &'static str {
        self.told().1
    }

    /// What an operation says of it.
    pub fn place(self) -> Node {
        Node::object().with("$ref", format!("#/components/responses/{}", self.name()))
    }

    /// What stands among the components.
    pub fn node(self) -> Node {
        let (status, _, kind, zh, en) = self.told();
        let mut answer = Answer::new(status, zh, en).of("application/problem+json", named("Problem"));
        answer = match self {
            Self::Unauthorised => answer.with(["WWW-Authenticate"]),
            Self::Unavailable => answer.with(["Retry-After"]),
            _ => answer,
        };
        let mut example = serde_json::json!({
            "type": format!("/problems/{kind}"), "title": format!("{zh} / {en}"), "status": status,
            "detail": format!("{zh} / {en}"), "message_zh": zh, "message_en": en,
        });
        if self == Self::Invalid {
            example["errors"] = serde_json::json!([{"parameter": "limit", "code": "malformed",
                "message_zh": "limit 至少为 1", "message_en": "`limit` is at least 1"}]);
        }
        answer.for_example(example).node()
    }
}
