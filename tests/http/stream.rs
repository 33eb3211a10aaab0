//! A stream of server-sent events, read one by one.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use std::collections::VecDeque;
use std::time::Duration;

/// Longer than any event takes on a busy machine; a story that waits in vain fails by it.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: Option<u64>,
    pub name: String,
    pub data: Value,
    pub retry: Option<u64>,
}

/// What a client reads; dropping it breaks the connection off.
pub struct Stream {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: Body,
    text: String,
    events: VecDeque<Event>,
}

impl Stream {
    pub fn new(status: StatusCode, headers: HeaderMap, body: Body) -> Self {
        Self { status, headers, body, text: String::new(), events: VecDeque::new() }
    }

    /// The next event; `None` when the service ended the stream.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("an event in time")?;
            let bytes = frame.expect("a frame").into_data().expect("no trailers");
            self.text.push_str(std::str::from_utf8(&bytes).expect("UTF-8"));
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                self.events.extend(read(event));
                self.text = rest.to_owned();
            }
        }
    }

    /// The next event, which must be of that name.
    pub async fn expect(&mut self, name: &str) -> Event {
        let event = self.next().await.expect("an event");
        assert_eq!(event.name, name, "{event:?}");
        event
    }

    /// The next change; what only shows that the stream is alive is passed over.
    pub async fn change(&mut self) -> Event {
        loop {
            let event = self.next().await.expect("an event");
            match event.name.as_str() {
                "change" => return event,
                "seen" => {}
                other => panic!("{other}: {event:?}"),
            }
        }
    }
}

/// One event by the rules of the HTML standard; comments are none.
fn read(text: &str) -> Option<Event> {
    let mut event = Event { id: None, name: "message".to_owned(), data: Value::Null, retry: None };
    let mut data = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with(':')) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => event.id = Some(value.parse().expect("a number")),
            "event" => value.clone_into(&mut event.name),
            "retry" => event.retry = Some(value.parse().expect("milliseconds")),
            "data" => data.push(value),
            other => panic!("an unknown field {other}"),
        }
    }
    event.data = serde_json::from_str(&data.join("\n")).ok()?;
    Some(event)
}
