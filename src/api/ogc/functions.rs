//! Functions that filters know.

use super::form::{Accept, only};
use super::{document, page};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::filter::functions::FUNCTIONS;
use axum::response::Response;
use serde_json::{Value, json};

/// `GET /ogc/functions`.
pub async fn functions(accept: Accept, address: Address, params: Params) -> Result<Response, ApiError> {
    let form = only(params, &accept)?;
    let all: Vec<Value> = FUNCTIONS
        .iter()
        .map(|function| {
            let arguments: Vec<Value> = function
                .arguments
                .iter()
                .map(|argument| {
                    let kinds: Vec<&str> = argument.kinds.iter().map(|kind| kind.as_str()).collect();
                    json!({"title": argument.name, "type": kinds})
                })
                .collect();
            json!({
                "name": function.name,
                "description": format!("{} / {}", function.zh, function.en),
                "arguments": arguments,
                "repeats": function.repeats,
                "returns": [function.returns.as_str()],
            })
        })
        .collect();
    Ok(document(form, &json!({"functions": all}), |body| page::functions(body, &address)))
}
