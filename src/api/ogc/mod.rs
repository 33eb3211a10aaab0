//! OGC API: features with their parts, and the documents around them.

/// Features as other formats, streamed.
mod bulk;
pub mod collections;
pub mod conformance;
/// In which form an answer is wanted.
pub mod form;
pub mod functions;
pub mod item;
pub mod items;
pub mod landing;
/// Documents as pages to read.
mod page;
pub mod queryables;
pub mod schema;
pub mod transact;

use super::query::System;
use super::state::App;
use crate::registry::world::World;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use form::{Form, HTML};
use serde_json::Value;

/// Reference systems that are served for this district.
pub fn served(app: &App, world: &World) -> Vec<String> {
    let own = app.registry.reference().district.bbox;
    let found = own.or_else(|| world.snapshot.divisions.extent()).or_else(|| world.snapshot.sites.extent());
    System::served(found.map(|[west, _, east, _]| f64::midpoint(west, east)))
}

/// A document in the form that was wanted; `page` makes it readable.
fn document(form: &Form, body: &Value, page: impl FnOnce(&Value) -> String) -> Response {
    let (media, body) =
        if form.name == HTML.name { (HTML.media, page(body)) } else { (form.media, body.to_string()) };
    let headers =
        [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-cache"), (header::VARY, "accept")];
    (headers, body).into_response()
}
