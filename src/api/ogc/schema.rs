//! The schema of a collection's features, as JSON Schema 2020-12 (OGC API Features, part 5).

use super::collections::path;
use super::form::{Accept, Form, HTML, take};
use super::{document, page};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::fields::{Field, Role, Sort};
use crate::api::features::{Any, Collection, with};
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// A schema.
pub const SCHEMA: Form = Form {
    name: "json",
    aliases: &["schema", "jsonschema"],
    media: "application/schema+json",
    title: ("结构", "JSON Schema"),
};
pub const FORMS: &[Form] = &[SCHEMA, HTML];
/// The schema of a GeoJSON feature, as GDAL expects to find it under `describedby`.
pub const OF_FEATURE: Form = Form { name: "feature", aliases: &[], ..SCHEMA };
/// The forms of [`schema`] alone.
pub const WHOLE: &[Form] = &[SCHEMA, OF_FEATURE, HTML];

/// `GET /ogc/collections/{collection}/schema`.
pub async fn schema(
    State(app): State<App>,
    Named(id): Named<String>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let form = take(&mut params, &accept, WHOLE);
    params.finish()?;
    let any = Any::named(&app, &world, &id).await?;
    if form.name == OF_FEATURE.name {
        let body = with!(&any, of => of_feature(of, &app, &address));
        let headers = [
            (header::CONTENT_TYPE, form.media),
            (header::CACHE_CONTROL, "no-cache"),
            (header::VARY, "accept"),
        ];
        return Ok((headers, body).into_response());
    }
    let body = with!(&any, of => whole(of, &app, &address));
    Ok(document(form, &body, |body| page::schema(body, of_id(&any), &address)))
}

fn of_id(any: &Any) -> &str {
    any.id()
}

fn whole<C: Collection>(of: &C, app: &App, address: &Address) -> Value {
    let fields = of.fields(&app.registry.reference().catalogue);
    let (zh, en) = of.title();
    let mut properties = Map::new();
    properties.insert(
        "id".to_owned(),
        json!({"type": "string", "title": "标识 / id", "x-ogc-role": "id", "readOnly": true}),
    );
    properties.insert(
        "geometry".to_owned(),
        json!({"title": "位置 / place", "format": of.geometry_format(), "x-ogc-role": "primary-geometry"}),
    );
    for (at, field) in fields.iter().enumerate() {
        let mut told = property(field);
        told["x-ogc-propertySeq"] = (at + 1).into();
        properties.insert(field.name.clone(), told);
    }
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address.of(&format!("{}/schema", path(of.id()))),
        "title": format!("{zh} / {en}"),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The schema of a feature as GeoJSON, its members in their order, which clients keep for their columns.
fn of_feature<C: Collection>(of: &C, app: &App, address: &Address) -> String {
    let fields = of.fields(&app.registry.reference().catalogue);
    let named = |field: &Field| format!("{}:{}", json!(field.name), property(field));
    let members = fields.iter().map(named).collect::<Vec<_>>().join(",");
    let (zh, en) = of.title();
    let id = json!(address.of(&format!("{}/schema?f={}", path(of.id()), OF_FEATURE.name)));
    let title = json!(format!("{zh} / {en}"));
    let geometry = json!({"type": ["object", "null"], "title": "GeoJSON geometry"});
    format!(
        "{{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":{id},\"title\":{title},\
         \"type\":\"object\",\"required\":[\"type\",\"geometry\",\"properties\"],\"properties\":{{\
         \"type\":{{\"type\":\"string\",\"enum\":[\"Feature\"]}},\"id\":{{\"type\":\"string\"}},\
         \"geometry\":{geometry},\"properties\":{{\"type\":\"object\",\"properties\":{{{members}}}}}}}}}"
    )
}

/// A member as JSON Schema.
pub fn property(field: &Field) -> Value {
    let mut told = match field.sort {
        Sort::Text => json!({"type": "string"}),
        Sort::Integer => json!({"type": "integer"}),
        Sort::Number => json!({"type": "number"}),
        Sort::Bool => json!({"type": "boolean"}),
        Sort::Date => json!({"type": "string", "format": "date"}),
        Sort::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Sort::List => json!({"type": "array", "items": {"type": "object"}}),
        Sort::Object => json!({"type": "object"}),
        Sort::Nested => json!({}),
    };
    let title = if field.zh == field.en { field.zh.clone() } else { format!("{} / {}", field.zh, field.en) };
    told["title"] = title.into();
    if !field.words.is_empty() {
        told["enum"] = field.words.clone().into();
    }
    let role = match field.role {
        Role::Plain => None,
        Role::Type => Some("type"),
        Role::Start => Some("primary-interval-start"),
        Role::End => Some("primary-interval-end"),
    };
    if let Some(role) = role {
        told["x-ogc-role"] = role.into();
    }
    if field.read_only {
        told["readOnly"] = true.into();
    }
    told
}
