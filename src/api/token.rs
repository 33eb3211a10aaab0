//! Who may write: the bearer of a token that the registry knows.

use super::error::ApiError;
use super::state::App;
use crate::registry::write::Author;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

/// The author of a write. Taken before the body, so that a stranger's body is not read.
pub struct Writer {
    pub author: Author,
    /// What the token is for; not for the log.
    pub label: String,
}

impl FromRequestParts<App> for Writer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, secret) = given.and_then(|text| text.split_once(' ')).ok_or(ApiError::NoToken)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::NoToken);
        }
        let (author, label) = app.registry.bearer(secret.trim()).await?;
        Ok(Self { author, label })
    }
}
