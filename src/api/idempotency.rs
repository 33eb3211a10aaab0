//! A client's key that makes repeating a request harmless: the first answer is told again.

use super::body::Given;
use super::error::ApiError;
use super::token::Writer;
use crate::registry::write::Repeat;
use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// `Idempotency-Key`, when one was sent, and the request it is for.
pub struct IdempotencyKey {
    key: Option<String>,
    /// Method and path.
    request: String,
}

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let request = format!("{} {}", parts.method, parts.uri.path());
        let Some(value) = parts.headers.get(&KEY) else { return Ok(Self { key: None, request }) };
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
        Ok(Self { key: Some(key.to_owned()), request })
    }
}

impl IdempotencyKey {
    /// The key as the log keeps it. It is the bearer's own: two clients that count their requests from
    /// 1 do not meet. By the label and not by the secret, so that a request can be repeated with the
    /// new token after the service was started anew.
    pub fn repeat(&self, writer: &Writer, given: &Given) -> Option<Repeat> {
        let key = self.key.as_ref()?;
        let request = hash(&[self.request.as_bytes(), &given.told()]);
        Some(Repeat { key: hex::encode(hash(&[writer.label.as_bytes(), key.as_bytes()])), request })
    }
}

/// Of several texts, each with its length before it, so that none runs into the next.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
