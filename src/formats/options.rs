//! Which format, and what the user said about reading or writing it.

use super::column::Column;
use super::encoding::TextEncoding;
use super::geojson::geometry::GeometryRules;
use crate::domain::crs::Crs;
use std::path::Path;

/// The formats that are read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One FeatureCollection (RFC 7946).
    GeoJson,
    /// One feature a line, or RFC 8142 text sequences.
    GeoJsonSeq,
    /// Comma, semicolon or tab separated text.
    Csv,
    /// Excel's workbook.
    Xlsx,
    /// ESRI Shapefile, with its parts beside it.
    Shapefile,
    /// OGC GeoPackage.
    GeoPackage,
    /// FlatGeobuf.
    FlatGeobuf,
    /// OGC Features and Geometries JSON.
    JsonFg,
    /// A grid of numbers; it has no records, see [`crate::formats::geotiff`].
    GeoTiff,
}

impl Format {
    /// Every format, in the order in which they are listed to the user.
    pub const ALL: [Self; 9] = [
        Self::GeoJson,
        Self::GeoJsonSeq,
        Self::Csv,
        Self::Xlsx,
        Self::Shapefile,
        Self::GeoPackage,
        Self::FlatGeobuf,
        Self::JsonFg,
        Self::GeoTiff,
    ];

    /// Those that are written.
    pub const WRITTEN: [Self; 7] = [
        Self::GeoJson,
        Self::GeoJsonSeq,
        Self::JsonFg,
        Self::Csv,
        Self::Xlsx,
        Self::GeoPackage,
        Self::FlatGeobuf,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::GeoJsonSeq => "geojsonseq",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Shapefile => "shp",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
            Self::JsonFg => "jsonfg",
            Self::GeoTiff => "tif",
        }
    }

    /// The media type of an answer in this format.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::GeoJsonSeq => "application/geo+json-seq",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Shapefile => "application/vnd.shp",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::FlatGeobuf => "application/flatgeobuf",
            Self::JsonFg => "application/vnd.ogc.fg+json",
            Self::GeoTiff => "image/tiff; application=geotiff",
        }
    }

    /// The format that a file's extension promises.
    pub fn of_extension(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "geojson" | "json" => Self::GeoJson,
            "geojsonl" | "geojsons" | "geojsonseq" | "ndjson" | "jsonl" => Self::GeoJsonSeq,
            "csv" | "tsv" | "txt" => Self::Csv,
            "xlsx" | "xlsm" => Self::Xlsx,
            "shp" => Self::Shapefile,
            "gpkg" => Self::GeoPackage,
            "fgb" => Self::FlatGeobuf,
            "jsonfg" | "fgjson" => Self::JsonFg,
            "tif" | "tiff" => Self::GeoTiff,
            _ => return None,
        })
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| format!("unknown format '{name}'; known are {}", known()))
    }
}

/// Which columns of a table hold the geometry; those not named are recognised by their headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GeometryColumns {
    /// x or longitude.
    pub lon: Option<String>,
    /// y or latitude.
    pub lat: Option<String>,
    /// Well-known text.
    pub wkt: Option<String>,
}

/// How to read a file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format; by default what extension and content say.
    pub format: Option<Format>,
    /// Accept what is wrong but unambiguous: a `Features` key, unclosed rings, ragged CSV rows,
    /// a Shapefile without `.shx`.
    pub lenient: bool,
    /// The text encoding; by default UTF-8, a byte order mark, `.cpg`, or what the bytes look like.
    pub encoding: Option<TextEncoding>,
    /// The worksheet by name; by default the first.
    pub sheet: Option<String>,
    /// The GeoPackage layer; by default the first with features.
    pub layer: Option<String>,
    /// The geometry columns of a table.
    pub geometry: GeometryColumns,
}

impl ReadOptions {
    pub(super) fn geometry_rules(&self) -> GeometryRules {
        GeometryRules { close_rings: self.lenient, ..GeometryRules::default() }
    }
}

/// How a table shows geometry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TableGeometry {
    /// `lon` and `lat` for points, `wkt` for everything else.
    #[default]
    LonLatAndWkt,
    /// `wkt` only.
    Wkt,
    /// No geometry columns.
    None,
}

/// The fields that tell when a feature holds: days, or instants in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFields {
    /// Its begin; without an end, the one instant.
    pub begin: String,
    /// Its end, open where the field is empty.
    pub end: Option<String>,
}

/// How to write a file.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// The format; by default what the extension says.
    pub format: Option<Format>,
    /// The columns of a table, in order; fields of other names are left out.
    /// GeoJSON writes every field and ignores this.
    pub columns: Vec<Column>,
    /// The geometry columns of CSV and XLSX.
    pub geometry: TableGeometry,
    /// Start CSV with a byte order mark, without which Excel takes Chinese for another encoding.
    pub byte_order_mark: bool,
    /// Start every feature of a GeoJSON sequence with a record separator (RFC 8142), as the media type
    /// `application/geo+json-seq` wants; without it the file is one feature a line.
    pub record_separators: bool,
    /// The layer, worksheet or feature type's name.
    pub layer: String,
    /// Which fields are a feature's time in JSON-FG.
    pub time: Option<TimeFields>,
    /// In JSON-FG of another system, write the WGS 84 geometry beside the place, for readers of GeoJSON.
    pub wgs84_beside: bool,
    /// The reference system of the coordinates. GeoJSON has but one, WGS 84: of others it tells in a
    /// `crs` member, as before RFC 7946, and this program reads it back.
    pub crs: Crs,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            format: None,
            columns: Vec::new(),
            geometry: TableGeometry::default(),
            byte_order_mark: true,
            record_separators: false,
            layer: "jiantu".to_owned(),
            time: None,
            wgs84_beside: true,
            crs: Crs::Wgs84,
        }
    }
}
