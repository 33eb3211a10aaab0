//! Codecs: one folder a format, each with `read.rs` and `write.rs`. They know nothing of sites:
//! a file becomes a stream of [`Record`]s, and back.

mod column;
pub mod cql2;
mod csv;
pub mod document;
mod docx;
mod encoding;
mod error;
pub mod feature_blob;
mod flatgeobuf;
pub mod geojson;
mod geopackage;
pub mod geotiff;
mod html;
pub mod json_blob;
mod jsonfg;
mod markup;
pub mod mvt;
pub mod network_blob;
mod open;
mod options;
pub mod osm_pbf;
mod packed;
pub mod photo;
pub mod pmtiles;
mod record;
pub mod report;
mod rows;
mod shapefile;
mod source;
mod table;
mod target;
pub mod wkb;
pub mod wkt;
mod worker;
mod xlsx;

pub use column::{Column, ColumnKind};
pub use encoding::TextEncoding;
pub use error::{FormatError, Notice, RecordError};
pub use open::{create, detect, open, writer};
pub use options::{Format, GeometryColumns, ReadOptions, TableGeometry, TimeFields, WriteOptions};
pub use packed::BlobError;
pub use record::{DeclaredCrs, Progress, RawRecord, Record, RecordReader, RecordWriter, Value};
pub use target::save;
