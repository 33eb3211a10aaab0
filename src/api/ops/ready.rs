//! Whether this instance can be sent requests.

use crate::api::error::ApiError;
use crate::api::state::App;
use crate::registry::RegistryError;
use axum::extract::State;
use std::time::Duration;

/// Longest time the database may take to answer.
const ANSWER: Duration = Duration::from_secs(2);
/// Longest time memory may take to show what the database has.
const CATCH_UP: Duration = Duration::from_secs(2);

/// `GET /readyz`: the database answers, and memory is not behind it.
///
/// # Errors
/// One of the two does not hold: 503.
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    let head = tokio::time::timeout(ANSWER, app.registry.ping()).await.map_err(|_| {
        let why = format!("the database did not answer within {} s", ANSWER.as_secs());
        RegistryError::Unavailable(why)
    })??;
    app.registry.wait_for(head, CATCH_UP).await.map_err(|_| ApiError::NotVisible(head.0))?;
    Ok("ready\n")
}
