//! The features of a collection.

use super::form::{Accept, Form, HTML, take};
use super::{bulk, page, served};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{
    Any, Collection, Conditions, Found, Frame, GEOJSON, Link, Listing, Order, Question, Shaping, conditions,
    found, with,
};
use crate::api::named::Named;
use crate::api::query::{CRS84, Page, Params, Place, System};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::formats::Format;
use crate::registry::world::World;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// GeoJSON, a page at a time.
pub const GEO_JSON: Form =
    Form { name: "json", aliases: &["geojson"], media: GEOJSON, title: ("GeoJSON", "GeoJSON") };

/// Forms of features; those behind the page are sent whole where no `limit` is given.
pub const FORMS: &[Form] = &[
    GEO_JSON,
    HTML,
    Form {
        name: "geojsonseq",
        aliases: &["geojsonl"],
        media: "application/geo+json-seq",
        title: ("GeoJSON 序列", "GeoJSON text sequence"),
    },
    Form {
        name: "jsonfg",
        aliases: &["fg"],
        media: "application/vnd.ogc.fg+json",
        title: ("JSON-FG", "JSON-FG"),
    },
    Form { name: "csv", aliases: &[], media: "text/csv; charset=utf-8", title: ("CSV 表", "CSV") },
    Form {
        name: "fgb",
        aliases: &["flatgeobuf"],
        media: "application/vnd.flatgeobuf",
        title: ("FlatGeobuf", "FlatGeobuf"),
    },
    Form {
        name: "gpkg",
        aliases: &["geopackage"],
        media: "application/geopackage+sqlite3",
        title: ("GeoPackage", "GeoPackage"),
    },
    Form {
        name: "xlsx",
        aliases: &[],
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        title: ("Excel 表", "XLSX"),
    },
];

pub const CONTENT_CRS: HeaderName = HeaderName::from_static("content-crs");

/// Clients learn a collection's members from a first short page: on a page with no more than these, every feature
/// has all of them.
const FEW: usize = 20;

/// What a request asks of a collection's features.
pub struct Asked<'a, F> {
    pub listing: Listing<'a, F>,
    pub shaping: Shaping,
}

/// `GET /ogc/collections/{collection}/items`: `bbox`, `bbox-crs`, `datetime`, `filter`, `filter-lang`,
/// `filter-crs`, any member by its name, `sortby`, `properties`, `skipGeometry`, `crs`, `limit`, `cursor`,
/// `offset`, `f`.
pub async fn items(
    State(app): State<App>,
    Named(id): Named<String>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &id).await?;
    let form = take(&mut params, &accept, FORMS);
    let mut response = match form.name.parse::<Format>() {
        Ok(format) if form.name != GEO_JSON.name => {
            with!(any, of => bulk::answer(of, &app, world, params, (form, format)))?
        }
        _ => with!(&any, of => answer(of, &app, &world, params, &address, form).await)?,
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// Takes the parameters of a list of features.
///
/// # Errors
/// A look-up failed for a reason that is not the user's; what is wrong is told by `finish`.
pub fn asked<'a, C: Collection>(
    of: &'a C,
    params: &mut Params,
    app: &'a App,
    world: &'a Arc<World>,
) -> Result<Asked<'a, C::Facts>, ApiError> {
    let reference = app.registry.reference();
    let served = served(app, world);
    let question = Question::new(world, conditions_hash(of.id(), params));
    let catalogue = &reference.catalogue;
    let system = System::take(params, "bbox-crs", &served);
    let place = params.read("bbox", |text| match &system {
        Some(system) => system.read_box(text),
        None => System::stored().read_box(text),
    });
    let page = Page::take(params);
    let order = Order::take(params, of, catalogue);
    let shaping = Shaping::take(params, of, catalogue, &served);
    let Conditions { mut tests, within } = conditions(of, params, world, reference, &served)?;
    let place = place.map_or(Place::Everywhere, Place::from);
    if let Place::Foreign(foreign) = &place {
        let foreign = foreign.clone();
        tests.push(move |entry| foreign.holds(&entry.geometry));
    }
    Ok(Asked { listing: Listing { place, tests, within, order, page, question: Some(question) }, shaping })
}

/// A word for what is asked of which features: the same whatever page of them is wanted, and however it is told.
fn conditions_hash(id: &str, params: &Params) -> [u8; 32] {
    const BESIDE: [&str; 8] =
        ["limit", "cursor", "offset", "f", "crs", "properties", "skipGeometry", "sortby"];
    let mut hash = Sha256::new();
    hash.update(id);
    for text in params.rest(&BESIDE).flat_map(|(name, value)| [name, value]) {
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

async fn answer<C: Collection>(
    of: &C,
    app: &App,
    world: &Arc<World>,
    mut params: Params,
    address: &Address,
    form: &'static Form,
) -> Result<Response, ApiError> {
    let mut asked = asked(of, &mut params, app, world)?;
    params.finish()?;
    if asked.listing.page.limit <= FEW {
        asked.shaping.whole = Some(of.fields(&app.registry.reference().catalogue));
    }
    let stamp = app.time_stamp();
    let crs = asked.shaping.system.as_ref().map_or(CRS84, |system| &system.uri).to_owned();
    found(of, app, world, &asked.listing, |found| {
        let frame = frame(of, &found, &asked.listing.page, address, form, stamp);
        let next = frame.links.iter().find(|link| link.rel == "next").map(|link| link.href.clone());
        let body = collection(&frame, &found, &asked.shaping);
        let body = if form.name == HTML.name {
            let fields = of.fields(&app.registry.reference().catalogue);
            page::items(&body, of, &fields, address).into_bytes()
        } else {
            body
        };
        let headers = [(header::CONTENT_TYPE, form.media), (header::CACHE_CONTROL, "no-cache")];
        let mut response = (headers, body).into_response();
        put(&mut response, CONTENT_CRS, &format!("<{crs}>"));
        if let Some(next) = next {
            put(&mut response, header::LINK, &format!("<{next}>; rel=\"next\""));
        }
        Ok(response)
    })
    .await
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

fn frame<C: Collection>(
    of: &C,
    found: &Found<'_, C::Facts>,
    page: &Page,
    address: &Address,
    form: &Form,
    time_stamp: String,
) -> Frame {
    let mut links: Vec<Link> = FORMS
        .iter()
        .map(|other| {
            let own = other.name == form.name;
            let (rel, href) =
                if own { ("self", address.own()) } else { ("alternate", address.form(other.name)) };
            Link::new(rel, other.plain_media(), href).titled(other.title.0, other.title.1)
        })
        .collect();
    // The page itself first, as readers expect.
    links.sort_by_key(|link| link.rel != "self");
    let media = form.plain_media();
    let turn = |rel, href, zh, en| Link::new(rel, media, href).titled(zh, en);
    if let Some(next) = &found.next {
        links.push(turn("next", address.page(&next.encode()), "下一页", "next page"));
    }
    if page.from.is_none() && page.offset > 0 {
        let before = page.offset.saturating_sub(page.limit);
        links.push(turn("prev", address.offset(before), "上一页", "previous page"));
    } else if let Some(prev) = &found.prev {
        links.push(turn("prev", address.page(&prev.encode()), "上一页", "previous page"));
    }
    let (zh, en) = of.title();
    let path = super::collections::path(of.id());
    links.push(Link::new("collection", "application/json", address.of(&path)).titled(&zh, &en));
    Frame {
        r#type: "FeatureCollection",
        number_matched: found.matched,
        number_returned: found.entries.len(),
        time_stamp,
        links,
    }
}

fn collection<F>(frame: &Frame, found: &Found<'_, F>, shaping: &Shaping) -> Vec<u8> {
    let size: usize = found.entries.iter().map(|entry| entry.feature.len() + 1).sum();
    let mut out = Vec::with_capacity(size + 2048);
    // Of its own types, a frame can always be written.
    if serde_json::to_writer(&mut out, frame).is_err() || out.pop() != Some(b'}') {
        out.clear();
    }
    out.extend_from_slice(b",\"features\":[");
    for (position, entry) in found.entries.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        shaping.write(entry, b"", &mut out);
    }
    out.extend_from_slice(b"]}");
    out
}
