//! The landing page.

use super::form::{Accept, DOCUMENT, Form, JSON, only};
use super::{document, page};
use crate::api::address::Address;
use crate::api::definition::OPENAPI_3_0;
use crate::api::error::ApiError;
use crate::api::features::Link;
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

/// `GET /ogc`.
pub async fn landing(
    State(app): State<App>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    params: Params,
) -> Result<Response, ApiError> {
    let form = only(params, &accept)?;
    let district = &app.registry.reference().district;
    let mut links = own_links(&address, form, "/ogc");
    let link =
        |rel, path: &str, zh: &str, en: &str| Link::new(rel, JSON.media, address.of(path)).titled(zh, en);
    links.extend([
        Link::new("service-desc", OPENAPI_3_0, address.of("/ogc/api")).titled("接口定义", "API definition"),
        Link::new("service-doc", "text/html", address.of("/ogc/api.html")).titled("接口说明", "API, to read"),
        link("conformance", "/ogc/conformance", "符合的标准", "conformance classes"),
        link("data", "/ogc/collections", "数据集", "collections"),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/conformance",
            "/ogc/conformance",
            "符合的标准",
            "conformance classes",
        ),
        link("http://www.opengis.net/def/rel/ogc/1.0/data", "/ogc/collections", "数据集", "collections"),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/functions",
            "/ogc/functions",
            "筛选函数",
            "functions of filters",
        ),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            "/ogc/tiles",
            "矢量瓦片",
            "vector tiles",
        ),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
            "/ogc/tileMatrixSets",
            "瓦片方案",
            "tile matrix sets",
        ),
    ]);
    let mut body = json!({
        "title": format!("健图 jiantu: {} {}", district.name_zh, district.name_en).trim_end(),
        "description": "公共体育场地与设施登记 / registry of public fitness sites",
        "attribution": district.map.attribution,
        "links": links,
    });
    if let Some([west, south, east, north]) = world.snapshot.sites.extent() {
        body["extent"] =
            json!({"spatial": {"bbox": [[west, south, east, north]], "crs": crate::api::query::CRS84}});
    }
    Ok(document(form, &body, |body| page::landing(body, &address)))
}

/// `self` and `alternate` of a document that comes as JSON and as a page.
pub(super) fn own_links(address: &Address, form: &Form, path: &str) -> Vec<Link> {
    let each = DOCUMENT.iter().map(|other| {
        let (rel, href) = if other.name == form.name {
            ("self", address.own())
        } else {
            ("alternate", format!("{}?f={}", address.of(path), other.name))
        };
        Link::new(rel, other.plain_media(), href).titled(other.title.0, other.title.1)
    });
    each.collect()
}
