//! Streams the features of one layer, on a thread with a small runtime of its own: the SQLite
//! driver is asynchronous, and codecs are not (see docs/decisions/0004-geopackage-reader.md).

use super::layer::{self, Column, Kind, Layer};
use crate::formats::error::{FormatError, Notice, RecordError};
use crate::formats::options::ReadOptions;
use crate::formats::record::{DeclaredCrs, Parse, Progress, RawRecord, Record, RecordReader, Value};
use crate::formats::source::{Meter, open_file};
use crate::formats::wkb;
use crate::formats::worker::{Abandoned, Outbox, Worker};
use futures::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection, TypeInfo as _, ValueRef as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

/// Opens a GeoPackage: the layer named, or the first with features. Never writes to it.
pub(in crate::formats) fn open(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    let (_, size) = open_file(path)?;
    let meter = Meter::new(size);
    let (owned, layer, counter) = (path.to_owned(), options.layer.clone(), meter.clone());
    let (head, worker) = Worker::start(path, move |head, outbox| {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        match runtime {
            Ok(runtime) => {
                runtime.block_on(read_layer(&owned, layer.as_deref(), &counter, &head, outbox));
            }
            Err(error) => {
                let _ = head.send(Err(FormatError::io(&owned, error)));
            }
        }
    })?;
    Ok(Reader { head, worker, meter })
}

/// See [`open`].
pub(in crate::formats) struct Reader {
    head: Head,
    worker: Worker,
    meter: Meter,
}

struct Head {
    columns: Vec<String>,
    crs: Option<DeclaredCrs>,
    notices: Vec<Notice>,
}

impl RecordReader for Reader {
    fn columns(&self) -> Option<&[String]> {
        Some(&self.head.columns)
    }

    fn declared_crs(&self) -> Option<DeclaredCrs> {
        self.head.crs.clone()
    }

    fn notices(&self) -> &[Notice] {
        &self.head.notices
    }

    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>> {
        self.worker.next()
    }

    fn progress(&self) -> Progress {
        self.meter.progress()
    }
}

async fn read_layer(
    path: &Path,
    wanted: Option<&str>,
    meter: &Meter,
    head: &SyncSender<Result<Head, FormatError>>,
    outbox: Outbox,
) {
    let mut notices = Vec::new();
    let opened = async {
        let mut connection = connect(path).await?;
        let layer = layer::find(path, &mut connection, wanted, &mut notices).await?;
        Ok((connection, layer))
    };
    let (mut connection, layer) = match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            // Whoever asked is waiting for exactly this answer.
            let _ = head.send(Err(error));
            return;
        }
    };
    let columns = layer.columns.iter().map(|column| column.name.to_string()).collect();
    let crs = layer.crs.clone();
    if head.send(Ok(Head { columns, crs, notices })).is_err() {
        return;
    }
    // Ending early means that nobody wants the rest.
    let _: Result<(), Abandoned> = send_all(&mut connection, layer, meter, outbox).await;
}

/// Read-only and, unless another program has pending changes beside the file, immutable: then not
/// even a lock or a temporary file is made next to it.
async fn connect(path: &Path) -> Result<SqliteConnection, FormatError> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let pending = std::fs::metadata(PathBuf::from(log)).is_ok_and(|facts| facts.len() > 0);
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(!pending)
        .pragma("trusted_schema", "OFF")
        .connect()
        .await
        .map_err(|error| damaged(path, &error))
}

async fn send_all(
    connection: &mut SqliteConnection,
    layer: Layer,
    meter: &Meter,
    mut outbox: Outbox,
) -> Result<(), Abandoned> {
    let sql = select(&layer);
    let columns: Arc<[Column]> = layer.columns.into();
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(connection);
    let total = meter.progress().total;
    let mut number = 0;
    loop {
        match rows.try_next().await {
            Ok(Some(row)) => {
                number += 1;
                if number > total {
                    // A view may make rows without end.
                    return outbox.send(Err(endless(number).ending()));
                }
                let raw = RawRow::cut(&row, &columns);
                outbox.send(match raw {
                    Ok(raw) => Ok(RawRecord::new(number, raw)),
                    Err(error) => Err(unreadable(number, &error)),
                })?;
                let done = total * number.min(layer.rows);
                meter.advance_to(done.checked_div(layer.rows).unwrap_or(0));
            }
            Ok(None) => {
                meter.advance_to(total);
                return Ok(());
            }
            Err(error) => return outbox.send(Err(unreadable(number + 1, &error).ending())),
        }
    }
}

/// Key, geometry, then the columns; what a layer lacks is null.
fn select(layer: &Layer) -> String {
    let optional = |column: &Option<String>| match column {
        Some(name) => quoted(name),
        None => "NULL".to_owned(),
    };
    let mut sql = format!("SELECT {}, {}", optional(&layer.key), optional(&layer.geometry));
    for column in &layer.columns {
        sql.push_str(", ");
        sql.push_str(&quoted(&column.name));
    }
    sql.push_str(" FROM ");
    sql.push_str(&quoted(&layer.table));
    if let Some(key) = &layer.key {
        sql.push_str(" ORDER BY ");
        sql.push_str(&quoted(key));
    }
    sql
}

/// An identifier as SQL wants it; names come from the file and may hold anything.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub(super) fn damaged(path: &Path, error: &sqlx::Error) -> FormatError {
    FormatError::content(
        path,
        "damaged_geopackage",
        format!("GeoPackage 损坏或无法读取:{error}"),
        format!("the GeoPackage is damaged or cannot be read: {error}"),
    )
}

fn unreadable(row: u64, error: &sqlx::Error) -> RecordError {
    RecordError::new(
        row,
        "damaged_geopackage",
        format!("GeoPackage 读取失败:{error}"),
        format!("reading the GeoPackage failed: {error}"),
    )
}

fn endless(row: u64) -> RecordError {
    RecordError::new(
        row,
        "endless_layer",
        "图层的行数比文件的字节数还多：它是没有尽头的视图；请先转为表",
        "the layer has more rows than the file has bytes: it is a view without end; make a table of it",
    )
}

/// One row: values taken out, the geometry still a blob.
struct RawRow {
    id: Option<String>,
    geometry: Option<Vec<u8>>,
    values: Vec<Value>,
    columns: Arc<[Column]>,
}

impl RawRow {
    fn cut(row: &SqliteRow, columns: &Arc<[Column]>) -> Result<Self, sqlx::Error> {
        let id = match stored(row, 0)? {
            Value::Null => None,
            value => Some(value.to_text()),
        };
        let geometry: Option<Vec<u8>> = row.try_get_unchecked(1)?;
        let values = (2..columns.len() + 2).map(|index| stored(row, index)).collect::<Result<_, _>>()?;
        Ok(Self { id, geometry, values, columns: columns.clone() })
    }
}

/// A value by what is stored, whatever the column was declared as.
fn stored(row: &SqliteRow, index: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match raw.type_info().name() {
        "INTEGER" => Value::Integer(row.try_get_unchecked(index)?),
        "REAL" => Value::Number(row.try_get_unchecked(index)?),
        "TEXT" => Value::Text(row.try_get_unchecked(index)?),
        // A blob in a column of another type.
        _ => Value::Null,
    })
}

impl Parse for RawRow {
    fn parse(self: Box<Self>, row: u64) -> Result<Record, RecordError> {
        let geometry = match self.geometry.as_deref() {
            None => None,
            Some(blob) => Some(wkb::decode(blob).map_err(|error| {
                RecordError::new(
                    row,
                    "geometry_blob",
                    format!("几何数据无法解析:{error}"),
                    format!("the geometry cannot be read: {error}"),
                )
                .in_field("geometry")
            })?),
        };
        let fields = self
            .columns
            .iter()
            .zip(self.values)
            .map(|(column, value)| (column.name.clone(), declared(value, column.kind)))
            .collect();
        Ok(Record { row, id: self.id, geometry: geometry.filter(|shape| !is_empty(shape)), fields })
    }
}

fn is_empty(shape: &geo_types::Geometry<f64>) -> bool {
    use geo::CoordsIter;
    shape.coords_iter().next().is_none()
}

/// SQLite has neither booleans nor dates nor JSON; the declared type says what was meant.
fn declared(value: Value, kind: Kind) -> Value {
    match (kind, value) {
        (Kind::Boolean, Value::Integer(number)) => Value::Bool(number != 0),
        (Kind::Date, Value::Text(text)) => match text.parse() {
            Ok(date) => Value::Date(date),
            Err(_) => Value::Text(text),
        },
        (Kind::Json, Value::Text(text)) => match serde_json::from_str(&text) {
            Ok(json) => Value::Json(json),
            Err(_) => Value::Text(text),
        },
        (_, value) => value,
    }
}
