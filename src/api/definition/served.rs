//! The document as an answer: made once, kept, and told apart by its tag.

use super::{About, Dialect, written};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, content_tag, header_value};
use crate::api::features::fields::Field;
use crate::api::features::{Any, Collection, with};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::registry::world::World;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

pub const OPENAPI_3_0: &str = "application/vnd.oai.openapi+json;version=3.0";
pub const OPENAPI_3_1: &str = "application/vnd.oai.openapi+json;version=3.1";

/// What `f` understands.
pub const WORDS: [&str; 4] = ["json", "openapi30", "openapi31", "html"];

/// The page to read it.
const PAGE: &str = "/ogc/api.html";

/// Clients come by few addresses.
const KEPT: usize = 8;

/// A document as it is sent.
#[derive(Clone)]
struct Made {
    body: Bytes,
    tag: String,
}

/// Documents that were made of late.
#[derive(Default)]
pub struct Documents(Mutex<VecDeque<(About, Dialect, Made)>>);

impl Documents {
    fn of(&self, about: About, dialect: Dialect) -> Made {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., made)) = kept.iter().find(|(known, of, _)| *known == about && *of == dialect) {
            return made.clone();
        }
        // Of texts, lists and numbers: it can always be written.
        let body = serde_json::to_vec(&written(&about, dialect)).unwrap_or_default();
        let made = Made { tag: content_tag(&body), body: body.into() };
        kept.push_front((about, dialect, made.clone()));
        kept.truncate(KEPT);
        made
    }
}

/// `GET /ogc/api`, also `/api/v1/openapi.json`: OpenAPI 3.0, or 3.1 where `f` or `Accept` asks for it.
pub async fn definition(
    State(app): State<App>,
    Seen(world): Seen,
    address: Address,
    cached: IfNoneMatch,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, ApiError> {
    let words = WORDS.join(", ");
    let asked = params.read("f", |word| match word {
        "json" | "openapi30" => Ok(Some(Dialect::V3_0)),
        "openapi31" => Ok(Some(Dialect::V3_1)),
        "html" => Ok(None),
        _ => Err((
            format!("f 应为 {words} 之一，收到“{word}”"),
            format!("`f` is one of {words}, not `{word}`"),
        )),
    });
    params.finish()?;
    let Some(dialect) = asked.unwrap_or_else(|| accepted(&headers)) else {
        return Ok(Redirect::to(PAGE).into_response());
    };
    let made = app.documents.of(about(&app, &world, &address).await?, dialect);
    let media = match dialect {
        Dialect::V3_0 => OPENAPI_3_0,
        Dialect::V3_1 => OPENAPI_3_1,
    };
    let mut response = if cached.has(&made.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, media)], made.body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&made.tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

async fn about(app: &App, world: &World, address: &Address) -> Result<About, ApiError> {
    let district = &app.registry.reference().district;
    let collections = Any::all(app, world).await?;
    let mut members: Vec<Field> = Vec::new();
    for any in &collections {
        let own = with!(any, of => of.fields(&app.registry.reference().catalogue));
        members.extend(
            own.into_iter()
                .filter(|one| members.iter().all(|known| known.name != one.name))
                .collect::<Vec<_>>(),
        );
    }
    Ok(About {
        server: address.of(""),
        title: format!("健图 jiantu: {} {}", district.name_zh, district.name_en).trim_end().to_owned(),
        collections: collections.iter().map(|any| any.id().to_owned()).collect(),
        members,
    })
}

/// By `Accept`: 3.1 only where it is named, the page (`None`) for who wants to read; whoever takes anything is an
/// OGC client more often than not.
fn accepted(headers: &HeaderMap) -> Option<Dialect> {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let media: Vec<String> =
        values.flat_map(|value| value.split(',')).map(|one| one.replace([' ', '"'], "")).collect();
    if media.iter().any(|one| one.contains("openapi") && one.contains("version=3.1")) {
        return Some(Dialect::V3_1);
    }
    let is =
        |wanted: &str| media.iter().any(|one| one.split(';').next().is_some_and(|one| one.ends_with(wanted)));
    if is("/html") && !is("json") { None } else { Some(Dialect::V3_0) }
}
