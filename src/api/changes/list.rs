//! A page of the log.

use super::entry::Told;
use super::wanted::Wanted;
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::change::{Change, State};
use crate::domain::id::Seq;
use crate::registry::world::World;
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Changes of an answer when nothing is said, and at most; more is capped, not refused.
const USUAL: u64 = 100;
const MOST: u64 = 1000;
/// Rows that are read at once, and that one answer looks through at most.
const STEP: u32 = 250;
const MOST_LOOKED: usize = 5_000;
/// An answer ends behind the change by which its documents came to this, bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// `GET /api/v1/changes?since=&limit=&collection=&bbox=&division=`: the log after a number, oldest first.
///
/// `last` is the number up to which the log was looked through: with filters it moves on also where nothing
/// was found, so that every page brings its client further.
///
/// # Errors
/// `since` lies beyond the log: the database was set back.
pub async fn list(
    app: &App,
    world: &World,
    address: &Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let since = params.whole("since").unwrap_or(0);
    let limit = params.whole("limit").unwrap_or(USUAL).min(MOST);
    if limit == 0 {
        params.wrong("limit", "malformed", "limit 至少为 1", "`limit` is at least 1");
    }
    let wanted = Wanted::take(&mut params, world, &app.registry.reference().catalogue)?;
    params.finish()?;
    if since > world.seq().0 {
        // Another instance may be ahead of this one, but none of the database.
        let head = app.registry.ping().await?;
        if since > head.0 {
            return Err(ApiError::BeyondLog { since, head: head.0 });
        }
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let looked = look(app, world, address, &wanted, Seq(since), limit).await?;
    let last = looked.last.0;
    let more = last < world.seq().0;
    let mut links = vec![link("self", &address.own())];
    if more {
        links.push(link("next", &address.since(last)));
    }
    Ok(Json(json!({
        "since": since,
        "last": last,
        "next": last,
        "more": more,
        "seq": world.seq().0,
        "links": links,
        "changes": looked.found,
    }))
    .into_response())
}

struct Looked {
    found: Vec<Value>,
    last: Seq,
}

async fn look(
    app: &App,
    world: &World,
    address: &Address,
    wanted: &Wanted,
    since: Seq,
    limit: usize,
) -> Result<Looked, ApiError> {
    let mut looked = Looked { found: Vec::new(), last: since };
    let (mut rows, mut bytes) = (0, 0);
    while looked.last < world.seq() && rows < MOST_LOOKED {
        let step = match u32::try_from(limit - looked.found.len()) {
            Ok(left) if wanted.is_all() => left.min(STEP),
            _ => STEP,
        };
        let changes = app.registry.changes(looked.last, step).await?;
        if changes.is_empty() {
            break;
        }
        rows += changes.len();
        for change in &changes {
            // The database may be ahead of the state this answer names.
            if change.seq > world.seq() {
                return Ok(looked);
            }
            looked.last = change.seq;
            let told = Told::new(change, world, app.registry.reference());
            if wanted.wants(&told) {
                bytes += weight(change);
                looked.found.push(told.with_documents(change, address));
                if looked.found.len() == limit || bytes > MOST_BYTES {
                    return Ok(looked);
                }
            }
        }
    }
    Ok(looked)
}

/// Bytes that both documents of a change take in an answer, estimated.
fn weight(change: &Change) -> usize {
    let state = |state: &State| {
        let vertices = state.geometry.as_ref().map_or(0, geo::CoordsIter::coords_count);
        state.doc.len() + 40 * vertices
    };
    change.before.as_ref().map_or(0, state) + change.after.as_ref().map_or(0, state)
}

fn link(rel: &str, href: &str) -> Value {
    json!({"rel": rel, "type": "application/json", "href": href})
}
