//! The page, embedded in the program: `web/dist` as it was when the program was built.

use super::error::ApiError;
use super::etag::IfNoneMatch;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/web/dist"]
struct Dist;

/// Shown where the front end was not built.
const NOT_BUILT: &str = r#"<!doctype html><html lang="zh"><meta charset="utf-8"><title>健图 jiantu</title>
<h1>健图 jiantu</h1><p>网页尚未构建：请运行 <code>make web</code> 后重新编译。服务本身可用：<a href="/ogc">/ogc</a>、<a href="/api/v1/coverage">/api/v1/coverage</a>。</p>
<p lang="en">The page was not built: run <code>make web</code> and build again. The service itself works: <a href="/ogc">/ogc</a>, <a href="/api/v1/coverage">/api/v1/coverage</a>.</p></html>
"#;

/// `GET /`.
pub async fn index(cached: IfNoneMatch) -> Response {
    document("index.html", &cached)
}

/// `GET /plan`.
pub async fn plan(cached: IfNoneMatch) -> Response {
    document("plan.html", &cached)
}

/// `GET /ogc/api.html`: the interface, for reading.
pub async fn api(cached: IfNoneMatch) -> Response {
    document("api.html", &cached)
}

fn document(name: &str, cached: &IfNoneMatch) -> Response {
    match Dist::get(name) {
        Some(file) => answer(&file, name, cached),
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    }
}

/// Whatever has no route: a file of the page, or nothing.
pub async fn file(method: Method, uri: Uri, cached: IfNoneMatch) -> Result<Response, ApiError> {
    let path = uri.path().trim_start_matches('/');
    let found = matches!(method, Method::GET | Method::HEAD).then(|| Dist::get(path)).flatten();
    found.map(|file| answer(&file, path, &cached)).ok_or(ApiError::NoSuchPath)
}

fn answer(file: &EmbeddedFile, path: &str, cached: &IfNoneMatch) -> Response {
    let etag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let mut response = if cached.has(&etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = axum::body::Bytes::copy_from_slice(&file.data);
        ([(header::CONTENT_TYPE, media_type(path))], body).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(header::ETAG, etag);
    }
    // Names under `assets/` carry a hash of what they hold, so they never change.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
