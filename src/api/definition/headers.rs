//! Headers: those that requests may have, and those that answers have.

use super::node::Node;
use super::parameter::{Parameter, header};
use super::schema::{Schema, address, count, integer, text, word};

/// The change that the answer has to have seen.
pub fn seq() -> Parameter {
    let about_zh = "等到这一序号的变更可见再回答（最多 5 秒，否则 503）";
    let about_en = "the answer waits until this change is visible (5 s at most, else 503)";
    header("X-Jiantu-Seq", count()).about(about_zh, about_en).shared("X-Jiantu-Seq")
}

/// The version that a change is meant for.
pub fn if_match() -> Parameter {
    let about_zh = "所改版本的 ETag，或 *；可以无条件写入的令牌才能省略（否则 428）";
    let about_en = "the ETag of the version that is changed, or *; only tokens that may write unconditionally may leave it out (else 428)";
    header("If-Match", text()).about(about_zh, about_en).shared("If-Match")
}

/// The version that the client has.
pub fn if_none_match() -> Parameter {
    let about_zh = "已有版本的 ETag；未变则回答 304";
    let about_en = "the ETag that the client has; 304 where nothing has changed";
    header("If-None-Match", text()).about(about_zh, about_en).shared("If-None-Match")
}

/// A key that makes repeating harmless.
pub fn idempotency_key() -> Parameter {
    let about_zh = "客户端自编的号（如 UUID）：带同一号重试是安全的，得到第一次的结果";
    let about_en = "the client's own key, such as a UUID: to repeat with the same key is harmless and answers as the first time";
    let schema = text().length(1, 255).pattern("^[!-~]([ -~]*[!-~])?$");
    header("Idempotency-Key", schema).about(about_zh, about_en).shared("Idempotency-Key")
}

/// The instant since which a change must not have been made.
pub fn if_unmodified_since() -> Parameter {
    let about_zh = "此后没有改过才写入（HTTP 日期）；不如 If-Match 准";
    let about_en = "only where it was not changed since (an HTTP date); less exact than If-Match";
    let schema = text().example("Mon, 15 Jun 2026 04:00:00 GMT");
    header("If-Unmodified-Since", schema).about(about_zh, about_en).shared("If-Unmodified-Since")
}

/// In what the coordinates of a body are.
pub fn content_crs() -> Parameter {
    let about_zh = "正文坐标的参照系；不给即 CRS84";
    let about_en = "the reference system of the body's coordinates; CRS84 when it is not given";
    let schema = text().example("<http://www.opengis.net/def/crs/EPSG/0/4490>");
    header("Content-Crs", schema).about(about_zh, about_en).shared("Content-Crs")
}

/// Headers of answers, as components.
pub fn components() -> Node {
    let told: [(&'static str, Schema, &str, &str); 11] = [
        ("X-Jiantu-Seq", count(), "回答所据变更的序号", "the change of the log that the answer saw"),
        ("ETag", text(), "强标签，随内容而变", "a strong tag that changes with the content"),
        ("Last-Modified", text(), "上次变更之后的第一个整秒", "the first whole second after its last change"),
        ("Link", text(), "下一页：<…>; rel=\"next\"", "the next page: <…>; rel=\"next\""),
        ("Location", address(), "新建的在这里", "where it is"),
        ("Allow", text(), "可用的方法", "the methods that can be used"),
        ("Retry-After", integer().least(0), "多少秒后再来", "seconds after which to come again"),
        ("WWW-Authenticate", text(), "须用 Bearer 令牌", "a bearer token is needed"),
        ("Content-Disposition", text(), "文件名", "the file's name"),
        ("Content-Crs", text(), "坐标参照系", "the reference system of the coordinates"),
        (
            "Idempotent-Replayed",
            word(["true"]),
            "这是第一次请求的结果",
            "this is what the first of the repeated requests did",
        ),
    ];
    let nodes = told.into_iter().map(|(name, schema, zh, en)| {
        let node = Node::object().with("description", format!("{zh} / {en}")).with("schema", schema);
        (name.into(), node)
    });
    nodes.collect::<Node>()
}
