//! The landing page.

use super::only_format;
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /ogc`.
pub async fn landing(State(app): State<App>, address: Address, params: Params) -> Result<Response, ApiError> {
    only_format(params)?;
    let district = &app.registry.reference().district;
    let link = |rel: &str, media: &str, path: &str, title: &str| json!({"rel": rel, "type": media, "href": address.of(path), "title": title});
    let answer = json!({
        "title": format!("健图 jiantu: {} {}", district.name_zh, district.name_en).trim_end(),
        "description": "公共体育场地与设施登记 / registry of public fitness sites",
        "attribution": district.map.attribution,
        "links": [
            link("self", "application/json", "/ogc", "此页 / this document"),
            link("service-desc", super::definition::MEDIA_TYPE, "/ogc/api", "接口定义 / API definition"),
            link("conformance", "application/json", "/ogc/conformance", "符合的标准 / conformance classes"),
            link("data", "application/json", "/ogc/collections", "数据集 / collections"),
        ],
    });
    Ok(Json(answer).into_response())
}
