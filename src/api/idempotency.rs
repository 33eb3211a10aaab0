//! A client's key that makes repeating a request harmless: the first answer is told again.

use super::error::ApiError;
use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::request::Parts;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// `Idempotency-Key`, when one was sent.
pub struct IdempotencyKey(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(&KEY) else { return Ok(Self(None)) };
        // The draft standard writes the key as a quoted string; most clients send it bare.
        let key = value.to_str().map(|text| text.trim().trim_matches('"')).unwrap_or_default();
        if key.is_empty() || key.len() > 255 {
            return Err(ApiError::invalid(
                "Idempotency-Key",
                "not_a_key",
                "Idempotency-Key 应为 1 至 255 个 ASCII 字符，例如 UUID",
                "Idempotency-Key is 1 to 255 ASCII characters, such as a UUID",
            ));
        }
        Ok(Self(Some(key.to_owned())))
    }
}
