//! The plan's tasks: is it kept.

pub mod get;
pub mod report;
pub mod task;

use crate::api::seq;
use crate::domain::id::Seq;
use crate::registry::scoreboard::PlanTold;
use axum::Json;
use axum::response::{IntoResponse, Response};

fn answered(told: &PlanTold) -> Response {
    let seen = Seq(told.seq);
    let mut response = Json(told).into_response();
    seq::put(response.headers_mut(), seen);
    response
}
