//! `Last-Modified`, for clients that name the state they read by its time.

use super::state::App;
use crate::domain::id::Seq;
use crate::registry::world::World;
use axum::http::HeaderValue;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

/// The first whole second after a thing's newest change, so that the same time in `If-Unmodified-Since` means
/// the thing as it was read: what comes later is not before that second.
///
/// Until that second has come, the one of the change itself is told, which no later state may be told by; a write
/// that names it is refused, and its author reads once more. `None`: of what no log tells.
pub fn last_modified(app: &App, world: &World, version: Seq) -> Option<HeaderValue> {
    let changed = world.record_times().second(version)?;
    let now = app.registry.clock().now().as_second();
    let told = Timestamp::from_second(changed.saturating_add(1).min(now.max(changed))).ok()?;
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&told).ok()?;
    HeaderValue::try_from(text).ok()
}
