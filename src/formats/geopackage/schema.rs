//! The tables of a GeoPackage 1.3 with one layer, as SQL (OGC 12-128r17), and the names in it.

use super::read::quoted;
use crate::domain::crs::Crs;
use crate::formats::column::{Column, ColumnKind};
use std::collections::HashSet;

/// `GPKG` as a number, and version 1.3.0.
pub(super) const APPLICATION: &str = "1196444487";
pub(super) const VERSION: &str = "10300";

/// The tables that every GeoPackage has.
pub(super) const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
";

/// The tables of the schema extension, which tells that a text is JSON.
pub(super) const DATA_COLUMNS: &str = "
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  name TEXT,
  title TEXT,
  description TEXT,
  mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL,
  value TEXT,
  min NUMERIC,
  min_is_inclusive BOOLEAN,
  max NUMERIC,
  max_is_inclusive BOOLEAN,
  description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');
";

/// What the layer's table and columns are called.
pub(super) struct Names {
    pub table: String,
    pub key: String,
    /// `None` for a table without places.
    pub geometry: Option<String>,
    pub columns: Vec<String>,
}

impl Names {
    /// SQL takes `Name` and `name` for one, and some names are the format's own.
    pub fn new(layer: &str, columns: &[Column], placed: bool) -> Self {
        let mut taken = HashSet::new();
        let columns = columns.iter().map(|column| free(&column.name, "column", &mut taken)).collect();
        let key = free("fid", "fid", &mut taken);
        let geometry = placed.then(|| free("geom", "geom", &mut taken));
        let lower = layer.to_lowercase();
        let own = ["gpkg_", "rtree_", "sqlite_"].into_iter().any(|prefix| lower.starts_with(prefix));
        let table = if own { format!("layer_{layer}") } else { layer.to_owned() };
        Self { table: free(&table, "layer", &mut HashSet::new()), key, geometry, columns }
    }

    /// The layer's table.
    pub fn create(&self, columns: &[Column]) -> String {
        let mut sql = format!(
            "CREATE TABLE {} ({} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            quoted(&self.table),
            quoted(&self.key)
        );
        if let Some(geometry) = &self.geometry {
            sql.push_str(", ");
            sql.push_str(&quoted(geometry));
            sql.push_str(" GEOMETRY");
        }
        for (name, column) in self.columns.iter().zip(columns) {
            let kind = match column.kind {
                ColumnKind::Text | ColumnKind::Json => " TEXT",
                ColumnKind::Integer => " INTEGER",
                ColumnKind::Number => " REAL",
                ColumnKind::Boolean => " BOOLEAN",
                ColumnKind::Date => " DATE",
            };
            sql.push_str(", ");
            sql.push_str(&quoted(name));
            sql.push_str(kind);
        }
        sql.push(')');
        sql
    }

    /// The spatial index's table.
    pub fn index(&self) -> Option<String> {
        Some(format!("rtree_{}_{}", self.table, self.geometry.as_ref()?))
    }

    /// What keeps the index in step when a client edits the layer: its functions `ST_…` are the client's.
    pub fn triggers(&self) -> Vec<String> {
        let (Some(index), Some(geometry)) = (self.index(), &self.geometry) else { return Vec::new() };
        let (table, g, i, r) = (quoted(&self.table), quoted(geometry), quoted(&self.key), quoted(&index));
        let there = format!("(NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g}))");
        let gone = format!("(NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))");
        let put = format!(
            "INSERT OR REPLACE INTO {r} VALUES (NEW.{i}, ST_MinX(NEW.{g}), ST_MaxX(NEW.{g}), ST_MinY(NEW.{g}), ST_MaxY(NEW.{g}));"
        );
        let take = format!("DELETE FROM {r} WHERE id = OLD.{i};");
        let same = format!("OLD.{i} = NEW.{i}");
        let moved = format!("OLD.{i} != NEW.{i}");
        [
            ("insert", format!("INSERT ON {table} WHEN {there} BEGIN {put} END")),
            ("update1", format!("UPDATE OF {g} ON {table} WHEN {same} AND {there} BEGIN {put} END")),
            ("update2", format!("UPDATE OF {g} ON {table} WHEN {same} AND {gone} BEGIN {take} END")),
            ("update3", format!("UPDATE ON {table} WHEN {moved} AND {there} BEGIN {take} {put} END")),
            (
                "update4",
                format!(
                    "UPDATE ON {table} WHEN {moved} AND {gone} BEGIN DELETE FROM {r} WHERE id IN (OLD.{i}, NEW.{i}); END"
                ),
            ),
            ("delete", format!("DELETE ON {table} WHEN OLD.{g} NOT NULL BEGIN {take} END")),
        ]
        .into_iter()
        .map(|(name, body)| format!("CREATE TRIGGER {} AFTER {body}", quoted(&format!("{index}_{name}"))))
        .collect()
    }
}

/// A name that no other has.
fn free(name: &str, otherwise: &str, taken: &mut HashSet<String>) -> String {
    let name = name.replace('\0', "");
    let name = if name.trim().is_empty() { otherwise.to_owned() } else { name };
    let mut free = name.clone();
    let mut number = 2;
    while !taken.insert(free.to_lowercase()) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}

/// A row of `gpkg_spatial_ref_sys`.
pub(super) struct Srs {
    pub id: i32,
    pub name: String,
    pub organization: &'static str,
    pub definition: String,
}

impl Srs {
    /// Systems of no register have numbers of their own, and their text.
    pub fn of(crs: &Crs) -> Self {
        let epsg = crs.epsg().and_then(|code| i32::try_from(code).ok());
        let own = if *crs == Crs::Bd09 { 990_002 } else { 990_001 };
        let (id, organization) = epsg.map_or((own, "NONE"), |code| (code, "EPSG"));
        let definition = crs.wkt().map_or_else(|| "undefined".to_owned(), std::borrow::Cow::into_owned);
        let named = definition.split('"').nth(1).map(str::to_owned);
        Self { id, name: named.unwrap_or_else(|| crs.short_name()), organization, definition }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_free() {
        let columns: Vec<Column> = ["Name", "name", "fid", "geom", "", "名称"].map(Into::into).to_vec();
        let names = Names::new("rtree_x", &columns, true);
        assert_eq!(names.columns, ["Name", "name_2", "fid", "geom", "column", "名称"]);
        assert_eq!((names.key.as_str(), names.geometry.as_deref()), ("fid_2", Some("geom_2")));
        assert_eq!(names.table, "layer_rtree_x");
        assert!(Names::new("a", &columns, false).triggers().is_empty());
    }
}
