//! Which format, and what the user said about reading or writing it.

use super::encoding::TextEncoding;
use super::geojson::geometry::GeometryRules;
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
    /// A grid of numbers; it has no records, see [`crate::formats::geotiff`].
    GeoTiff,
}

impl Format {
    /// Every format, in the order in which they are listed to the user.
    pub const ALL: [Self; 7] = [
        Self::GeoJson,
        Self::GeoJsonSeq,
        Self::Csv,
        Self::Xlsx,
        Self::Shapefile,
        Self::GeoPackage,
        Self::GeoTiff,
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
            Self::GeoTiff => "tif",
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

/// How to write a file.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// The format; by default what the extension says.
    pub format: Option<Format>,
    /// The columns of a table, in order; fields of other names are left out.
    /// GeoJSON writes every field and ignores this.
    pub columns: Vec<String>,
    /// The geometry columns of CSV and XLSX.
    pub geometry: TableGeometry,
    /// Start CSV with a byte order mark, without which Excel takes Chinese for another encoding.
    pub byte_order_mark: bool,
    /// The layer or worksheet name.
    pub layer: String,
    /// The reference system of the coordinates, where it is another than the format's own: GeoJSON
    /// then says so in a `crs` member, as before RFC 7946, and this program reads it back.
    pub crs: Option<String>,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            format: None,
            columns: Vec::new(),
            geometry: TableGeometry::default(),
            byte_order_mark: true,
            layer: "jiantu".to_owned(),
            crs: None,
        }
    }
}
