//! A page of a collection.

use super::assemble::{Frame, Link, collection};
use super::{Collection, GEOJSON, Tests};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::{Cursor, Near, Page, Place};
use crate::api::state::App;
use crate::domain::geodesy::circle_bbox;
use crate::index::{self, Entry, Filter, Hangs, Slice};
use crate::registry::world::World;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// As many entries are tested and encoded in some milliseconds.
const FEW: usize = 20_000;

/// What a list asks for, all parameters taken.
pub struct Listing<'a, F> {
    pub place: Place,
    pub tests: Tests<'a, F>,
    pub page: Page,
}

/// A page, whatever it is ordered by.
struct Found<'a, F> {
    entries: Vec<&'a Entry<F>>,
    /// Metres, of a list by distance.
    distances: Option<Vec<f64>>,
    matched: usize,
    next: Option<Cursor>,
}

/// Answers a list; one that looks at many features waits for its turn.
///
/// # Errors
/// The cursor belongs to a list of another order, or others took too long.
pub async fn list<C: Collection>(
    app: &App,
    world: &World,
    listing: &Listing<'_, C::Facts>,
    address: &Address,
) -> Result<Response, ApiError> {
    let answer = || answer::<C>(world, listing, address, app.time_stamp());
    if looks_at_many(C::layer(&world.snapshot), listing) { app.heavy.run(answer).await? } else { answer() }
}

/// Whether more than [`FEW`] entries may have to be tested.
fn looks_at_many<F>(layer: &index::Layer<F>, listing: &Listing<'_, F>) -> bool {
    if layer.len() <= FEW {
        return false;
    }
    let filtered = !listing.tests.is_empty();
    let share = match &listing.place {
        Place::Everywhere => return filtered && listing.tests.on().is_none(),
        Place::Near(Near { nearest: Some(_), radius_m: None, .. }) => return filtered,
        Place::Near(near) => {
            let boxes = circle_bbox(near.point, near.radius_m.unwrap_or(0.0));
            boxes
                .into_iter()
                .map(|b| layer.share_of_extent([b.min_lon, b.min_lat, b.max_lon, b.max_lat]))
                .sum()
        }
        Place::Box(bbox) => {
            bbox.split().map(|b| layer.share_of_extent([b.min_lon, b.min_lat, b.max_lon, b.max_lat])).sum()
        }
        Place::Within(region) => {
            let (low, high) = (region.bounds().min(), region.bounds().max());
            layer.share_of_extent([low.x, low.y, high.x, high.y])
        }
    };
    let expected: f64 = share * layer.len() as f64;
    expected > FEW as f64
}

fn answer<C: Collection>(
    world: &World,
    listing: &Listing<'_, C::Facts>,
    address: &Address,
    time_stamp: String,
) -> Result<Response, ApiError> {
    let tests = |entry: &Entry<C::Facts>| listing.tests.hold(entry);
    let filter: Filter<'_, C::Facts> = if listing.tests.is_empty() { None } else { Some(&tests) };
    let layer = C::layer(&world.snapshot);
    let found = match &listing.place {
        Place::Near(near) => by_distance(layer, near, filter, listing.page)?,
        Place::Everywhere => {
            let place = listing.tests.on().map_or(index::Place::Anywhere, index::Place::On);
            by_id(layer, place, filter, listing.page)?
        }
        Place::Box(bbox) => by_id(layer, index::Place::Box(*bbox), filter, listing.page)?,
        Place::Within(region) => by_id(layer, index::Place::Intersects(region), filter, listing.page)?,
    };
    let link = |rel, href| Link { rel, r#type: GEOJSON, href, title: None };
    let mut links = vec![link("self", address.own())];
    let next = found.next.map(|cursor| address.next(&cursor.encode()));
    links.extend(next.clone().map(|href| link("next", href)));
    let frame = Frame {
        r#type: "FeatureCollection",
        number_matched: found.matched,
        number_returned: found.entries.len(),
        time_stamp,
        links,
    };
    let body = collection(&frame, &found.entries, found.distances.as_deref());
    let mut response =
        ([(header::CONTENT_TYPE, GEOJSON), (header::CACHE_CONTROL, "no-cache")], body).into_response();
    if let Some(next) = next.and_then(|href| HeaderValue::try_from(format!("<{href}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(header::LINK, next);
    }
    Ok(response)
}

fn by_id<'a, F: Hangs>(
    layer: &'a index::Layer<F>,
    place: index::Place<'_>,
    filter: Filter<'_, F>,
    page: Page,
) -> Result<Found<'a, F>, ApiError> {
    let after = match page.after {
        None => None,
        Some(Cursor::Id(id)) => Some(id),
        Some(Cursor::Distance(..)) => return Err(foreign_cursor()),
    };
    let found = layer.page(place, filter, Slice { after, offset: page.offset, limit: page.limit });
    Ok(Found {
        entries: found.entries,
        distances: None,
        matched: found.matched,
        next: found.next.map(Cursor::Id),
    })
}

fn by_distance<'a, F>(
    layer: &'a index::Layer<F>,
    near: &Near,
    filter: Filter<'_, F>,
    page: Page,
) -> Result<Found<'a, F>, ApiError> {
    let after = match page.after {
        None => None,
        Some(Cursor::Distance(metres, id)) => Some((metres, id)),
        Some(Cursor::Id(_)) => return Err(foreign_cursor()),
    };
    let mut found = match (near.nearest, near.radius_m) {
        (Some(k), radius_m) => {
            let mut found = layer.nearest(near.point, k, filter);
            found.retain(|near| radius_m.is_none_or(|radius| near.metres <= radius));
            found
        }
        (None, radius_m) => layer.within(near.point, radius_m.unwrap_or(0.0), filter),
    };
    let matched = found.len();
    if let Some((metres, id)) = after {
        found.retain(|near| near.metres.total_cmp(&metres).then_with(|| near.entry.id.cmp(&id)).is_gt());
    }
    found.drain(..page.offset.min(found.len()));
    let follows = found.len() > page.limit;
    found.truncate(page.limit);
    let next = found.last().filter(|_| follows).map(|near| Cursor::Distance(near.metres, near.entry.id));
    let distances = Some(found.iter().map(|near| near.metres).collect());
    Ok(Found { entries: found.into_iter().map(|near| near.entry).collect(), distances, matched, next })
}

fn foreign_cursor() -> ApiError {
    ApiError::invalid(
        "cursor",
        "foreign_cursor",
        "cursor 属于另一种排序的列表：请原样使用 next 链接",
        "the cursor is of a list in another order; follow the `next` link as it is",
    )
}
