//! The log as it goes on: server-sent events.
//!
//! A stream is a number up to which the log was told, and no more: what it tells next is read when its client
//! has taken what came before. So a slow client costs no memory, one that comes back with `Last-Event-ID`
//! goes on where it was, on any instance, and nothing is told twice or left out.

use super::entry::Told;
use super::streams::Room;
use super::wanted::Wanted;
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::id::Seq;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response, Sse};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

pub const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Longest silence: proxies give up a connection on which nothing comes for a minute or so.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When a client comes back that lost its connection.
const RETRY: Duration = Duration::from_secs(3);
/// A stream ends after so long and its client comes back: connections spread over instances that were added,
/// and none is held for a client that has long gone.
const LIFE: Duration = Duration::from_hours(1);

/// Tells the log from `Last-Event-ID`, else `since`, else now on.
///
/// # Errors
/// A parameter is wrong, or as many streams are open as may.
pub async fn follow(
    app: App,
    address: Address,
    headers: &HeaderMap,
    mut params: Params,
) -> Result<Response, ApiError> {
    let since = params.whole("since");
    let jump = params.whole("jump");
    let mut announced = app.registry.announced();
    announced.mark_unchanged();
    let line = app.registry.line();
    let world = app.registry.world();
    let wanted = Wanted::take(&mut params, &world, &app.registry.reference().catalogue)?;
    params.finish()?;
    let since = last_event_id(headers)?.or(since).map_or(world.seq(), Seq);
    // Another instance may be ahead of this one, but none of the database.
    let beyond = since > world.seq() && since > app.registry.ping().await?;
    let room = app.streams.enter().ok_or(ApiError::TooManyStreams)?;
    let cursor = if beyond { world.seq() } else { since };
    let now = json!({"seq": world.seq().0, "since": cursor.0, "database": world.snapshot.database});
    let mut waiting = VecDeque::from([event("now", cursor, &now).retry(RETRY)]);
    if beyond {
        waiting.push_back(reset(since, cursor));
    }
    let ending = app.streams.ending();
    let born = Instant::now();
    let stream = Following {
        app,
        address,
        wanted,
        jump,
        line,
        cursor,
        waiting: Waiting { first: waiting, told: VecDeque::new() },
        announced,
        ending,
        spoke: born,
        ends: born + LIFE,
        _room: room,
    };
    let events = futures::stream::unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(event), stream))
    });
    let mut response = Sse::new(events).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers before it passes on would hold events back.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// What the client heard last; an empty one says nothing.
fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, ApiError> {
    let Some(value) = headers.get(LAST_EVENT_ID).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let seq = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    seq.map(Some).ok_or_else(|| {
        ApiError::invalid(
            "Last-Event-ID",
            "not_a_number",
            "Last-Event-ID 应为变更序号（非负整数）",
            "Last-Event-ID is the number of a change, not negative",
        )
    })
}

struct Following {
    app: App,
    address: Address,
    wanted: Wanted,
    /// Where more changes than this lie ahead, they are left out and that is told.
    jump: Option<u64>,
    /// See [`Registry::line`](crate::registry::Registry::line).
    line: u64,
    /// Up to here the log was looked through.
    cursor: Seq,
    waiting: Waiting,
    announced: watch::Receiver<Seq>,
    ending: watch::Receiver<bool>,
    /// When something was told last.
    spoke: Instant,
    ends: Instant,
    _room: Room,
}

/// What was looked up and not told yet: at most one reading of the tail, shared with all others.
struct Waiting {
    first: VecDeque<Event>,
    told: VecDeque<Arc<Told>>,
}

impl Following {
    /// The next event, when there is one; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.ending.borrow() || Instant::now() >= self.ends {
                return None;
            }
            if let Some(event) = self.waiting.first.pop_front() {
                self.spoke = Instant::now();
                return Some(event);
            }
            if let Some(told) = self.waiting.told.pop_front() {
                self.spoke = Instant::now();
                let event = Event::default().id(told.seq.to_string()).event("change");
                return Some(event.data(told.json(&self.address)));
            }
            // Marked before looking: what comes in between wakes again.
            self.announced.mark_unchanged();
            self.look().await?;
            if self.waiting.is_empty() {
                self.wait().await;
            }
        }
    }

    /// Looks for what is to be told next. `None`: the database does not answer; the client comes back.
    async fn look(&mut self) -> Option<()> {
        let line = self.app.registry.line();
        let world = self.app.registry.world();
        if line != self.line {
            self.line = line;
            self.waiting.first.push_back(reset(self.cursor, world.seq()));
            self.cursor = world.seq();
            return Some(());
        }
        self.wanted.keep_up(&world);
        let ahead = world.seq().0.saturating_sub(self.cursor.0);
        if self.jump.is_some_and(|jump| ahead > jump) {
            let data = json!({"since": self.cursor.0, "seq": world.seq().0});
            self.waiting.first.push_back(event("jump", world.seq(), &data));
            self.cursor = world.seq();
            return Some(());
        }
        while self.cursor < world.seq() && self.waiting.is_empty() {
            let found = self.app.streams.tail.after(&self.app.registry, self.cursor).await;
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    tracing::warn!(%error, "a stream of changes ends: the log can not be read");
                    return None;
                }
            };
            let Some(last) = found.last() else { break };
            self.cursor = last.seq;
            let wanted = found.into_iter().filter(|told| self.wanted.wants(told));
            self.waiting.told.extend(wanted);
            if *self.ending.borrow() || Instant::now() >= self.spoke + HEARTBEAT {
                break;
            }
        }
        if self.waiting.is_empty() && Instant::now() >= self.spoke + HEARTBEAT {
            self.beat();
        }
        Some(())
    }

    /// Shows that the stream is alive, and names the number up to which nothing concerned the client: coming
    /// back, it need not be looked through again.
    fn beat(&mut self) {
        let beat = event("seen", self.cursor, &json!({"seq": self.cursor.0}));
        self.waiting.first.push_back(beat.comment("heartbeat"));
    }

    /// Until memory has something new, the service ends, or the silence has been long.
    async fn wait(&mut self) {
        tokio::select! {
            // Senders live as long as the registry and the service, which the stream holds.
            _ = self.announced.changed() => {}
            _ = self.ending.changed() => {}
            () = sleep_until((self.spoke + HEARTBEAT).min(self.ends)) => {}
        }
    }
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.first.is_empty() && self.told.is_empty()
    }
}

/// The log does not continue what the client knows: it was set back, or is another database's.
fn reset(since: Seq, seq: Seq) -> Event {
    event("reset", seq, &json!({"since": since.0, "seq": seq.0}))
}

fn event(name: &str, id: Seq, data: &Value) -> Event {
    Event::default().id(id.to_string()).event(name).data(data.to_string())
}
