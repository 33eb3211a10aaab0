//! The API definition (OpenAPI 3.0) of what stands under `/ogc`.

use super::form::take;
use super::form::{Accept, DOCUMENT};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub const MEDIA_TYPE: &str = "application/vnd.oai.openapi+json;version=3.0";

/// `GET /ogc/api`.
pub async fn definition(accept: Accept, address: Address, mut params: Params) -> Result<Response, ApiError> {
    take(&mut params, &accept, DOCUMENT);
    params.finish()?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], document(&address.of("")).to_string()).into_response())
}

fn document(server: &str) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "健图 jiantu: OGC API Features",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "公共体育场地登记的要素服务 / features of the registry of public fitness sites",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": "ogc", "description": "OGC API Features, part 1"}],
        "paths": {
            "/ogc": {"get": operation("getLandingPage", "首页 / landing page", &[], "application/json")},
            "/ogc/api": {"get": operation("getApi", "接口定义 / this document", &[], MEDIA_TYPE)},
            "/ogc/conformance": {"get": operation("getConformance", "符合的标准 / conformance", &[], "application/json")},
            "/ogc/collections": {"get": operation("getCollections", "数据集 / collections", &[], "application/json")},
            "/ogc/collections/{collectionId}":
                {"get": operation("describeCollection", "一个数据集 / one collection", &["collectionId"], "application/json")},
            "/ogc/collections/{collectionId}/items": {"get": operation("getFeatures", "要素 / features",
                &["collectionId", "bbox", "datetime", "limit", "cursor", "offset", "kind", "status", "access", "level", "tag", "division"],
                "application/geo+json")},
            "/ogc/collections/{collectionId}/items/{featureId}":
                {"get": operation("getFeature", "一个要素 / one feature", &["collectionId", "featureId"], "application/geo+json")},
        },
        "components": {
            "parameters": parameters(),
            "schemas": {
                "problem": {"type": "object", "required": ["type", "title", "status"], "properties": {
                    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
                    "detail": {"type": "string"}, "message_zh": {"type": "string"}, "message_en": {"type": "string"},
                    "errors": {"type": "array", "items": {"type": "object"}},
                }},
                "answer": {"type": "object"},
            },
        },
    })
}

fn operation(id: &str, summary: &str, names: &[&str], media: &str) -> Value {
    let parameters: Vec<Value> =
        names.iter().map(|name| json!({"$ref": format!("#/components/parameters/{name}")})).collect();
    let refusal = |text: &str| json!({"description": text, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}});
    let mut responses = json!({
        "200": {"description": summary, "content": {media: {"schema": {"$ref": "#/components/schemas/answer"}}}},
        "400": refusal("参数有误 / a parameter is wrong or unknown"),
        "500": refusal("内部错误 / internal error"),
    });
    if names.contains(&"collectionId") {
        responses["404"] = refusal("未找到 / not found");
    }
    json!({"operationId": id, "summary": summary, "tags": ["ogc"], "parameters": parameters, "responses": responses})
}

fn parameters() -> Value {
    let path =
        |name: &str, schema: Value| json!({"name": name, "in": "path", "required": true, "schema": schema});
    let query = |name: &str, text: &str, schema: Value| json!({"name": name, "in": "query", "required": false, "description": text, "schema": schema, "style": "form", "explode": false});
    let words = || json!({"type": "array", "items": {"type": "string"}, "minItems": 1});
    json!({
        "collectionId": path("collectionId", json!({"type": "string", "enum": ["sites", "trails", "squares", "parks", "equipment", "divisions", "clusters", "organisations", "institutions"]})),
        "featureId": path("featureId", json!({"type": "string", "format": "uuid"})),
        "bbox": query("bbox", "西,南,东,北，度 / west,south,east,north in degrees; west > east crosses the antimeridian",
            json!({"type": "array", "items": {"type": "number"}, "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]})),
        "datetime": query("datetime", "时刻或区间 / an instant, or an interval with `..` for an open end", json!({"type": "string"})),
        "limit": query("limit", "每页条数 / features of a page", json!({"type": "integer", "minimum": 1, "maximum": 10000, "default": 100})),
        "cursor": query("cursor", "next 链接中的位置 / opaque, from a `next` link", json!({"type": "string"})),
        "offset": query("offset", "跳过的条数 / features to skip", json!({"type": "integer", "minimum": 0, "default": 0})),
        "kind": query("kind", "类型 / kinds of sites, equipment, organisations or institutions; see /api/v1/kinds", words()),
        "status": query("status", "状态 / statuses, sites only", words()),
        "access": query("access", "开放类型 / access classes, sites only", words()),
        "level": query("level", "级别 / levels, sites and divisions only", words()),
        "tag": query("tag", "标签 / tags, organisations and institutions only", words()),
        "division": query("division", "行政区划 / ids, names or system:code of divisions", words()),
    })
}
