//! Finds the layer to read, its columns and its reference system.

use super::read::{damaged, quoted};
use crate::formats::error::{FormatError, Notice};
use crate::formats::record::DeclaredCrs;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};
use std::path::Path;
use std::sync::Arc;

/// A layer, ready to be read.
pub(super) struct Layer {
    pub table: String,
    /// The primary key, which counts the features.
    pub key: Option<String>,
    pub geometry: Option<String>,
    pub columns: Vec<Column>,
    pub crs: Option<DeclaredCrs>,
    /// About as many rows.
    pub rows: u64,
}

pub(super) struct Column {
    pub name: Arc<str>,
    pub kind: Kind,
}

/// What a column's declared type adds to the stored value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Boolean,
    Date,
    Json,
}

/// The layer named, or the first with features.
pub(super) async fn find(
    path: &Path,
    connection: &mut SqliteConnection,
    wanted: Option<&str>,
    notices: &mut Vec<Notice>,
) -> Result<Layer, FormatError> {
    let failed = |error| damaged(path, &error);
    let contents: Vec<(String, String, Option<i64>)> =
        sqlx::query_as("SELECT table_name, data_type, srs_id FROM gpkg_contents ORDER BY rowid")
            .fetch_all(&mut *connection)
            .await
            .map_err(|error| not_a_geopackage(path, &error))?;
    let names = |kind: &str| -> Vec<&str> {
        contents.iter().filter(|layer| layer.1 == kind).map(|layer| layer.0.as_str()).collect()
    };
    let layers = names("features");
    let found = match wanted {
        Some(name) => contents.iter().find(|layer| layer.0 == name && layer.1 != "tiles"),
        None => contents.iter().find(|layer| layer.1 == "features"),
    };
    let Some((table, _, srs)) = found else {
        let all = layers.join(", ");
        return Err(match wanted {
            Some(name) => FormatError::content(
                path,
                "missing_layer",
                format!("没有图层“{name}”;现有:{all}"),
                format!("there is no layer '{name}'; there are {all}"),
            ),
            None => FormatError::content(
                path,
                "missing_layer",
                "GeoPackage 中没有要素图层",
                "the GeoPackage has no layer of features",
            ),
        });
    };
    if wanted.is_none() && layers.len() > 1 {
        let others = layers[1..].join(", ");
        notices.push(Notice {
            code: "other_layers",
            message_zh: format!("只读取第一个图层“{table}”;其余:{others}"),
            message_en: format!("only the first layer '{table}' is read; others are {others}"),
        });
    }
    let geometry: Option<(String, i64)> =
        sqlx::query_as("SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = $1")
            .bind(table)
            .fetch_optional(&mut *connection)
            .await
            .map_err(failed)?;
    let (geometry, srs) = match geometry {
        Some((column, srs)) => (Some(column), Some(srs)),
        None => (None, *srs),
    };
    let crs = match srs {
        Some(srs) => crs(connection, srs).await.map_err(failed)?,
        None => None,
    };
    let described = sqlx::query("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid")
        .bind(table)
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    let nested = nested(connection, table).await;
    let mut columns = Vec::new();
    let mut key = None;
    let mut left_out = Vec::new();
    for column in described {
        let name: String = column.try_get(0).map_err(failed)?;
        let declared: String = column.try_get(1).map_err(failed)?;
        let primary: i64 = column.try_get(2).map_err(failed)?;
        if primary > 0 {
            key = Some(name);
        } else if Some(&name) == geometry.as_ref() {
        } else if declared.to_ascii_uppercase().starts_with("BLOB") {
            left_out.push(name);
        } else {
            let kind = if nested.contains(&name) { Kind::Json } else { kind(&declared) };
            columns.push(Column { name: Arc::from(name), kind });
        }
    }
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        notices.push(Notice {
            code: "binary_columns",
            message_zh: format!("二进制列未读取:{left_out}"),
            message_en: format!("binary columns are left out: {left_out}"),
        });
    }
    // The key grows with the rows; counting them would read the whole file.
    let rows = match &key {
        Some(key) => {
            let sql = format!("SELECT max({}) FROM {}", quoted(key), quoted(table));
            let most: Option<i64> =
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *connection).await.map_err(failed)?;
            most.and_then(|most| u64::try_from(most).ok()).unwrap_or(0)
        }
        None => 0,
    };
    Ok(Layer { table: table.clone(), key, geometry, columns, crs, rows })
}

/// Columns that the schema extension tells to be JSON; most files do not have it.
async fn nested(connection: &mut SqliteConnection, table: &str) -> Vec<String> {
    let sql =
        "SELECT column_name FROM gpkg_data_columns WHERE table_name = $1 AND mime_type = 'application/json'";
    sqlx::query_scalar(sql).bind(table).fetch_all(connection).await.unwrap_or_default()
}

fn kind(declared: &str) -> Kind {
    match declared.to_ascii_uppercase().as_str() {
        "BOOLEAN" => Kind::Boolean,
        "DATE" => Kind::Date,
        _ => Kind::Plain,
    }
}

/// `None` for the two undefined systems, -1 and 0.
async fn crs(connection: &mut SqliteConnection, srs: i64) -> Result<Option<DeclaredCrs>, sqlx::Error> {
    let found: Option<(String, i64, String)> = sqlx::query_as(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = $1",
    )
    .bind(srs)
    .fetch_optional(connection)
    .await?;
    Ok(match found {
        _ if srs <= 0 => None,
        None => Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code: srs }),
        Some((authority, code, _)) if authority.eq_ignore_ascii_case("EPSG") => {
            Some(DeclaredCrs::Code { authority: "EPSG".to_owned(), code })
        }
        Some((_, _, definition)) => Some(DeclaredCrs::Wkt(definition)),
    })
}

fn not_a_geopackage(path: &Path, error: &sqlx::Error) -> FormatError {
    if error.to_string().contains("no such table") {
        return FormatError::content(
            path,
            "not_a_geopackage",
            "这是 SQLite 文件,但不是 GeoPackage(没有 gpkg_contents 表)",
            "this is an SQLite file and not a GeoPackage (it has no gpkg_contents)",
        );
    }
    damaged(path, error)
}
