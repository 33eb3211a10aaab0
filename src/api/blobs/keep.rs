//! Keeps a file.

use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `POST /api/v1/blobs` with the file itself as the body, of any type: 201 with the SHA-256 of what is kept (of photographs
/// without place, time and device), which a milestone
/// or a declaration then names as its `blob`. To send it again is harmless.
pub async fn keep_blob(
    State(app): State<App>,
    _: Writer,
    address: Address,
    params: Params,
    request: Request,
) -> Result<Response, ApiError> {
    params.finish()?;
    let bytes = Bytes::from_request(request, &app).await.map_err(|rejection| {
        if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
            return ApiError::TooLarge(app.options.body_limit);
        }
        ApiError::invalid(
            "",
            "cut_off",
            "文件没有收全，请重试",
            "the file did not arrive whole; send it again",
        )
    })?;
    let (hash, size) = app.registry.keep_evidence_file(&bytes).await?;
    let place = address.of(&format!("/api/v1/blobs/{hash}"));
    let told = Json(json!({ "sha256": hash, "bytes": size }));
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], told).into_response())
}
