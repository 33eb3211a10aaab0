//! Closes a site: a change of status, with the day.

use super::SitePath;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Sites, changed};
use crate::api::idempotency::IdempotencyKey;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::domain::site::Status;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// `POST /api/v1/sites/{id}/close` with `closed_on`, and `reason` and `note` where there is more to say.
pub async fn close_site(
    State(app): State<App>,
    path: SitePath,
    Writer(author): Writer,
    wanted: IfMatch,
    IdempotencyKey(key): IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let patch = closing(given.members, world.at.as_of)?;
    let current = world.snapshot.sites.get(path.id.0).map(|entry| entry.version);
    let condition = wanted.condition(current);
    let written = app.registry.change_site(&author, path.id, patch, condition, key.as_deref()).await?;
    Ok(changed::<Sites>(&app.registry.world(), path.id.0, written.seq))
}

/// The patch that closes.
fn closing(mut members: Map<String, Value>, today: Date) -> Result<Map<String, Value>, ApiError> {
    if let Some(name) = members
        .keys()
        .find(|name| !matches!(name.as_str(), "closed_on" | "reason" | "note" | "effective_from"))
    {
        return Err(ApiError::invalid(
            &format!("/{name}"),
            "unknown_field",
            format!("关闭时只能给 closed_on、reason、note，没有“{name}”"),
            format!("closing takes closed_on, reason and note; there is no `{name}`"),
        ));
    }
    let day: Option<Date> =
        members.get("closed_on").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let Some(day) = day else {
        return Err(ApiError::invalid(
            "/closed_on",
            "missing",
            "请给出关闭日期 closed_on，如 2026-05-31",
            "give the day of closing, closed_on, such as 2026-05-31",
        ));
    };
    if day > today {
        return Err(ApiError::invalid(
            "/closed_on",
            "in_the_future",
            format!("{day} 还没有到：到那天再关闭，或先改为 temporarily_closed"),
            format!("{day} has not come yet; close it then, or set temporarily_closed until then"),
        ));
    }
    members.insert("status".to_owned(), Value::from(Status::Closed.as_str()));
    Ok(members)
}
