//! Vector tiles: of collections, of analyses (by the question that the analysis itself is asked), and of imported
//! layers; and styles by which maps draw them.

/// Tiles of collections as TileJSON.
pub mod about;
/// One tile of collections.
pub mod collection;
pub mod describe;
/// Names of divisions.
mod labels;
/// Which tiles a collection reaches.
mod limits;
/// The two pyramids of tiles.
pub mod matrix_sets;
/// Collections that a tile shows, and by which conditions.
mod shown;
/// Styles for MapLibre.
pub mod styles;
pub mod tile;
/// Tilesets of collections.
pub mod tileset;

/// What a map is told about tiles before it asks for them.
mod tilejson;

use super::error::ApiError;
use super::etag::{IfNoneMatch, content_tag, header_value};
use super::query::Params;
use super::state::App;
use super::study::ask::{Pairs, of_query};
use crate::registry::tiles::{PackedLayer, StudyTiles, TileQuestion, TiledStudy};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;

/// The media type that OGC API Tiles names for them.
const MVT: &str = "application/vnd.mapbox-vector-tile";

/// The layers of a study's tiles. What is not computed yet is told as 503, not 202: who draws tiles
/// would take any success for a tile.
async fn layers_of(app: &App, study: TiledStudy, pairs: Pairs) -> Result<Vec<Arc<PackedLayer>>, ApiError> {
    let question = TileQuestion::read(study, of_query(pairs)?, app.registry.reference())?;
    match app.registry.study_tiles(&question, app.options.patience).await? {
        StudyTiles::Ready(layers) => Ok(layers),
        StudyTiles::Running(job) => Err(ApiError::Computing { job: super::study::address(&job) }),
    }
}

/// Takes `f`, which may have one of these values; which one it was.
fn take_only(params: &mut Params, forms: &[&str]) -> Option<String> {
    params.read("f", |form| {
        let all = forms.join(", ");
        let told = || (format!("f 只能是 {all}"), format!("`f` is {all}"));
        forms.contains(&form).then(|| form.to_owned()).ok_or_else(told)
    })
}

/// Of documents without parameters of their own.
fn only_json(mut params: Params) -> Result<(), ApiError> {
    take_only(&mut params, &["json", "application/json"]);
    params.finish()
}

fn json(document: &Value, cached: &IfNoneMatch) -> Response {
    answered("application/json", document.to_string().into_bytes(), cached)
}

/// What was made, or 304 where the client has it.
fn answered(media: &'static str, body: Vec<u8>, cached: &IfNoneMatch) -> Response {
    let tag = content_tag(&body);
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, media)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
