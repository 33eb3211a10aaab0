//! Entity tags: a resource's version in quotes, always strong.

use super::error::ApiError;
use crate::domain::id::Seq;
use crate::registry::write::Condition;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use std::convert::Infallible;

/// `"12"`.
pub fn etag(version: u64) -> HeaderValue {
    // Digits and quotes are always a valid header.
    HeaderValue::try_from(format!("\"{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
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
    /// Whether the client already has this tag (weak comparison, as RFC 9110 wants it here).
    pub fn has(&self, etag: &str) -> bool {
        let same = |tag: &String| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag;
        self.0.as_ref().is_some_and(|tags| tags.iter().any(same))
    }

    /// As [`IfNoneMatch::has`], of a resource's version.
    pub fn has_version(&self, version: u64) -> bool {
        self.has(&format!("\"{version}\""))
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

fn strong(tag: &str) -> Option<u64> {
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
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
        assert_eq!(given("\"7\"").condition(Some(8)), Condition::Version(Seq(7)));
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
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"1\", W/\"5\""));
        let given = IfNoneMatch(tags(&headers, &header::IF_NONE_MATCH));
        assert!(given.has_version(5) && given.has_version(1) && !given.has_version(2));
    }
}
