//! The files of a Shapefile: finding them, and checking that they are whole and belong together.

use super::dbf;
use crate::formats::encoding::{TextEncoding, sniff};
use crate::formats::error::{FormatError, Notice};
use crate::formats::options::ReadOptions;
use crate::formats::source::open_file;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A Shapefile that is whole, opened at its first shape and its first row.
pub(super) struct Parts {
    pub shp: BufReader<File>,
    /// Bytes of shapes, from the header on.
    pub shp_size: u64,
    pub dbf: BufReader<File>,
    pub table: dbf::Table,
    pub columns: Vec<dbf::Column>,
    pub encoding: TextEncoding,
    pub prj: Option<String>,
    pub notices: Vec<Notice>,
}

pub(super) const HEADER: u64 = 100;

/// Opens all parts, given the `.shp`.
pub(super) fn open(path: &Path, options: &ReadOptions) -> Result<Parts, FormatError> {
    let (file, size) = open_file(path)?;
    let mut shp = BufReader::with_capacity(1 << 18, file);
    let shp_size = check_header(path, &mut shp, size)?;
    let dbf_path = required(path, "dbf")?;
    let shx = match required(path, "shx") {
        Err(error) if !options.lenient => return Err(error),
        found => found.ok(),
    };
    let (file, dbf_size) = open_file(&dbf_path)?;
    let mut dbf = BufReader::with_capacity(1 << 16, file);
    let table = dbf::read_header(&dbf_path, &mut dbf)?;
    let wanted = table.header_size + table.rows * table.row_size as u64;
    if dbf_size < wanted {
        return Err(truncated(&dbf_path, wanted, dbf_size));
    }
    if let Some(shx) = shx {
        check_index(&shx, table.rows)?;
    }
    let mut notices = Vec::new();
    let encoding = encoding(path, &dbf_path, &table, options, &mut notices)?;
    let columns = table
        .columns
        .iter()
        .map(|column| {
            let name = encoding.decode(&column.name);
            let name = name.unwrap_or_else(|| String::from_utf8_lossy(&column.name).into_owned());
            column.named(Arc::from(name.trim()))
        })
        .collect();
    let prj = match beside(path, "prj") {
        Some(prj) => Some(read_small(&prj)?.trim().to_owned()).filter(|text| !text.is_empty()),
        None => None,
    };
    Ok(Parts { shp, shp_size, dbf, table, columns, encoding, prj, notices })
}

fn check_header(path: &Path, shp: &mut impl Read, size: u64) -> Result<u64, FormatError> {
    let mut header = [0_u8; HEADER as usize];
    shp.read_exact(&mut header).map_err(|_| truncated(path, HEADER, size))?;
    let words = u32::from_be_bytes([header[24], header[25], header[26], header[27]]);
    let wanted = u64::from(words) * 2;
    if header[..4] != [0, 0, 0x27, 0x0a] || wanted < HEADER {
        return Err(FormatError::content(
            path,
            "not_a_shapefile",
            "不是 Shapefile(文件头不符)",
            "this is not a Shapefile (its header is another)",
        ));
    }
    if size < wanted { Err(truncated(path, wanted, size)) } else { Ok(wanted) }
}

/// The index counts the shapes, of which there must be as many as rows.
fn check_index(shx: &Path, rows: u64) -> Result<(), FormatError> {
    let (mut file, size) = open_file(shx)?;
    let mut header = [0_u8; HEADER as usize];
    file.read_exact(&mut header).map_err(|_| truncated(shx, HEADER, size))?;
    let words = u32::from_be_bytes([header[24], header[25], header[26], header[27]]);
    let wanted = u64::from(words) * 2;
    if size < wanted {
        return Err(truncated(shx, wanted, size));
    }
    let shapes = wanted.saturating_sub(HEADER) / 8;
    if shapes == rows {
        return Ok(());
    }
    Err(FormatError::content(
        shx,
        "parts_disagree",
        format!(".shx 有 {shapes} 个形状,.dbf 有 {rows} 行;这几个文件不属于同一份数据"),
        format!(
            "the .shx lists {shapes} shapes and the .dbf {rows} rows; these files do not belong together"
        ),
    ))
}

fn truncated(path: &Path, wanted: u64, size: u64) -> FormatError {
    FormatError::content(
        path,
        "truncated",
        format!("文件不完整:应有 {wanted} 字节,实际 {size} 字节,请重新获取文件"),
        format!("the file is truncated: it should have {wanted} bytes and has {size}; fetch it again"),
    )
}

/// What the user says, then `.cpg`, then the table's language byte, then the look of the bytes.
fn encoding(
    path: &Path,
    dbf_path: &Path,
    table: &dbf::Table,
    options: &ReadOptions,
    notices: &mut Vec<Notice>,
) -> Result<TextEncoding, FormatError> {
    if let Some(told) = options.encoding {
        return Ok(told);
    }
    if let Some(cpg) = beside(path, "cpg") {
        let label = read_small(&cpg)?;
        return label.parse().map_err(|reason: String| {
            FormatError::content(
                &cpg,
                "unknown_encoding",
                format!("编码“{}”未知;请用 --encoding 指定", label.trim()),
                format!("{reason}, by --encoding"),
            )
        });
    }
    if let Some(encoding) = dbf::language_encoding(table.language) {
        return Ok(encoding);
    }
    let (file, _) = open_file(dbf_path)?;
    let mut sample = Vec::new();
    let read = file.take(1 << 20).read_to_end(&mut sample);
    read.map_err(|e| FormatError::io(dbf_path, e))?;
    // The header's numbers are no text.
    let rows = sample.get(table.header_size as usize..).unwrap_or(&[]);
    match sniff(rows) {
        Some(seen) if seen.guessed => {
            notices.push(Notice {
                code: "encoding_guessed",
                message_zh: "没有 .cpg,属性表不是 UTF-8,按 GB18030(GBK)读取;如有误,请用 --encoding 指定".into(),
                message_en: "there is no .cpg and the table is not UTF-8; it is read as GB18030 (GBK); if that is wrong, say --encoding".into(),
            });
            Ok(seen.encoding)
        }
        _ => Ok(TextEncoding::UTF8),
    }
}

fn required(path: &Path, extension: &str) -> Result<PathBuf, FormatError> {
    beside(path, extension).ok_or_else(|| {
        let tail_zh = if extension == "shx" { "(--lenient 可在没有 .shx 时读取)" } else { "" };
        let tail_en = if extension == "shx" { " (--lenient reads without .shx)" } else { "" };
        FormatError::content(
            path,
            "missing_part",
            format!("缺少同名的 .{extension} 文件;Shapefile 由 .shp、.shx、.dbf 等多个文件组成,须放在一起{tail_zh}"),
            format!("the .{extension} beside it is missing; a Shapefile is several files (.shp, .shx, .dbf, ...) that belong together{tail_en}"),
        )
    })
}

/// The part with this extension in either case.
fn beside(path: &Path, extension: &str) -> Option<PathBuf> {
    let lower = path.with_extension(extension);
    let upper = path.with_extension(extension.to_ascii_uppercase());
    [lower, upper].into_iter().find(|candidate| candidate.is_file())
}

fn read_small(path: &Path) -> Result<String, FormatError> {
    let file = File::open(path).map_err(|e| FormatError::io(path, e))?;
    let mut bytes = Vec::new();
    file.take(1 << 16).read_to_end(&mut bytes).map_err(|e| FormatError::io(path, e))?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    Ok(String::from_utf8_lossy(bytes).into_owned())
}
