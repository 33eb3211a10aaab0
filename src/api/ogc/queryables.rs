//! By what the features of a collection can be filtered and ordered.

use super::collections::path;
use super::form::{Accept, take};
use super::schema::{FORMS, property};
use super::{document, page};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::fields::{Field, Sort};
use crate::api::features::{Any, Collection, with};
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

/// `GET /ogc/collections/{collection}/queryables`.
pub async fn queryables(
    State(app): State<App>,
    Named(id): Named<String>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let form = take(&mut params, &accept, FORMS);
    params.finish()?;
    let any = Any::named(&app, &world, &id).await?;
    let mut body = with!(&any, of => told(of, &app, &address, "queryables", |_| true));
    let format = with!(&any, of => of.geometry_format());
    body["properties"]["geometry"] =
        json!({"title": "位置 / place", "format": format, "x-ogc-role": "primary-geometry"});
    Ok(document(form, &body, |body| page::schema(body, any.id(), &address)))
}

/// `GET /ogc/collections/{collection}/sortables`.
pub async fn sortables(
    State(app): State<App>,
    Named(id): Named<String>,
    Seen(world): Seen,
    accept: Accept,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let form = take(&mut params, &accept, FORMS);
    params.finish()?;
    let any = Any::named(&app, &world, &id).await?;
    let sortable = |field: &Field| !field.sort.is_nested() && field.sort != Sort::Texts;
    let body = with!(&any, of => told(of, &app, &address, "sortables", sortable));
    Ok(document(form, &body, |body| page::schema(body, any.id(), &address)))
}

fn told<C: Collection>(
    of: &C,
    app: &App,
    address: &Address,
    end: &str,
    wanted: impl Fn(&Field) -> bool,
) -> Value {
    let (zh, en) = of.title();
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({"type": "string", "title": "标识 / id", "x-ogc-role": "id"}));
    for field in of.fields(&app.registry.reference().catalogue).iter().filter(|field| wanted(field)) {
        let mut told = property(field);
        if let Some(told) = told.as_object_mut() {
            told.remove("readOnly");
        }
        properties.insert(field.name.clone(), told);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address.of(&format!("{}/{end}", path(of.id()))),
        "title": format!("{zh} / {en}"),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
