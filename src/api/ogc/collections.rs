//! The collections, and one of them.

use super::form::{Accept, Form, JSON, only};
use super::items::FORMS;
use super::landing::own_links;
use super::{document, page, served};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{Any, Collection, Link, with};
use crate::api::named::Named;
use crate::api::query::{CRS84, Params};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::registry::world::World;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use std::fmt::Write;

/// `GET /ogc/collections`.
pub async fn list(
    State(app): State<App>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    params: Params,
) -> Result<Response, ApiError> {
    let form = only(params, &accept)?;
    let served = served(&app, &world);
    let mut collections = Vec::new();
    for any in Any::all(&app, &world).await? {
        collections.push(with!(&any, of => describe(of, &world, &address, &JSON, &served)));
    }
    let mut links = own_links(&address, form, "/ogc/collections");
    links.push(Link::new("root", JSON.media, address.of("/ogc")).titled("首页", "landing page"));
    let body = json!({"links": links, "crs": served, "collections": collections});
    Ok(document(form, &body, |body| page::collections(body, &address)))
}

/// `GET /ogc/collections/{collection}`.
pub async fn get(
    State(app): State<App>,
    Named(id): Named<String>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    params: Params,
) -> Result<Response, ApiError> {
    let form = only(params, &accept)?;
    let any = Any::named(&app, &world, &id).await?;
    let served = served(&app, &world);
    let body = with!(&any, of => describe(of, &world, &address, form, &served));
    Ok(document(form, &body, |body| page::collection(body, &address)))
}

/// The address of a collection, its name escaped.
pub fn path(id: &str) -> String {
    let mut escaped = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Writing into memory does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    format!("/ogc/collections/{escaped}")
}

fn describe<C: Collection>(
    of: &C,
    world: &World,
    address: &Address,
    form: &Form,
    served: &[String],
) -> Value {
    let path = path(of.id());
    let ((zh, en), (about_zh, about_en)) = (of.title(), of.description());
    let mut links: Vec<Link> = super::form::DOCUMENT
        .iter()
        .map(|other| {
            let rel = if other.name == form.name { "self" } else { "alternate" };
            let href = if other.name == JSON.name {
                address.of(&path)
            } else {
                format!("{}?f={}", address.of(&path), other.name)
            };
            Link::new(rel, other.plain_media(), href).titled(other.title.0, other.title.1)
        })
        .collect();
    for one in FORMS {
        let href = format!("{}/items?f={}", address.of(&path), one.name);
        links.push(Link::new("items", one.plain_media(), href).titled(one.title.0, one.title.1));
    }
    let schema = "application/schema+json";
    let below = |rel, media, end: &str, zh: &str, en: &str| {
        Link::new(rel, media, format!("{}/{end}", address.of(&path))).titled(zh, en)
    };
    links.extend([
        below(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            schema,
            "queryables",
            "可筛选的属性",
            "queryables",
        ),
        below(
            "http://www.opengis.net/def/rel/ogc/1.0/sortables",
            schema,
            "sortables",
            "可排序的属性",
            "sortables",
        ),
        below("http://www.opengis.net/def/rel/ogc/1.0/schema", schema, "schema", "结构", "schema"),
        below("describedby", schema, "schema?f=feature", "要素的结构", "schema of a feature"),
        below(
            "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            JSON.media,
            "tiles",
            "矢量瓦片",
            "vector tiles",
        ),
        Link::new("root", JSON.media, address.of("/ogc")).titled("首页", "landing page"),
    ]);
    let mut answer = json!({
        "id": of.id(),
        "title": format!("{zh} / {en}"),
        "description": format!("{about_zh} / {about_en}"),
        "itemType": "feature",
        "crs": served,
        "storageCrs": CRS84,
        "links": links,
    });
    // West, south, east, north; a little too large rather than too small.
    let extent = of.layer(&world.snapshot).extent();
    if let Some(extent) = extent {
        answer["extent"] = json!({"spatial": {"bbox": [extent], "crs": CRS84}});
    }
    answer
}
