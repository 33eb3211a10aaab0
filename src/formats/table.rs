//! Tables: which columns hold the geometry, and how a row of cells becomes a record.
//! CSV and XLSX share it.

use super::error::{FormatError, RecordError};
use super::geojson::geometry::GeometryRules;
use super::options::ReadOptions;
use super::record::{Record, Value};
use super::wkt;
use geo_types::{Geometry, Point};
use std::path::Path;
use std::sync::Arc;

const LON: [&str; 5] = ["lon", "lng", "longitude", "经度", "x"];
const LAT: [&str; 4] = ["lat", "latitude", "纬度", "y"];
const WKT: [&str; 5] = ["wkt", "geometry", "geom", "the_geom", "几何"];

/// The columns of a table, sorted into fields and geometry.
pub(super) struct Layout {
    headings: Vec<Arc<str>>,
    fields: Vec<usize>,
    names: Vec<String>,
    point: Option<(usize, usize)>,
    wkt: Option<usize>,
    rules: GeometryRules,
    lenient: bool,
}

impl Layout {
    /// Understands the headings. Empty headings at the end are left out.
    pub fn new(path: &Path, mut headings: Vec<String>, options: &ReadOptions) -> Result<Self, FormatError> {
        while headings.last().is_some_and(String::is_empty) {
            headings.pop();
        }
        if headings.is_empty() {
            return Err(FormatError::content(
                path,
                "no_heading",
                "第一行没有列名",
                "the first row has no headings",
            ));
        }
        check_headings(path, &headings)?;
        let named = |wanted: &Option<String>| match wanted {
            None => Ok(None),
            Some(name) => match headings.iter().position(|heading| heading == name) {
                Some(index) => Ok(Some(index)),
                None => Err(FormatError::content(
                    path,
                    "missing_column",
                    format!("没有列“{name}”;现有列:{}", headings.join("、")),
                    format!("there is no column '{name}'; there are {}", headings.join(", ")),
                )),
            },
        };
        let lon = named(&options.geometry.lon)?.or_else(|| recognise(&headings, &LON));
        let lat = named(&options.geometry.lat)?.or_else(|| recognise(&headings, &LAT));
        let wkt = named(&options.geometry.wkt)?.or_else(|| recognise(&headings, &WKT));
        let point = lon.zip(lat);
        let geometry = [point.map(|p| p.0), point.map(|p| p.1), wkt];
        let fields: Vec<usize> =
            (0..headings.len()).filter(|index| !geometry.contains(&Some(*index))).collect();
        let names = fields.iter().map(|index| headings[*index].clone()).collect();
        Ok(Self {
            headings: headings.into_iter().map(Arc::from).collect(),
            fields,
            names,
            point,
            wkt,
            rules: options.geometry_rules(),
            lenient: options.lenient,
        })
    }

    /// The headings without the geometry columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// A row of cells as a record; too few or too many cells are refused unless lenient.
    pub fn record(&self, row: u64, mut cells: Vec<Value>) -> Result<Record, RecordError> {
        let width = self.headings.len();
        while cells.len() > width && cells.last().is_some_and(Value::is_null) {
            cells.pop();
        }
        if width == 1 && cells.iter().filter(|cell| !cell.is_null()).count() > 1 {
            return Err(self.title(row));
        }
        if cells.len() > width && !self.lenient {
            let count = cells.len();
            return Err(RecordError::new(
                row,
                "ragged_row",
                format!("此行有 {count} 个单元格,列名只有 {width} 个;请检查逗号与引号(--lenient 忽略多余的)"),
                format!(
                    "this row has {count} cells, the heading {width}; check commas and quotes (--lenient ignores the rest)"
                ),
            ));
        }
        cells.resize(width, Value::Null);
        let geometry = self.geometry(row, &cells)?;
        let fields = self
            .fields
            .iter()
            .map(|index| (self.headings[*index].clone(), std::mem::replace(&mut cells[*index], Value::Null)))
            .collect();
        Ok(Record { row, id: None, geometry, fields })
    }

    /// The only text of the first row stands above a table: it is a title and no heading.
    fn title(&self, row: u64) -> RecordError {
        let title = &self.headings[0];
        RecordError::new(
            row,
            "headings_not_first",
            format!("第一行只有“{title}”一格，像是标题而不是列名;请删去列名以上的各行,使列名在第一行"),
            format!("the first row holds '{title}' only, which looks like a title; delete what stands above the headings, so that they are in row 1"),
        )
        .ending()
    }

    fn geometry(&self, row: u64, cells: &[Value]) -> Result<Option<Geometry<f64>>, RecordError> {
        if let Some(index) = self.wkt {
            match &cells[index] {
                Value::Null => {}
                cell => {
                    return wkt::read(&cell.to_text(), &self.rules).map_err(|error| {
                        RecordError::new(row, error.code, error.message_zh, error.message_en)
                            .in_field(&*self.headings[index])
                    });
                }
            }
        }
        let Some((lon, lat)) = self.point else {
            return Ok(None);
        };
        match (&cells[lon], &cells[lat]) {
            (Value::Null, Value::Null) => Ok(None),
            (x, y) => {
                let (x, y) = (self.coordinate(row, lon, x)?, self.coordinate(row, lat, y)?);
                Ok(Some(Geometry::Point(Point::new(x, y))))
            }
        }
    }

    fn coordinate(&self, row: u64, column: usize, cell: &Value) -> Result<f64, RecordError> {
        let number = match cell {
            Value::Integer(number) => Some(*number as f64),
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        if let Some(number) = number.filter(|number| number.is_finite()) {
            return Ok(number);
        }
        let shown: String = cell.to_text().chars().take(40).collect();
        let error = if cell.is_null() {
            RecordError::new(
                row,
                "half_coordinate",
                "坐标只有一半:经度与纬度必须同时填写",
                "half a coordinate: give both lon and lat, or neither",
            )
        } else if shown.contains(['°', '′', '\'', '度']) {
            RecordError::new(
                row,
                "degrees_minutes",
                format!("“{shown}”是度分秒;请换算为十进制度,例如 123.4630"),
                format!("'{shown}' is in degrees and minutes; write decimal degrees such as 123.4630"),
            )
        } else {
            RecordError::new(
                row,
                "coordinate_number",
                format!("坐标“{shown}”不是有限的数"),
                format!("the coordinate '{shown}' is not a finite number"),
            )
        };
        Err(error.in_field(&*self.headings[column]))
    }

    /// A row shorter than the heading: cut off, or written by hand.
    pub fn check_short(&self, row: u64, count: usize) -> Result<(), RecordError> {
        let width = self.headings.len();
        if count >= width || self.lenient {
            return Ok(());
        }
        Err(RecordError::new(
            row,
            "ragged_row",
            format!("此行只有 {count} 个单元格,列名有 {width} 个(--lenient 按空值补齐)"),
            format!("this row has {count} cells, the heading {width} (--lenient takes the rest as empty)"),
        ))
    }
}

fn check_headings(path: &Path, headings: &[String]) -> Result<(), FormatError> {
    for (index, heading) in headings.iter().enumerate() {
        if heading.is_empty() {
            let column = index + 1;
            return Err(FormatError::content(
                path,
                "empty_heading",
                format!("第 {column} 列没有列名;列名须在第一行,上方不能有标题"),
                format!(
                    "column {column} has no heading; the headings must be in row 1, without a title above"
                ),
            ));
        }
        if let Some(first) = headings[..index].iter().position(|other| other == heading) {
            let (first, second) = (first + 1, index + 1);
            return Err(FormatError::content(
                path,
                "duplicate_heading",
                format!("列名“{heading}”重复(第 {first} 列与第 {second} 列)"),
                format!("the heading '{heading}' occurs twice (columns {first} and {second})"),
            ));
        }
    }
    Ok(())
}

/// The first heading that is one of `known`, in the order of `known`.
fn recognise(headings: &[String], known: &[&str]) -> Option<usize> {
    known.iter().find_map(|name| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name)))
}
