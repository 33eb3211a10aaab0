//! Layers and street networks: which there are.

use super::error::ApiError;
use super::query::{Params, as_of, known_at};
use super::seq;
use super::state::App;
use crate::registry::world::{Standing, World};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /api/v1/layers?as_of=&known_at=`: by name.
pub async fn list_layers(State(app): State<App>, params: Params) -> Result<Response, ApiError> {
    let world = asked(&app, params).await?;
    let mut all: Vec<_> = world.layers.iter().collect();
    all.sort_by(|one, other| one.thing.name.cmp(&other.thing.name));
    let all: Vec<Value> = all.into_iter().map(shown).collect();
    Ok(answer(&world, json!({ "layers": all })))
}

/// `GET /api/v1/networks?as_of=&known_at=`: by name; `used` is the one that analyses use.
pub async fn list_networks(State(app): State<App>, params: Params) -> Result<Response, ApiError> {
    let world = asked(&app, params).await?;
    let mut all: Vec<_> = world.networks.iter().collect();
    all.sort_by(|one, other| one.thing.name.cmp(&other.thing.name));
    let all: Vec<Value> = all.into_iter().map(shown).collect();
    let used = world.network().map(|network| network.thing.name.as_str());
    Ok(answer(&world, json!({ "networks": all, "used": used })))
}

/// The world that `as_of` and `known_at` ask for.
pub(super) async fn asked(app: &App, mut params: Params) -> Result<Arc<World>, ApiError> {
    let day = as_of(&mut params);
    let known = known_at(&mut params, &app.registry.reference().zone);
    params.finish()?;
    Ok(app.registry.world_at(day, known).await?)
}

/// Its document with what the log knows of it.
fn shown<T: Serialize>(standing: &Standing<T>) -> Value {
    let mut document = json!(standing.thing);
    document["version"] = json!(standing.version);
    document["effective_from"] = json!(standing.effective_from);
    document
}

fn answer(world: &World, body: Value) -> Response {
    let mut response = Json(body).into_response();
    seq::put(response.headers_mut(), world.seq());
    response
}
