//! Which version a write is meant for: `If-Match`, or `If-Unmodified-Since` for clients that know times only.

use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::domain::change::EntityRef;
use crate::domain::id::Seq;
use crate::registry::RegistryError;
use crate::registry::world::World;
use crate::registry::write::Condition;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use jiff::Timestamp;

/// `If-Unmodified-Since`, as sent.
pub struct Unmodified(Option<Timestamp>);

impl<S: Sync> FromRequestParts<S> for Unmodified {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(header::IF_UNMODIFIED_SINCE) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        let read = jiff::fmt::rfc2822::parse(text).map(|zoned| zoned.timestamp());
        read.map(|time| Self(Some(time))).map_err(|_| {
            ApiError::invalid(
                "If-Unmodified-Since",
                "not_a_time",
                format!("If-Unmodified-Since 应为 HTTP 日期，如 Mon, 15 Jun 2026 04:00:00 GMT，收到“{text}”"),
                format!(
                    "If-Unmodified-Since is an HTTP date such as Mon, 15 Jun 2026 04:00:00 GMT, not `{text}`"
                ),
            )
        })
    }
}

impl Unmodified {
    /// The condition of a write to an entity that stands at `current` in `world`. `If-Match` goes before a time.
    ///
    /// A header has whole seconds only: what was changed within the second that it names may have been changed
    /// after it was read, so it counts as changed.
    ///
    /// # Errors
    /// It was changed since.
    pub fn condition(
        &self,
        named: &IfMatch,
        world: &World,
        entity: EntityRef,
        current: Option<u64>,
    ) -> Result<Condition, ApiError> {
        let condition = named.condition(current);
        let (Condition::Missing, Some(since), Some(current)) = (condition, self.0, current) else {
            return Ok(condition);
        };
        let changed = world.record_times().second(Seq(current));
        if changed.is_none_or(|changed| changed >= since.as_second()) {
            return Err(RegistryError::Stale { entity, current }.into());
        }
        Ok(Condition::Version(Seq(current)))
    }
}
