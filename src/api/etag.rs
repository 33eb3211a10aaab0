//! Entity tags, always strong: `"12-5f3a09c1b2d4"`, the version and a hash of what was sent; with the
//! coding of the body behind it when there is one (`-gzip`).
//!
//! `If-Match` asks about the resource, so it compares the version. `If-None-Match` asks about what was
//! sent: a site's feature also changes when its division is renamed, without a change of the site.

use super::error::ApiError;
use crate::domain::id::Seq;
use crate::registry::write::Condition;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// Codings that a body is compressed with on its way out.
const CODINGS: [&str; 4] = ["br", "deflate", "gzip", "zstd"];

/// The tag of a version; `sent` is `None` when it is not known how the resource looks at that version.
pub fn etag(version: u64, sent: Option<&[u8]>) -> String {
    match sent {
        Some(sent) => format!("\"{version}-{}\"", hex::encode(&Sha256::digest(sent)[..6])),
        None => format!("\"{version}\""),
    }
}

/// The tag of what has no version of its own: a hash of what is sent.
pub fn content_tag(sent: &[u8]) -> String {
    format!("\"{}\"", hex::encode(&Sha256::digest(sent)[..12]))
}

/// Digits, letters and quotes are always a valid header.
pub fn header_value(tag: &str) -> HeaderValue {
    HeaderValue::from_str(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Around the compression: differently coded bodies are different representations and need tags of
/// their own, else a cache would join a range of one to the other.
pub async fn by_coding(request: Request, next: Next) -> Response {
    let held = tags(request.headers(), &header::IF_NONE_MATCH).unwrap_or_default();
    let mut response = next.run(request).await;
    let Some(tag) = text(response.headers(), &header::ETAG) else { return response };
    let own = if response.status() == StatusCode::NOT_MODIFIED {
        // Nothing was coded: the one that the client has is still good.
        held.into_iter().map(|held| unweak(&held).to_owned()).find(|held| plain(held) == tag)
    } else {
        let coding = text(response.headers(), &header::CONTENT_ENCODING);
        let coding = coding.filter(|coding| CODINGS.contains(&coding.as_str()));
        coding.zip(tag.strip_suffix('"')).map(|(coding, tag)| format!("{tag}-{coding}\""))
    };
    if let Some(own) = own {
        response.headers_mut().insert(header::ETAG, header_value(&own));
    }
    response
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn unweak(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// A tag without the coding of the body.
fn plain(tag: &str) -> String {
    let inner = tag.strip_suffix('"').unwrap_or(tag);
    match inner.rsplit_once('-') {
        Some((plain, coding)) if CODINGS.contains(&coding) => format!("{plain}\""),
        _ => tag.to_owned(),
    }
}

/// `If-Match`, as sent.
pub struct IfMatch(Option<Vec<String>>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(tags(&parts.headers, &header::IF_MATCH)))
    }
}

impl IfMatch {
    /// Which version the caller means, when the resource stands at `current`.
    ///
    /// A weak or foreign tag matches nothing: version 0 never was, so the write is told stale.
    pub fn condition(&self, current: Option<u64>) -> Condition {
        match &self.0 {
            None => Condition::Missing,
            Some(tags) if tags.iter().any(|tag| tag == "*") => Condition::Any,
            Some(tags) => {
                let mut versions = tags.iter().filter_map(|tag| strong(tag));
                let named = versions.clone().find(|version| Some(*version) == current);
                Condition::Version(Seq(named.or_else(|| versions.next()).unwrap_or(0)))
            }
        }
    }
}

/// `If-None-Match`, as sent.
pub struct IfNoneMatch(Option<Vec<String>>);

impl<S: Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(tags(&parts.headers, &header::IF_NONE_MATCH)))
    }
}

impl IfNoneMatch {
    /// Whether the client already has this tag, in whatever coding (weak comparison, as RFC 9110
    /// wants it here).
    pub fn has(&self, etag: &str) -> bool {
        let same = |tag: &String| tag == "*" || plain(unweak(tag)) == etag;
        self.0.as_ref().is_some_and(|tags| tags.iter().any(same))
    }

    /// `If-None-Match: *` on a creation wants that nothing is there, which a creation ensures anyway.
    ///
    /// # Errors
    /// A version was named, which means nothing when something is created.
    pub fn on_create(&self) -> Result<(), ApiError> {
        match &self.0 {
            Some(tags) if tags.iter().any(|tag| tag != "*") => Err(ApiError::invalid(
                "If-None-Match",
                "not_on_create",
                "新建时 If-None-Match 只能为 *",
                "on a creation If-None-Match can only be *",
            )),
            _ => Ok(()),
        }
    }
}

fn tags(headers: &HeaderMap, name: &header::HeaderName) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    for value in headers.get_all(name) {
        let text = value.to_str().unwrap_or_default();
        tags.extend(text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()));
    }
    headers.contains_key(name).then_some(tags)
}

/// The version that a strong tag names.
fn strong(tag: &str) -> Option<u64> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    inner.split('-').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(value: &'static str) -> IfMatch {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_MATCH, HeaderValue::from_static(value));
        IfMatch(tags(&headers, &header::IF_MATCH))
    }

    #[test]
    fn a_condition_names_a_version_any_or_nothing() {
        assert_eq!(
            IfMatch(tags(&HeaderMap::new(), &header::IF_MATCH)).condition(Some(7)),
            Condition::Missing
        );
        for tag in ["\"7\"", "\"7-5f3a09c1b2d4\"", "\"7-5f3a09c1b2d4-gzip\""] {
            assert_eq!(given(tag).condition(Some(8)), Condition::Version(Seq(7)), "{tag}");
        }
        assert_eq!(given("*").condition(None), Condition::Any);
    }

    #[test]
    fn of_several_tags_the_current_one_is_meant() {
        assert_eq!(given("\"3\", \"8\"").condition(Some(8)), Condition::Version(Seq(8)));
        assert_eq!(given("\"3\", \"8\"").condition(Some(9)), Condition::Version(Seq(3)));
    }

    #[test]
    fn weak_and_foreign_tags_match_no_version() {
        for tag in ["W/\"7\"", "7", "\"abc\"", ""] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(tag));
            let condition = IfMatch(tags(&headers, &header::IF_MATCH)).condition(Some(7));
            assert_eq!(condition, Condition::Version(Seq(0)), "{tag}");
        }
    }

    #[test]
    fn what_a_client_has_is_compared_weakly() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"1-a\", W/\"5-b-br\""));
        let given = IfNoneMatch(tags(&headers, &header::IF_NONE_MATCH));
        assert!(given.has("\"5-b\"") && given.has("\"1-a\""));
        assert!(!given.has("\"5-c\"") && !given.has("\"1\""), "another look of a version is not held");
    }
}
