//! Codecs: one folder a format, each with `read.rs` and `write.rs`. They know nothing of sites:
//! a file becomes a stream of [`Record`]s, and back.

mod error;
pub mod geojson;
mod record;
pub mod wkb;

pub use error::{FormatError, Notice, RecordError};
pub use record::{DeclaredCrs, Progress, RawRecord, Record, RecordReader, RecordWriter, Value};
