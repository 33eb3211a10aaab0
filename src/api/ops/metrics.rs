//! Figures for monitoring, in Prometheus' text format.

use crate::api::error::ApiError;
use crate::api::state::App;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `GET /metrics`: requests by route, and what memory holds.
///
/// # Errors
/// 404 where the service was started without metrics.
#[expect(clippy::cast_precision_loss, reason = "gauges are floating point; counts stay below 2^53")]
pub async fn metrics(State(app): State<App>) -> Result<Response, ApiError> {
    let handle = app.options.metrics.as_ref().ok_or(ApiError::NoSuchPath)?;
    let world = app.registry.world();
    let snapshot = &world.snapshot;
    metrics::gauge!("jiantu_seq").set(world.seq().0 as f64);
    metrics::gauge!("jiantu_features", "collection" => "sites").set(snapshot.sites.len() as f64);
    metrics::gauge!("jiantu_features", "collection" => "equipment").set(snapshot.equipment.len() as f64);
    metrics::gauge!("jiantu_features", "collection" => "divisions").set(snapshot.divisions.len() as f64);
    metrics::gauge!("jiantu_snapshot_bytes").set(snapshot.bytes() as f64);
    metrics::gauge!("jiantu_change_streams").set(app.streams.open() as f64);
    let content = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((content, handle.render()).into_response())
}
