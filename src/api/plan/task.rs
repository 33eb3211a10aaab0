//! One task, with what its values are made of.

use super::answered;
use crate::api::error::ApiError;
use crate::api::named::Named;
use crate::api::query::{Params, as_of, known_at};
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/plan/tasks/{number}?as_of=&known_at=`: as the plan, with this task only; each of its
/// obligations tells the records that its value is made of.
pub async fn get_task(
    State(app): State<App>,
    Named(number): Named<u16>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let day = as_of(&mut params);
    let known = known_at(&mut params, &app.registry.reference().zone);
    params.finish()?;
    Ok(answered(&*app.registry.plan_task(number, day, known).await?))
}
