//! Sites that may have been recorded twice.

use crate::api::error::ApiError;
use crate::api::query::{Params, as_of};
use crate::api::seq;
use crate::api::state::App;
use crate::registry::RegistryError;
use crate::registry::suspicion::suspicions;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `GET /api/v1/suspicions?as_of=`: pairs with what speaks for each, for a person to decide.
pub async fn get_suspicions(State(app): State<App>, mut params: Params) -> Result<Response, ApiError> {
    let day = as_of(&mut params);
    params.finish()?;
    let world = app.registry.world_at(day, None).await?;
    let seq = world.seq();
    let registry = Arc::clone(&app.registry);
    // Comparing all sites takes long on a large registry; requests go on meanwhile.
    let found = tokio::task::spawn_blocking(move || suspicions(&world, registry.reference()))
        .await
        .map_err(|error| RegistryError::Internal(error.to_string()))?;
    let mut response = Json(found).into_response();
    seq::put(response.headers_mut(), seq);
    Ok(response)
}
