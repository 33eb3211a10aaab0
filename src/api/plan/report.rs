//! The plan's report as a file.

use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, content_tag, header_value};
use crate::api::query::{Params, as_of, known_at};
use crate::api::seq;
use crate::api::state::App;
use crate::formats::report::Language;
use crate::registry::report::{Form, Made, Request};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;

/// `GET /api/v1/plan/report?format=&as_of=&known_at=&language=&division=`: a workbook where no format is named.
pub async fn get_report(
    State(app): State<App>,
    cached: IfNoneMatch,
    mut params: Params,
) -> Result<Response, ApiError> {
    let forms = Form::ALL.map(Form::as_str).join("、");
    let form = params.read("format", |text| {
        let wrong = || {
            (
                format!("format 应为 {forms} 之一，收到“{text}”"),
                format!("`format` is one of {forms}, not `{text}`"),
            )
        };
        Form::parse(text).ok_or_else(wrong)
    });
    let language = params.read("language", |text| {
        let wrong = || {
            (
                format!("language 应为 zh、en、both 之一，收到“{text}”"),
                format!("`language` is one of zh, en, both, not `{text}`"),
            )
        };
        Language::parse(text).ok_or_else(wrong)
    });
    let request = Request {
        form: form.unwrap_or(Form::Xlsx),
        as_of: as_of(&mut params),
        known_at: known_at(&mut params, &app.registry.reference().zone),
        language: language.unwrap_or_default(),
        division: params.text("division"),
    };
    params.finish()?;
    let turn = app.heavy.turn().await?;
    let made = app.registry.plan_report(&request).await?;
    drop(turn);
    Ok(answered(made, &cached))
}

fn answered(made: Made, cached: &IfNoneMatch) -> Response {
    let tag = content_tag(&made.bytes);
    let (seen, name, media) = (made.seq, disposition(&made), made.form.media_type());
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = made.bytes.into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    seq::put(headers, seen);
    response
}

/// A page is shown, the others are kept; both under a Chinese name, with a plain one for old clients (RFC 6266).
fn disposition(made: &Made) -> HeaderValue {
    let kind = if made.form == Form::Html { "inline" } else { "attachment" };
    let mut encoded = String::new();
    for byte in made.file_name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text never fails.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    let value = format!("{kind}; filename=\"{}\"; filename*=UTF-8''{encoded}", made.plain_name);
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}
