//! Closes a site: a change of status, with the day.

use super::SitePath;
use crate::api::body::Given;
use crate::api::ending::Ending;
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

const END: Ending = Ending {
    day: "closed_on",
    state: ("status", Status::Closed.as_str()),
    act: ("关闭", "closing"),
    until: ("或先改为 temporarily_closed", "or set temporarily_closed until then"),
};

/// `POST /api/v1/sites/{id}/close` with `closed_on`, and `reason` and `note` where there is more to say.
pub async fn close_site(
    State(app): State<App>,
    path: SitePath,
    writer: Writer,
    wanted: IfMatch,
    key: IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let patch = END.patch(given.members, world.at.as_of).map_err(|error| form.blame(error))?;
    let current = world.snapshot.sites.get(path.id.0).map(|entry| entry.version);
    let condition = wanted.condition(current);
    let written = app
        .registry
        .change_site(&writer.author, path.id, patch, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Sites::default(), &app.registry.world(), path.id.0, written.seq))
}
