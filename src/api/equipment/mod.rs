//! Create, read, change, close and remove equipment: one file a verb.

pub mod change;
pub mod close;
pub mod create;
pub mod get;
pub mod history;
pub mod list;
pub mod remove;
pub mod replace;

use super::error::ApiError;
use super::features::missing;
use crate::domain::change::EntityKind;
use crate::domain::id::EquipmentId;
use crate::registry::error::Thing;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

/// `/api/v1/equipment/{id}`; what is no id names nothing.
#[derive(Clone, Copy)]
pub struct EquipmentPath {
    pub id: EquipmentId,
}

impl<S: Send + Sync> FromRequestParts<S> for EquipmentPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(id) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NoSuchPath)?;
        Ok(Self { id: id.parse().map_err(|_| missing(Thing::Entity(EntityKind::Equipment), &id))? })
    }
}
