//! Finds out what a file is, and opens or creates it.

use super::error::FormatError;
use super::options::{Format, ReadOptions, WriteOptions};
use super::record::{RecordReader, RecordWriter};
use super::source::open_file;
use super::target::{Sink, Stream, Target};
use super::{csv, flatgeobuf, geojson, geopackage, jsonfg, shapefile, xlsx};
use std::io::{Read, Write};
use std::path::Path;

/// Opens a file for reading: the format told, or else what content and extension say.
pub fn open(path: &Path, options: &ReadOptions) -> Result<Box<dyn RecordReader>, FormatError> {
    let format = match options.format {
        Some(format) => format,
        None => detect(path)?,
    };
    Ok(match format {
        Format::GeoJson | Format::JsonFg => Box::new(geojson::read::open(path, options)?),
        Format::GeoJsonSeq => Box::new(geojson::read::open_sequence(path, options)?),
        Format::Csv => Box::new(csv::read::open(path, options)?),
        Format::Xlsx => Box::new(xlsx::read::open(path, options)?),
        Format::Shapefile => Box::new(shapefile::read::open(path, options)?),
        Format::GeoPackage => Box::new(geopackage::read::open(path, options)?),
        Format::FlatGeobuf => Box::new(flatgeobuf::read::open(path, options)?),
        Format::GeoTiff => {
            return Err(FormatError::content(
                path,
                "no_records",
                "GeoTIFF 是栅格，没有逐行的记录；可以用 jiantu import population 导入人口栅格",
                "a GeoTIFF is a grid and has no records; a grid of people comes in by jiantu import population",
            ));
        }
    })
}

/// Creates a file. It appears under its name when the writer is finished.
pub fn create(path: &Path, options: &WriteOptions) -> Result<Box<dyn RecordWriter>, FormatError> {
    let format = options.format.or_else(|| Format::of_extension(path)).ok_or_else(|| {
        let known = Format::ALL.map(Format::name).join(", ");
        FormatError::content(
            path,
            "unknown_format",
            format!("无法由扩展名判断格式;请用 --format 指定({known})"),
            format!("the extension does not tell the format; say --format ({known})"),
        )
    })?;
    made(format, options, || Ok(Box::new(Target::create(path)?)))
}

/// Writes any format to any stream, such as the body of an answer; memory stays bounded, since formats
/// that are put together at their end grow in a temporary file.
///
/// # Errors
/// The format is only read, or its columns or reference system do not fit it.
pub fn writer(
    format: Format,
    options: &WriteOptions,
    sink: Box<dyn Write + Send>,
) -> Result<Box<dyn RecordWriter>, FormatError> {
    made(format, options, || Ok(Box::new(Stream(sink))))
}

/// The sink is made last: a format that is refused leaves no file behind.
fn made(
    format: Format,
    options: &WriteOptions,
    sink: impl FnOnce() -> Result<Box<dyn Sink>, FormatError>,
) -> Result<Box<dyn RecordWriter>, FormatError> {
    Ok(match format {
        Format::GeoJson => Box::new(geojson::write::Writer::new(sink()?, false, options)),
        Format::GeoJsonSeq => Box::new(geojson::write::Writer::new(sink()?, true, options)),
        Format::Csv => Box::new(csv::write::Writer::new(sink()?, options)?),
        Format::Xlsx => Box::new(xlsx::write::Writer::new(sink()?, options)?),
        Format::GeoPackage => Box::new(geopackage::write::Writer::new(sink()?, options)?),
        Format::FlatGeobuf => Box::new(flatgeobuf::write::Writer::new(sink()?, options)?),
        Format::JsonFg => Box::new(jsonfg::write::Writer::new(sink, options)?),
        Format::Shapefile | Format::GeoTiff => return Err(not_written(format)),
    })
}

fn not_written(format: Format) -> FormatError {
    FormatError::write(
        "unsupported_format",
        format!("不支持写出 {}", format.name()),
        format!("writing {} is not supported", format.name()),
    )
}

/// The format of a file: what its first bytes prove, else what its extension promises.
pub fn detect(path: &Path) -> Result<Format, FormatError> {
    let (file, _) = open_file(path)?;
    let mut head = Vec::new();
    file.take(512).read_to_end(&mut head).map_err(|e| FormatError::io(path, e))?;
    let extension = Format::of_extension(path);
    let proven = match head.as_slice() {
        head if head.starts_with(b"SQLite format 3\0") => Some(Format::GeoPackage),
        [b'f', b'g', b'b', _, b'f', b'g', b'b', _, ..] => Some(Format::FlatGeobuf),
        [0, 0, 0x27, 0x0a, ..] => Some(Format::Shapefile),
        // TIFF and BigTIFF, in either order of bytes.
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Format::GeoTiff),
        [0x1e, ..] => Some(Format::GeoJsonSeq),
        head if head.starts_with(b"PK\x03\x04") => return zip(path, extension),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Err(FormatError::content(
                path,
                "old_excel",
                "这是旧版 Excel(.xls)文件;请另存为 .xlsx",
                "this is an old Excel file (.xls); save it as .xlsx",
            ));
        }
        [0x1f, 0x8b, ..] => {
            return Err(FormatError::content(
                path,
                "compressed",
                "文件经过 gzip 压缩;请先解压",
                "the file is compressed with gzip; unpack it first",
            ));
        }
        _ => None,
    };
    if let Some(format) = proven.or(extension) {
        return Ok(format);
    }
    let text = head.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&head);
    if text.trim_ascii_start().starts_with(b"{") {
        return Ok(Format::GeoJson);
    }
    let known = Format::ALL.map(Format::name).join(", ");
    Err(FormatError::content(
        path,
        "unknown_format",
        format!("无法识别文件格式;可用:{known}"),
        format!("the file's format is not recognised; known are {known}"),
    ))
}

fn zip(path: &Path, extension: Option<Format>) -> Result<Format, FormatError> {
    if extension == Some(Format::Xlsx) {
        return Ok(Format::Xlsx);
    }
    Err(FormatError::content(
        path,
        "compressed",
        "这是 zip 压缩包;请先解压(Excel 文件的扩展名应为 .xlsx)",
        "this is a zip archive; unpack it first (an Excel file's extension is .xlsx)",
    ))
}
