//! A file as rows of given values: read, parsed on all cores, mapped, converted to WGS 84.

use super::mapping::{Mapper, Mapping};
use super::segments::{self, Segments};
use super::{Progress, Request};
use crate::domain::crs::{Crs, CrsError, Transform};
use crate::formats::{self, DeclaredCrs, Format, ReadOptions, Record, RecordError, RecordReader};
use crate::registry::draft::{Fields, rounded};
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::site::{Position, accuracy_m, checked, raw_position};
use geo_types::{Geometry, Point};
use rayon::prelude::*;
use std::collections::BTreeSet;
use tokio::sync::mpsc;

/// Rows that are parsed at once, and at most twice as many wait.
const BATCH: usize = 4_096;

/// One row, ready to become a document.
pub struct Row {
    pub row: u64,
    /// The file's own key of the feature.
    pub id: Option<String>,
    pub fields: Fields,
    pub position: Position,
}

/// What comes out of the file.
pub enum Item {
    Rows(Vec<Result<Row, RecordError>>),
    /// The file as a whole should be looked at: code, Chinese, English.
    Notice(String, String, String),
}

/// A file that is being read on a thread of its own.
pub struct Source {
    pub items: mpsc::Receiver<Item>,
    pub crs: Crs,
    /// Headings of a table; empty where every record names its own.
    pub columns: Vec<String>,
    /// Fields that these headings mean.
    pub fields: BTreeSet<String>,
}

impl Source {
    /// Opens the file and starts to read.
    ///
    /// # Errors
    /// The file can not be opened, its reference system is not known, or the mapping does not fit.
    pub fn open(
        request: &Request<'_>,
        what: &'static str,
        reference: &Reference,
    ) -> Result<Self, RegistryError> {
        Self::reading(request, what, reference, false)
    }

    /// As [`Self::open`], but of every row all columns are kept under their own names; only those that
    /// tell the place can be mapped.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_as_it_is(request: &Request<'_>, reference: &Reference) -> Result<Self, RegistryError> {
        Self::reading(request, "layer", reference, true)
    }

    fn reading(
        request: &Request<'_>,
        what: &'static str,
        reference: &Reference,
        as_it_is: bool,
    ) -> Result<Self, RegistryError> {
        let (read, mut mapping) = geometry_columns(request)?;
        if as_it_is {
            mapping.set.clear();
            if let Some(field) = mapping.map.keys().chain(mapping.values.keys()).next() {
                return Err(RegistryError::refused(
                    format!("图层的列原样保留，不能对应“{field}”；只有表格的 lon、lat、wkt 可用 --map 指定"),
                    format!(
                        "a layer keeps its columns as they are, `{field}` can not be mapped; only lon, lat and wkt of a table can"
                    ),
                ));
            }
        }
        let reader = formats::open(request.file, &read)?;
        let crs = crs_of(request, reader.declared_crs())?;
        let transform = Transform::new(&crs)
            .map_err(|error| RegistryError::refused(error.message_zh(), error.message_en()))?;
        let mapper = Mapper::new(what, &reference.columns, &mapping, reader.columns())?;
        let columns = reader.columns().unwrap_or_default().to_vec();
        let fields = columns.iter().flat_map(|column| mapper.fields_of(column)).map(str::to_owned).collect();
        let (sender, items) = mpsc::channel(2);
        let shift_known = transform.datum_shift_known();
        let reading = Reading { mapper, transform, crs: crs.clone(), as_it_is };
        let work = Work { reader, reading, shift_known, progress: request.progress.clone() };
        std::thread::Builder::new()
            .name("import".to_owned())
            .spawn(move || work.run(&sender))
            .map_err(|error| RegistryError::Internal(error.to_string()))?;
        Ok(Self { items, crs, columns, fields })
    }
}

/// Of a table, the columns that `--map` names for the place go to its reader, which makes geometry
/// of them and does not show them as columns any more.
fn geometry_columns(request: &Request<'_>) -> Result<(ReadOptions, Mapping), RegistryError> {
    let (mut read, mut mapping) = (request.read.clone(), request.mapping.clone());
    let format = match read.format {
        Some(format) => format,
        None => formats::detect(request.file)?,
    };
    if matches!(format, Format::Csv | Format::Xlsx) {
        let places = [
            ("lon", &mut read.geometry.lon),
            ("lat", &mut read.geometry.lat),
            ("wkt", &mut read.geometry.wkt),
        ];
        for (field, column) in places {
            if let Some(named) = mapping.map.remove(field) {
                *column = Some(named);
            }
        }
    }
    Ok((read, mapping))
}

/// The datum is what its bringer declares; else what the file declares; else WGS 84.
pub fn crs_of(request: &Request<'_>, declared: Option<DeclaredCrs>) -> Result<Crs, RegistryError> {
    if let Some(crs) = &request.crs {
        return Ok(crs.clone());
    }
    let refuse = |error: CrsError| {
        RegistryError::refused(
            format!("文件的坐标系无法识别：{}；请用 --crs 声明", error.message_zh()),
            format!(
                "the file's reference system is not known: {}; declare it with --crs",
                error.message_en()
            ),
        )
    };
    declared_crs(declared).map_err(refuse)
}

/// What the file declares; else WGS 84.
pub fn declared_crs(declared: Option<DeclaredCrs>) -> Result<Crs, CrsError> {
    match declared {
        None => Ok(Crs::Wgs84),
        Some(DeclaredCrs::Code { authority, code }) => format!("{authority}:{code}").parse(),
        Some(DeclaredCrs::Name(name)) => name.parse(),
        Some(DeclaredCrs::Wkt(wkt)) => wkt.parse(),
    }
}

struct Work {
    reader: Box<dyn RecordReader>,
    reading: Reading,
    /// Whether the way from the file's datum to WGS 84 is known.
    shift_known: bool,
    progress: Option<Progress>,
}

/// What makes a row of a record; shared by all cores.
struct Reading {
    mapper: Mapper,
    transform: Transform,
    crs: Crs,
    /// All columns under their own names.
    as_it_is: bool,
}

impl Work {
    fn run(mut self, sender: &mpsc::Sender<Item>) {
        let reading = &self.reading;
        let mut unknown: BTreeSet<String> = BTreeSet::new();
        let mut trails = Segments::new(&reading.mapper);
        if !self.shift_known {
            let crs = &reading.crs;
            let item = Item::Notice(
                "datum_shift_unknown".to_owned(),
                format!(
                    "{crs} 到 WGS 84 的转换参数不公开：只能视为相同，位置可能偏差数十至数百米；请向提供者索取 CGCS2000 或 WGS 84 坐标"
                ),
                format!(
                    "the way from {crs} to WGS 84 is not public: the two are taken as equal, and places may lie tens to hundreds of metres off; ask for the data in CGCS2000 or WGS 84"
                ),
            );
            if sender.blocking_send(item).is_err() {
                return;
            }
        }
        for notice in self.reader.notices() {
            let item =
                Item::Notice(notice.code.to_owned(), notice.message_zh.clone(), notice.message_en.clone());
            if sender.blocking_send(item).is_err() {
                return;
            }
        }
        loop {
            let raw = self.reader.next_batch(BATCH);
            let mut parsed: Vec<Result<Record, RecordError>> =
                raw.into_par_iter().map(|raw| raw.and_then(formats::RawRecord::parse)).collect();
            // What follows an error that ends the file is not what it seems to be.
            let broken = parsed.iter().position(|record| record.as_ref().is_err_and(|error| error.fatal));
            parsed.truncate(broken.map_or(parsed.len(), |last| last + 1));
            let at_end = parsed.is_empty() || broken.is_some();
            let records = trails.gather(parsed, at_end);
            for record in records.iter().flatten().take(64) {
                for (column, _) in &record.fields {
                    if !reading.as_it_is && !reading.mapper.knows(column) && unknown.len() < 100 {
                        unknown.insert(column.to_string());
                    }
                }
            }
            let rows: Vec<Result<Row, RecordError>> =
                records.into_par_iter().map(|record| record.map(|record| reading.row(record))).collect();
            if let Some(progress) = &self.progress {
                let at = self.reader.progress();
                progress(at.read, at.total);
            }
            if !rows.is_empty() && sender.blocking_send(Item::Rows(rows)).is_err() {
                return;
            }
            if at_end {
                break;
            }
        }
        if !unknown.is_empty() {
            let names = unknown.into_iter().collect::<Vec<_>>().join(", ");
            let known = reading.mapper.known().join(", ");
            // The receiver may be gone after a refusal; then nobody wants to know.
            let _ = sender.blocking_send(Item::Notice(
                "unused_columns".to_owned(),
                format!("未使用的列：{names}；可用 --map 字段=列 对应，字段有：{known}"),
                format!("columns not used: {names}; map them with --map FIELD=COLUMN, fields are: {known}"),
            ));
        }
    }
}

impl Reading {
    fn row(&self, mut record: Record) -> Row {
        if self.as_it_is {
            let mut fields = Fields::new(std::mem::take(&mut record.fields));
            let given = record.geometry.as_ref();
            let position =
                given.map_or_else(Position::default, |given| self.position(given, None, &mut fields));
            return Row { row: record.row, id: record.id, fields, position };
        }
        let mut fields = self.mapper.fields(&mut record);
        let (lon, lat) = (fields.decimal("lon"), fields.decimal("lat"));
        let accuracy_m = accuracy_m(&mut fields);
        let given = record.geometry.or_else(|| Some(Geometry::Point(Point::new(lon?, lat?))));
        segments::one_width(&mut fields, given.as_ref());
        let position =
            given.map_or_else(Position::default, |given| self.position(&given, accuracy_m, &mut fields));
        Row { row: record.row, id: record.id, fields, position }
    }

    fn position(&self, given: &Geometry<f64>, accuracy_m: Option<f64>, fields: &mut Fields) -> Position {
        match self.transform.geometry_to_wgs84(given) {
            Ok(geometry) => {
                let raw = raw_position(given, &self.crs, accuracy_m);
                Position { geometry: checked(rounded(&geometry), fields), raw }
            }
            Err(error) => {
                fields.wrong("geometry", "wrong_coordinates", error.message_zh(), error.message_en());
                Position::default()
            }
        }
    }
}
