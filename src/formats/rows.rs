//! How a record becomes a table's row: the columns asked for, then the geometry columns.

use super::column::Column;
use super::options::{TableGeometry, WriteOptions};
use super::record::{Record, Value};
use super::wkt;
use geo_types::Geometry;

/// The headings of a table that is written. A column that is called as a geometry column is, gets a number.
pub(super) fn headings(options: &WriteOptions) -> Vec<String> {
    let geometry: &[&str] = match options.geometry {
        TableGeometry::LonLatAndWkt => &["lon", "lat", "wkt"],
        TableGeometry::Wkt => &["wkt"],
        TableGeometry::None => &[],
    };
    let free = |column: &Column| {
        let clashes = geometry.iter().any(|taken| column.name.eq_ignore_ascii_case(taken));
        if clashes { format!("{}_2", column.name) } else { column.name.clone() }
    };
    let columns = options.columns.iter().map(free);
    columns.chain(geometry.iter().map(|name| (*name).to_owned())).collect()
}

/// The cells under [`headings`].
pub(super) fn cells(record: &Record, columns: &[Column], geometry: TableGeometry) -> Vec<Value> {
    let mut cells: Vec<Value> =
        columns.iter().map(|column| record.get(&column.name).cloned().unwrap_or(Value::Null)).collect();
    let text = |shape: &Option<Geometry<f64>>| match shape {
        Some(shape) => Value::Text(wkt::write(shape)),
        None => Value::Null,
    };
    match (geometry, &record.geometry) {
        (TableGeometry::None, _) => {}
        (TableGeometry::Wkt, shape) => cells.push(text(shape)),
        (TableGeometry::LonLatAndWkt, Some(Geometry::Point(point))) => {
            cells.extend([rounded(point.x()), rounded(point.y()), Value::Null]);
        }
        (TableGeometry::LonLatAndWkt, shape) => {
            cells.extend([Value::Null, Value::Null, text(shape)]);
        }
    }
    cells
}

/// Seven decimals, as everywhere outside.
fn rounded(degrees: f64) -> Value {
    Value::Number((degrees * 1e7).round() / 1e7)
}
