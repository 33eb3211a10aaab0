//! A page of a collection as one GeoJSON document.

use super::assemble::{Frame, Link, collection};
use super::found::{Found, Listing, found};
use super::{Collection, GEOJSON};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::state::App;
use crate::registry::world::World;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// Answers a list.
///
/// # Errors
/// As [`found`].
pub async fn list<C: Collection>(
    of: &C,
    app: &App,
    world: &World,
    listing: &Listing<'_, C::Facts>,
    address: &Address,
) -> Result<Response, ApiError> {
    found(of, app, world, listing, |page| Ok(answer(&page, address, app.time_stamp()))).await
}

fn answer<F>(page: &Found<'_, F>, address: &Address, time_stamp: String) -> Response {
    let link = |rel, href| Link::new(rel, GEOJSON, href);
    let mut links = vec![link("self", address.own())];
    let next = page.next.as_ref().map(|cursor| address.page(&cursor.encode()));
    links.extend(next.clone().map(|href| link("next", href)));
    links.extend(page.prev.as_ref().map(|cursor| link("prev", address.page(&cursor.encode()))));
    let frame = Frame {
        r#type: "FeatureCollection",
        number_matched: page.matched,
        number_returned: page.entries.len(),
        time_stamp,
        links,
    };
    let body = collection(&frame, &page.entries, page.distances.as_deref());
    let mut response =
        ([(header::CONTENT_TYPE, GEOJSON), (header::CACHE_CONTROL, "no-cache")], body).into_response();
    if let Some(next) = next.and_then(|href| HeaderValue::try_from(format!("<{href}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(header::LINK, next);
    }
    response
}
