//! Writes a GeoPackage with one layer and its spatial index. It grows in a temporary folder, fed by a
//! thread with a small runtime of its own (see docs/decisions/0004-geopackage-reader.md), and goes to its
//! place when it is complete.

use super::read::quoted;
use super::schema::{APPLICATION, DATA_COLUMNS, Names, Srs, TABLES, VERSION};
use crate::formats::column::{Column, ColumnKind, fitted};
use crate::formats::error::FormatError;
use crate::formats::options::{TableGeometry, WriteOptions};
use crate::formats::record::{Record, RecordWriter, Value};
use crate::formats::target::Sink;
use crate::formats::wkb;
use geo::{BoundingRect, CoordsIter};
use geo_types::Geometry;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// Rows that are handed over together, and at most as many groups wait.
const GROUP: usize = 256;
const WAITING: usize = 4;
/// Values that one statement may bind.
const BOUND: usize = 32_000;
/// Rows of one statement.
const TOGETHER: usize = 64;

/// A file under way.
pub(in crate::formats) struct Writer {
    sink: Box<dyn Sink>,
    folder: TempDir,
    columns: Vec<Column>,
    srs: i32,
    placed: bool,
    group: Vec<Row>,
    outgoing: Option<SyncSender<Vec<Row>>>,
    thread: Option<JoinHandle<Result<(), sqlx::Error>>>,
}

/// One row, ready to be bound.
struct Row {
    geometry: Option<Shape>,
    values: Vec<Value>,
}

struct Shape {
    blob: Vec<u8>,
    /// West, south, east, north.
    bounds: [f64; 4],
    kind: &'static str,
}

const FILE: &str = "layer.gpkg";

impl Writer {
    pub fn new(sink: Box<dyn Sink>, options: &WriteOptions) -> Result<Self, FormatError> {
        let failed = |error: io::Error, sink: &dyn Sink| FormatError::io(sink.name(), error);
        let folder = tempfile::tempdir().map_err(|error| failed(error, &*sink))?;
        let (outgoing, incoming) = sync_channel(WAITING);
        let placed = options.geometry != TableGeometry::None;
        let srs = Srs::of(&options.crs);
        let number = srs.id;
        let names = Names::new(&options.layer, &options.columns, placed);
        let layer = Layer { names, columns: options.columns.clone(), title: options.layer.clone(), srs };
        let path = folder.path().join(FILE);
        let thread = std::thread::Builder::new().name("write".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            runtime.block_on(layer.write(&path, &incoming))
        });
        let thread = thread.map_err(|error| failed(error, &*sink))?;
        Ok(Self {
            sink,
            folder,
            columns: options.columns.clone(),
            srs: number,
            placed,
            group: Vec::with_capacity(GROUP),
            outgoing: Some(outgoing),
            thread: Some(thread),
        })
    }

    /// Hands the rows over. A thread that takes no more has failed, and is asked why.
    fn send(&mut self) -> Result<(), FormatError> {
        let full = std::mem::replace(&mut self.group, Vec::with_capacity(GROUP));
        let taken = self.outgoing.as_ref().is_some_and(|outgoing| outgoing.send(full).is_ok());
        if taken { Ok(()) } else { self.join() }
    }

    /// Waits for the thread to end.
    fn join(&mut self) -> Result<(), FormatError> {
        self.outgoing = None;
        let ended = self.thread.take().map(JoinHandle::join);
        match ended {
            Some(Ok(Ok(()))) => Ok(()),
            Some(Ok(Err(error))) => Err(broken(&error.to_string())),
            Some(Err(_)) | None => Err(broken("it broke off")),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The folder goes only after who writes in it.
        if self.thread.is_some() {
            let _ = self.join();
        }
    }
}

impl RecordWriter for Writer {
    fn write(&mut self, record: &Record) -> Result<(), FormatError> {
        let values = fitted(record, &self.columns)?;
        let geometry = if self.placed { record.geometry.as_ref() } else { None };
        let geometry = geometry.and_then(|geometry| shape(geometry, self.srs));
        self.group.push(Row { geometry, values });
        if self.group.len() < GROUP { Ok(()) } else { self.send() }
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        self.send()?;
        self.join()?;
        let copied = std::fs::File::open(self.folder.path().join(FILE))
            .and_then(|mut file| io::copy(&mut file, &mut self.sink));
        copied.map_err(|error| FormatError::io(self.sink.name(), error))?;
        self.sink.complete()
    }
}

/// `None` for what is empty: it has no place.
fn shape(geometry: &Geometry<f64>, srs: i32) -> Option<Shape> {
    geometry.coords_iter().next()?;
    let rect = geometry.bounding_rect()?;
    let kind = match geometry {
        Geometry::Point(_) => "POINT",
        Geometry::Line(_) | Geometry::LineString(_) => "LINESTRING",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "POLYGON",
        Geometry::MultiPoint(_) => "MULTIPOINT",
        Geometry::MultiLineString(_) => "MULTILINESTRING",
        Geometry::MultiPolygon(_) => "MULTIPOLYGON",
        Geometry::GeometryCollection(_) => "GEOMETRYCOLLECTION",
    };
    let bounds = [rect.min().x, rect.min().y, rect.max().x, rect.max().y];
    Some(Shape { blob: wkb::encode_gpkg_in(geometry, srs), bounds, kind })
}

fn broken(reason: &str) -> FormatError {
    FormatError::write(
        "geopackage",
        format!("写出 GeoPackage 失败：{reason}"),
        format!("writing the GeoPackage failed: {reason}"),
    )
}

/// What the thread writes.
struct Layer {
    names: Names,
    columns: Vec<Column>,
    title: String,
    srs: Srs,
}

/// What is known when all rows are there.
#[derive(Default)]
struct Totals {
    extent: Option<[f64; 4]>,
    kind: Option<&'static str>,
}

impl Layer {
    async fn write(self, path: &Path, incoming: &Receiver<Vec<Row>>) -> Result<(), sqlx::Error> {
        // Nobody else sees the file, and half a file is thrown away: nothing needs to be safe against a
        // crash.
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .pragma("application_id", APPLICATION)
            .pragma("user_version", VERSION)
            .connect()
            .await?;
        sqlx::raw_sql(AssertSqlSafe("BEGIN")).execute(&mut connection).await?;
        self.begin(&mut connection).await?;
        let mut totals = Totals::default();
        let mut filled = Filled::new(&self.names);
        while let Ok(rows) = incoming.recv() {
            for rows in rows.chunks(filled.together) {
                filled.insert(&mut connection, rows, &mut totals).await?;
            }
        }
        self.end(&mut connection, &totals).await?;
        sqlx::raw_sql(AssertSqlSafe("COMMIT")).execute(&mut connection).await?;
        connection.close().await
    }

    async fn begin(&self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let run = |sql: String| AssertSqlSafe(sql);
        sqlx::raw_sql(TABLES).execute(&mut *connection).await?;
        let world = Srs::of(&crate::domain::crs::Crs::Wgs84);
        for srs in [&world, &self.srs] {
            sqlx::query("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES ($1, $2, $3, $2, $4, NULL)")
                .bind(&srs.name)
                .bind(srs.id)
                .bind(srs.organization)
                .bind(&srs.definition)
                .execute(&mut *connection)
                .await?;
        }
        sqlx::raw_sql(run(self.names.create(&self.columns))).execute(&mut *connection).await?;
        if let Some(index) = self.names.index() {
            let sql =
                format!("CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy)", quoted(&index));
            sqlx::raw_sql(run(sql)).execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// What the layer is, once that is known.
    async fn end(&self, connection: &mut SqliteConnection, totals: &Totals) -> Result<(), sqlx::Error> {
        let names = &self.names;
        let [west, south, east, north] = totals.extent.map_or([None; 4], |extent| extent.map(Some));
        sqlx::query(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&names.table)
        .bind(if names.geometry.is_some() { "features" } else { "attributes" })
        .bind(&self.title)
        .bind(west)
        .bind(south)
        .bind(east)
        .bind(north)
        .bind(names.geometry.as_ref().map(|_| self.srs.id))
        .execute(&mut *connection)
        .await?;
        if let Some(geometry) = &names.geometry {
            sqlx::query("INSERT INTO gpkg_geometry_columns VALUES ($1, $2, $3, $4, 0, 0)")
                .bind(&names.table)
                .bind(geometry)
                .bind(totals.kind.unwrap_or("GEOMETRY"))
                .bind(self.srs.id)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "INSERT INTO gpkg_extensions VALUES ($1, $2, 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            )
            .bind(&names.table)
            .bind(geometry)
            .execute(&mut *connection)
            .await?;
        }
        for trigger in names.triggers() {
            sqlx::raw_sql(AssertSqlSafe(trigger)).execute(&mut *connection).await?;
        }
        let nested =
            names.columns.iter().zip(&self.columns).filter(|(_, column)| column.kind == ColumnKind::Json);
        let nested: Vec<&String> = nested.map(|(name, _)| name).collect();
        if !nested.is_empty() {
            sqlx::raw_sql(DATA_COLUMNS).execute(&mut *connection).await?;
        }
        for column in nested {
            sqlx::query("INSERT INTO gpkg_data_columns (table_name, column_name, mime_type) VALUES ($1, $2, 'application/json')")
                .bind(&names.table)
                .bind(column)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

/// The layer's table and index as they fill.
struct Filled {
    table: String,
    index: Option<String>,
    /// Values of a row.
    width: usize,
    /// Rows of one statement.
    together: usize,
    key: i64,
    /// The statements for that many rows; others are rare.
    whole: (Arc<str>, Option<Arc<str>>),
}

impl Filled {
    fn new(names: &Names) -> Self {
        let width = 1 + names.columns.len() + usize::from(names.geometry.is_some());
        let together = (BOUND / width).clamp(1, TOGETHER);
        let (table, index) = (quoted(&names.table), names.index().map(|index| quoted(&index)));
        let whole =
            (insert(&table, width, together), index.as_deref().map(|index| insert(index, 5, together)));
        Self { table, index, width, together, key: 0, whole }
    }

    async fn insert(
        &mut self,
        connection: &mut SqliteConnection,
        rows: &[Row],
        totals: &mut Totals,
    ) -> Result<(), sqlx::Error> {
        let first = self.key;
        let sql = if rows.len() == self.together {
            self.whole.0.clone()
        } else {
            insert(&self.table, self.width, rows.len())
        };
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            self.key += 1;
            query = query.bind(self.key);
            if self.index.is_some() {
                query = query.bind(row.geometry.as_ref().map(|shape| shape.blob.as_slice()));
            }
            query = row.values.iter().fold(query, bind);
        }
        query.execute(&mut *connection).await?;
        let placed: Vec<(i64, &Shape)> =
            (first + 1..).zip(rows).filter_map(|(key, row)| Some((key, row.geometry.as_ref()?))).collect();
        for (_, shape) in &placed {
            totals.take(shape);
        }
        let (Some(index), false) = (&self.index, placed.is_empty()) else { return Ok(()) };
        let sql = match &self.whole.1 {
            Some(whole) if placed.len() == self.together => whole.clone(),
            _ => insert(index, 5, placed.len()),
        };
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (key, shape) in placed {
            let [west, south, east, north] = shape.bounds;
            query = query.bind(key).bind(west).bind(east).bind(south).bind(north);
        }
        query.execute(&mut *connection).await?;
        Ok(())
    }
}

impl Totals {
    fn take(&mut self, shape: &Shape) {
        let b = shape.bounds;
        let a = self.extent.unwrap_or(b);
        self.extent = Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        let mixed = self.kind.is_some_and(|kind| kind != shape.kind);
        self.kind = Some(if mixed { "GEOMETRY" } else { shape.kind });
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bind<'q>(query: Query<'q>, value: &'q Value) -> Query<'q> {
    match value {
        Value::Null => query.bind(None::<&str>),
        Value::Bool(flag) => query.bind(*flag),
        Value::Integer(whole) => query.bind(*whole),
        Value::Number(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.as_str()),
        other => query.bind(other.to_text()),
    }
}

fn insert(table: &str, width: usize, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; width].join(", "));
    format!("INSERT INTO {table} VALUES {}", vec![row.as_str(); rows].join(", ")).into()
}
