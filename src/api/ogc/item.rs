//! One feature of a collection.

use super::form::{Accept, Form, HTML, take};
use super::items::{CONTENT_CRS, GEO_JSON};
use super::{page, served};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, etag, header_value};
use crate::api::features::{Any, Collection, Link, Shaping, missing, with};
use crate::api::modified::last_modified;
use crate::api::named::Named;
use crate::api::query::{CRS84, Params};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::registry::world::World;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

const FORMS: &[Form] = &[GEO_JSON, HTML];

/// `GET /ogc/collections/{collection}/items/{id}`: `crs`, `properties`, `skipGeometry`, `f`.
pub async fn item(
    State(app): State<App>,
    Named((collection, id)): Named<(String, String)>,
    Seen(world): Seen,
    cached: IfNoneMatch,
    accept: Accept,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    let form = take(&mut params, &accept, FORMS);
    with!(&any, of => answer(of, &app, &world, &id, params, (&address, form, &cached)))
}

fn answer<C: Collection>(
    of: &C,
    app: &App,
    world: &World,
    id: &str,
    mut params: Params,
    (address, form, cached): (&Address, &Form, &IfNoneMatch),
) -> Result<Response, ApiError> {
    let shaping = Shaping::take(&mut params, of, &app.registry.reference().catalogue, &served(app, world));
    params.finish()?;
    let entry = of.find(&world.snapshot, id).ok_or_else(|| missing(of.what(), id))?;
    let mut links: Vec<Link> = FORMS
        .iter()
        .map(|other| {
            let own = other.name == form.name;
            let (rel, href) =
                if own { ("self", address.own()) } else { ("alternate", address.form(other.name)) };
            Link::new(rel, other.plain_media(), href).titled(other.title.0, other.title.1)
        })
        .collect();
    links.sort_by_key(|link| link.rel != "self");
    let (zh, en) = of.title();
    let path = super::collections::path(of.id());
    links.push(Link::new("collection", "application/json", address.of(&path)).titled(&zh, &en));
    let mut more = b",\"links\":".to_vec();
    // Links can always be written.
    let _ = serde_json::to_writer(&mut more, &links);
    let mut body = Vec::with_capacity(entry.feature.len() + more.len());
    shaping.write(entry, &more, &mut body);
    if form.name == HTML.name {
        body = page::item(&body, of, id, address).into_bytes();
    }
    let tag = etag(entry.version, Some(&body));
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, form.media)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    if let Some(changed) = last_modified(app, world, of.version(entry)) {
        headers.insert(header::LAST_MODIFIED, changed);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    let crs = shaping.system.as_ref().map_or(CRS84, |system| &system.uri);
    if let Ok(crs) = HeaderValue::try_from(format!("<{crs}>")) {
        headers.insert(CONTENT_CRS, crs);
    }
    Ok(response)
}
