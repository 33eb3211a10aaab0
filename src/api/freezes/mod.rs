//! Frozen year-ends: one file a verb.

pub mod create;
pub mod get;
pub mod list;
pub mod reconcile;
pub mod sites;

use super::error::ApiError;
use super::features::missing;
use super::query::Params;
use crate::domain::change::EntityKind;
use crate::registry::error::Thing;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

/// `/api/v1/freezes/{year}`; what is no year names nothing.
#[derive(Clone, Copy)]
pub struct YearPath {
    pub year: i16,
}

impl<S: Send + Sync> FromRequestParts<S> for YearPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(year) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NoSuchPath)?;
        let no_such = |_| missing(Thing::Entity(EntityKind::YearEnd), &year);
        Ok(Self { year: year.parse().map_err(no_such)? })
    }
}

/// `version=`: an earlier one; left out, the one that stands.
fn version(params: &mut Params) -> Option<u32> {
    params.read("version", |text| {
        text.parse().ok().filter(|version| *version > 0).ok_or_else(|| {
            (
                format!("version 应为正整数，收到“{text}”"),
                format!("`version` is a positive whole number, not `{text}`"),
            )
        })
    })
}
