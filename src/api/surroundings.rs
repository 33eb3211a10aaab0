//! Surroundings of every request: time limit, panics, counts, headers, cross-origin reads.

use super::changes::LAST_EVENT_ID;
use super::error::ApiError;
use super::seq::SEQ;
use super::state::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Instant;
use tower_http::cors::{Any as AnyOrigin, CorsLayer};

/// What the page may load: itself, and nothing from elsewhere.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; worker-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
);

/// Any page may read; only pages of this service may write.
pub fn cross_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([SEQ, LAST_EVENT_ID, header::IF_NONE_MATCH, header::ACCEPT, header::CONTENT_TYPE])
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::LOCATION,
            header::RETRY_AFTER,
            HeaderName::from_static("content-crs"),
            SEQ,
        ])
        .max_age(std::time::Duration::from_hours(24))
}

/// What `OPTIONS` is called on its way past the layer for pages of elsewhere, which would answer every one of
/// them as if it came from such a page.
const ASKED: &str = "X-OPTIONS";

/// Outside of that layer: sets what is no page's question apart, and answers it where no handler does.
pub async fn options(mut request: Request, next: Next) -> Response {
    let from_page = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if request.method() != Method::OPTIONS || from_page {
        return next.run(request).await;
    }
    if let Ok(asked) = Method::from_bytes(ASKED.as_bytes()) {
        *request.method_mut() = asked;
    }
    let mut response = next.run(request).await;
    if response.status() == axum::http::StatusCode::METHOD_NOT_ALLOWED {
        // The router puts in which methods there are, outside of every layer.
        response = axum::http::StatusCode::NO_CONTENT.into_response();
    }
    response
}

/// Inside of that layer: gives the question its own name again.
pub async fn options_again(mut request: Request, next: Next) -> Response {
    if request.method().as_str() == ASKED {
        *request.method_mut() = Method::OPTIONS;
    }
    next.run(request).await
}

/// Words the router's own answer to a method that a path does not have.
pub async fn not_allowed(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let worded = response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() != axum::http::StatusCode::METHOD_NOT_ALLOWED || worded {
        return response;
    }
    // Which methods there are the router puts in, outside of every layer.
    let mut told = ApiError::MethodNotAllowed.into_response();
    told.headers_mut().remove(header::ALLOW);
    told
}

/// Gives a request up that takes too long.
pub async fn time_limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let limit = app.options.time_limit;
    let writing = !request.method().is_safe();
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::TimedOut { seconds: limit.as_secs(), writing }.into_response(),
    }
}

/// A defect of the program answers 500 and is logged; the process goes on.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let why = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("(no message)");
    tracing::error!(%why, "a handler panicked");
    ApiError::Panicked.into_response()
}

/// Counts requests and their durations by route, never by address (which has ids in it).
pub async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let method = method_label(request.method()).to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let labels = [("route", route), ("method", method), ("status", status)];
    metrics::histogram!("jiantu_http_request_seconds", &labels).record(start.elapsed().as_secs_f64());
    metrics::counter!("jiantu_http_requests_total", &labels).increment(1);
    response
}

/// A client may send any word as a method; each would become a time series of its own.
fn method_label(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    known.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// Headers that no answer goes without.
pub async fn guard(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("geolocation=(self), camera=(self)"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::{Method, method_label, panicked};

    #[test]
    fn whatever_a_client_sends_the_metrics_know_few_methods() {
        assert_eq!(method_label(&Method::PATCH), "PATCH");
        for word in ["BREW", "get", "X-1"] {
            assert_eq!(method_label(&Method::from_bytes(word.as_bytes()).expect("a method")), "other");
        }
    }

    #[test]
    fn a_panic_is_told_as_a_problem_without_its_words() {
        let response = panicked(Box::new("index out of bounds".to_owned()));
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}
