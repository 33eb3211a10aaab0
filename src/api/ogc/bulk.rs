//! Features as other formats: written while they are sent, so that a whole collection takes no more memory
//! than a page.

use super::form::Form;
use super::items::asked;
use crate::api::error::ApiError;
use crate::api::features::fields::{Field, Sort};
use crate::api::features::{Collection, Found, found, select};
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::crs::Crs;
use crate::formats::{self, Column, ColumnKind, Format, Record, RecordWriter, Value, WriteOptions};
use crate::index::{Entry, feature};
use crate::registry::world::World;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::io::{self, Write};
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;

/// Bytes that are sent together.
const CHUNK: usize = 64 * 1024;
/// Chunks that may wait for a slow client.
const WAITING: usize = 4;
/// Downloads that go on at the same time.
static DOWNLOADS: Semaphore = Semaphore::const_new(32);

/// Sends a collection, or the page that `limit` asks for, in another format.
///
/// # Errors
/// What is asked is wrong: told before anything is sent. What fails later ends the answer in its middle, so
/// that the client sees that it is not whole.
pub fn answer<C: Collection + 'static>(
    of: C,
    app: &App,
    world: Arc<World>,
    params: Params,
    (form, format): (&'static Form, Format),
) -> Result<Response, ApiError> {
    let reference = app.registry.reference();
    // Once to refuse what is wrong, and for a page's links.
    let mut checked = params.clone();
    let first = asked(&of, &mut checked, app, &world)?;
    checked.finish()?;
    let paged = first.listing.page.limited || first.listing.page.from.is_some();
    let crs = first.shaping.system.as_ref().map_or(Crs::Wgs84, |system| system.crs().clone());
    let fields = of.fields(&reference.catalogue);
    let wanted = first.shaping.members.clone();
    let fields: Vec<Field> = fields
        .into_iter()
        .filter(|field| wanted.as_ref().is_none_or(|wanted| wanted.contains(&field.name)))
        .collect();
    let mut columns = vec![Column::new("id", ColumnKind::Text)];
    columns.extend(fields.iter().map(|field| Column::new(field.name.clone(), kind(field.sort))));
    let options = WriteOptions {
        format: Some(format),
        columns,
        layer: of.id().to_owned(),
        crs,
        record_separators: true,
        ..WriteOptions::default()
    };
    let name = format!("attachment; filename=\"{}.{}\"", ascii(of.id()), form.name);
    drop(first);
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    // A slow client holds a thread: so many at once, and no more.
    let turn = DOWNLOADS.try_acquire().map_err(|_| ApiError::Busy)?;
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let mut unfinished = Unfinished(Some(sender.clone()));
        let work = || -> Result<(), ApiError> {
            let sink = Sending { sender, chunk: Vec::with_capacity(CHUNK) };
            let mut params = params;
            let asked = asked(&of, &mut params, &app, &world)?;
            let mut writer = formats::writer(format, &options, Box::new(sink)).map_err(failed)?;
            let told = |entry: &Entry<C::Facts>, row| record(entry, row, &fields, &asked.shaping);
            if paged {
                // While it runs a future this thread may not wait for the client: the page is taken first.
                let page = found(&of, &app, &world, &asked.listing, |page: Found<'_, C::Facts>| {
                    let numbered = page.entries.iter().zip(1..);
                    numbered.map(|(entry, row)| told(entry, row)).collect::<Result<Vec<_>, _>>()
                });
                for record in tokio::runtime::Handle::current().block_on(page)? {
                    writer.write(&record).map_err(failed)?;
                }
            } else {
                let catalogue = &app.registry.reference().catalogue;
                for (entry, row) in select(&of, &world, &asked.listing, catalogue).zip(1..) {
                    writer.write(&told(entry, row)?).map_err(failed)?;
                }
            }
            finish(writer)
        };
        match work() {
            Ok(()) => unfinished.0 = None,
            Err(error) => tracing::warn!(%error, "a download ended early"),
        }
        drop(turn);
    });
    let body = Body::from_stream(ReceiverStream::new(receiver));
    let mut response =
        ([(header::CONTENT_TYPE, form.media), (header::CACHE_CONTROL, "no-cache")], body).into_response();
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn finish(writer: Box<dyn RecordWriter>) -> Result<(), ApiError> {
    writer.finish().map_err(failed)
}

fn failed(error: formats::FormatError) -> ApiError {
    ApiError::Registry(error.into())
}

const fn kind(sort: Sort) -> ColumnKind {
    match sort {
        Sort::Text => ColumnKind::Text,
        Sort::Integer => ColumnKind::Integer,
        Sort::Number => ColumnKind::Number,
        Sort::Bool => ColumnKind::Boolean,
        Sort::Date => ColumnKind::Date,
        Sort::Texts | Sort::List | Sort::Object | Sort::Nested => ColumnKind::Json,
    }
}

/// An entry as a record: x is longitude or easting in whatever system.
fn record<F>(
    entry: &Entry<F>,
    row: u64,
    fields: &[Field],
    shaping: &crate::api::features::Shaping,
) -> Result<Record, ApiError> {
    let id = feature::id(&entry.feature).unwrap_or_default().into_owned();
    let geometry = if shaping.skip_geometry { None } else { entry.geometry.to_geometry() };
    let geometry = match (geometry, &shaping.system) {
        (Some(stored), Some(system)) => {
            let told = system.transform().geometry_from_wgs84(&stored);
            Some(told.map_err(|error| {
                ApiError::invalid("crs", "out_of_reach", error.message_zh(), error.message_en())
            })?)
        }
        (stored, _) => stored,
    };
    let mut values = Vec::with_capacity(fields.len() + 1);
    values.push((Arc::from("id"), Value::Text(id.clone())));
    for (name, raw) in feature::members(&entry.feature) {
        let Some(field) = fields.iter().find(|field| field.name == *name) else { continue };
        values.push((Arc::from(&*name), value(raw, field.sort)));
    }
    Ok(Record { row, id: Some(id), geometry, fields: values })
}

fn value(raw: &[u8], sort: Sort) -> Value {
    let text = || feature::text(raw).map(std::borrow::Cow::into_owned);
    let found = match sort {
        Sort::Text => text().map(Value::Text),
        Sort::Integer => std::str::from_utf8(raw).ok().and_then(|text| text.parse().ok()).map(Value::Integer),
        Sort::Number => feature::number(raw).map(Value::Number),
        Sort::Bool => Some(raw).filter(|raw| *raw != b"null").map(|raw| Value::Bool(raw == b"true")),
        Sort::Date => text().and_then(|text| text.parse().ok()).map(Value::Date),
        Sort::Texts | Sort::List | Sort::Object | Sort::Nested => match serde_json::from_slice(raw) {
            Ok(serde_json::Value::Null) | Err(_) => None,
            Ok(nested) => Some(Value::Json(nested)),
        },
    };
    found.unwrap_or(Value::Null)
}

/// A name for a file, in letters that every header can hold.
fn ascii(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    name.chars().map(safe).collect()
}

/// Ends the answer with an error unless it was emptied: what is cut off, by a panic too, does not look whole.
struct Unfinished(Option<mpsc::Sender<io::Result<Bytes>>>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            // Nobody may be there any more.
            let _ = sender.blocking_send(Err(io::Error::other("the download failed")));
        }
    }
}

/// Where a writer's bytes go: to the client, a chunk at a time, no faster than it reads.
struct Sending {
    sender: mpsc::Sender<io::Result<Bytes>>,
    chunk: Vec<u8>,
}

impl Sending {
    fn send(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.sender.blocking_send(Ok(full.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}
