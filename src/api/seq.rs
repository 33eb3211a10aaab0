//! Numbers of the log in requests and answers.
//!
//! `X-Jiantu-Seq` on every answer names the state it was made from. Sent with a request, the
//! answer waits until that number is visible, so that a client reads its own writes on any instance.

use super::error::ApiError;
use super::state::App;
use crate::domain::id::Seq;
use crate::registry::world::World;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub const SEQ: HeaderName = HeaderName::from_static("x-jiantu-seq");

/// The state in memory that the request is answered from, from its beginning to its end.
#[derive(Clone)]
pub struct Seen(pub Arc<World>);

impl FromRequestParts<App> for Seen {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let seen = parts.extensions.get::<Seen>().cloned();
        Ok(seen.unwrap_or_else(|| Seen(app.registry.world())))
    }
}

/// Outermost: names a number on whatever leaves the service, also where nothing was looked at.
pub async fn stamp(State(app): State<App>, request: Request, next: Next) -> Response {
    let seq = app.registry.world().seq();
    let mut response = next.run(request).await;
    if !response.headers().contains_key(&SEQ) {
        put(response.headers_mut(), seq);
    }
    response
}

/// Waits for the number that the request names, then pins the state it is answered from.
pub async fn pin(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(wanted) = request.headers().get(&SEQ) {
        let Some(wanted) = wanted.to_str().ok().and_then(|text| text.trim().parse().ok()) else {
            return ApiError::invalid(
                "X-Jiantu-Seq",
                "not_a_number",
                "X-Jiantu-Seq 应为非负整数",
                "X-Jiantu-Seq is a whole number that is not negative",
            )
            .into_response();
        };
        if app.registry.wait_for(Seq(wanted), app.options.seq_wait).await.is_err() {
            return ApiError::NotVisible(wanted).into_response();
        }
    }
    let world = app.registry.world();
    let seq = world.seq();
    request.extensions_mut().insert(Seen(world));
    let mut response = next.run(request).await;
    if !response.headers().contains_key(&SEQ) {
        put(response.headers_mut(), seq);
    }
    response
}

/// Sets the number of an answer that saw another state than the pinned one: a write, a past day.
pub fn put(headers: &mut HeaderMap, seq: Seq) {
    headers.insert(SEQ, HeaderValue::from(seq.0));
}
