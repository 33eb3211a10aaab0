//! The figures of a division and its children.

use crate::api::error::ApiError;
use crate::api::query::{Params, as_of, known_at};
use crate::api::seq;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/coverage?as_of=&known_at=&division=`: the whole first, then its children, then what
/// lies in none of them.
pub async fn get_coverage(State(app): State<App>, mut params: Params) -> Result<Response, ApiError> {
    let day = as_of(&mut params);
    let known = known_at(&mut params, &app.registry.reference().zone);
    let division = params.text("division");
    params.finish()?;
    let (world, coverage) = app.registry.coverage(day, known, division.as_deref()).await?;
    let mut response = Json(coverage).into_response();
    seq::put(response.headers_mut(), world.seq());
    Ok(response)
}
