//! What stands around the features of a collection: the members before them, the reference system,
//! and the many ways in which a file is not a FeatureCollection.

use super::scan::{ScanError, Scanner};
use crate::formats::error::{FormatError, Notice};
use crate::formats::jsonfg::read::{Frame, conforms};
use crate::formats::record::DeclaredCrs;
use std::path::Path;
use std::sync::Arc;

/// Members other than the features are kept up to this size in all.
const MAX_MEMBERS: usize = 16 << 20;

/// What the reader is to stream.
pub(super) enum Content {
    /// The scanner stands behind the `[` of the features.
    Features,
    /// The file is one feature, read whole.
    One(Vec<u8>),
}

pub(super) struct Opening {
    pub content: Content,
    pub crs: Option<DeclaredCrs>,
    /// Of JSON-FG.
    pub frame: Option<Arc<Frame>>,
    pub notices: Vec<Notice>,
}

/// Reads the file up to its first feature.
pub(super) fn open(
    path: &Path,
    scanner: &mut Scanner,
    lenient: bool,
    jsonfg: bool,
) -> Result<Opening, FormatError> {
    let fail = |code, zh: String, en: String| FormatError::content(path, code, zh, en);
    let damaged = |error: ScanError, scanner: &Scanner| damaged(path, &error, scanner.offset());
    let first = scanner.peek().map_err(|error| damaged(error, scanner))?;
    match first {
        Some(b'{') => scanner.expect(b'{').map_err(|error| damaged(error, scanner))?,
        None => {
            return Err(fail("empty_file", "文件为空".into(), "the file is empty".into()));
        }
        Some(b'<') => {
            return Err(fail(
                "not_geojson",
                "这是 XML 或 HTML,不是 GeoJSON".into(),
                "this is XML or HTML, not GeoJSON".into(),
            ));
        }
        Some(_) => {
            return Err(fail(
                "not_geojson",
                "不是 GeoJSON:应以 { 开头".into(),
                "this is not GeoJSON: it should start with {".into(),
            ));
        }
    }
    let mut notices = Vec::new();
    let mut members: Vec<(String, Vec<u8>)> = Vec::new();
    let mut size = 0;
    loop {
        if scanner.take(b'}').map_err(|error| damaged(error, scanner))? {
            break;
        }
        let at = scanner.offset();
        let key = scanner.value().map_err(|error| damaged(error, scanner))?;
        let key: String = serde_json::from_slice(&key).map_err(|_| {
            fail(
                "invalid_json",
                format!("第 {at} 字节处应为带引号的键"),
                format!("a quoted key was expected at byte {at}"),
            )
        })?;
        scanner.expect(b':').map_err(|error| damaged(error, scanner))?;
        let value = scanner.peek().map_err(|error| damaged(error, scanner))?;
        if value == Some(b'[') && key.eq_ignore_ascii_case("features") {
            if key != "features" {
                if !lenient {
                    return Err(wrong_key(path, &key));
                }
                notices.push(Notice {
                    code: "wrong_features_key",
                    message_zh: format!("键“{key}”按“features”读取(--lenient)"),
                    message_en: format!("the key '{key}' was read as 'features' (--lenient)"),
                });
            }
            check_type(path, &members)?;
            scanner.expect(b'[').map_err(|error| damaged(error, scanner))?;
            let frame = frame_of(path, &members, jsonfg)?;
            let crs = frame.as_ref().map_or_else(|| crs_of(&members), |frame| frame.declared());
            return Ok(Opening { content: Content::Features, crs, frame, notices });
        }
        if members.iter().any(|(known, _)| *known == key) {
            return Err(fail(
                "duplicate_key",
                format!("键“{key}”重复"),
                format!("the key '{key}' occurs twice"),
            ));
        }
        let value = scanner.value().map_err(|error| damaged(error, scanner))?;
        size += value.len();
        if size > MAX_MEMBERS {
            return Err(fail(
                "members_too_large",
                format!("“features”之前的内容超过 {MAX_MEMBERS} 字节"),
                format!("what stands before 'features' is larger than {MAX_MEMBERS} bytes"),
            ));
        }
        members.push((key, value));
        if !scanner.take(b',').map_err(|error| damaged(error, scanner))? {
            scanner.expect(b'}').map_err(|error| damaged(error, scanner))?;
            break;
        }
    }
    match text_of(&members, "type").as_deref() {
        Some("Feature") => {
            let frame = frame_of(path, &members, jsonfg)?;
            let crs = frame.as_ref().map_or_else(|| crs_of(&members), |frame| frame.declared());
            Ok(Opening { content: Content::One(rebuild(&members)), crs, frame, notices })
        }
        Some("FeatureCollection") => Err(fail(
            "no_features",
            "FeatureCollection 缺少“features”数组".into(),
            "the FeatureCollection has no 'features' array".into(),
        )),
        _ => {
            check_type(path, &members)?;
            Err(fail(
                "not_feature_collection",
                "JSON 中没有“features”,也没有“type”".into(),
                "the JSON has neither 'features' nor 'type'; a FeatureCollection was expected".into(),
            ))
        }
    }
}

/// A text that breaks off or cannot be cut.
pub(super) fn damaged(path: &Path, error: &ScanError, at: u64) -> FormatError {
    let (code, zh, en) = damage(error, at);
    FormatError::content(path, code, zh, en)
}

pub(super) fn damage(error: &ScanError, at: u64) -> (&'static str, String, String) {
    match error {
        ScanError::Truncated => (
            "truncated",
            format!("文件不完整:在第 {at} 字节后中断,请重新获取文件"),
            format!("the file is truncated: it breaks off after byte {at}; fetch it again"),
        ),
        ScanError::TooLarge => (
            "value_too_large",
            format!("第 {at} 字节处的单个值过大(或引号、括号未闭合)"),
            format!("a single value near byte {at} is too large (or a quote or bracket never closes)"),
        ),
        ScanError::Unexpected(byte) => {
            let shown = char::from(*byte).escape_default().to_string();
            (
                "invalid_json",
                format!("第 {at} 字节处出现意外的“{shown}”"),
                format!("unexpected '{shown}' at byte {at}"),
            )
        }
        ScanError::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => (
            "wrong_encoding",
            format!("编码不符({error});请检查 --encoding"),
            format!("wrong encoding: {error}; check --encoding"),
        ),
        ScanError::Io(error) => ("io", format!("读取失败:{error}"), format!("reading failed: {error}")),
    }
}

fn wrong_key(path: &Path, key: &str) -> FormatError {
    FormatError::content(
        path,
        "wrong_features_key",
        format!(
            "键名错误:文件写的是“{key}”,GeoJSON 规定为小写“features”。请修正文件,或加 --lenient 按原样接受"
        ),
        format!(
            "wrong key: the file says '{key}', GeoJSON says 'features' (lower case). Correct the file, or accept it with --lenient"
        ),
    )
}

/// Refuses a `type` that is there and is something else.
fn check_type(path: &Path, members: &[(String, Vec<u8>)]) -> Result<(), FormatError> {
    let kind = text_of(members, "type");
    match kind.as_deref() {
        None | Some("FeatureCollection") => Ok(()),
        Some("Topology") => Err(FormatError::content(
            path,
            "not_feature_collection",
            "这是 TopoJSON,请先转换为 GeoJSON",
            "this is TopoJSON; convert it to GeoJSON first",
        )),
        Some(kind) => Err(FormatError::content(
            path,
            "not_feature_collection",
            format!("type 为“{kind}”,应为 FeatureCollection 或 Feature"),
            format!("the type is '{kind}'; a FeatureCollection or a Feature was expected"),
        )),
    }
}

fn text_of(members: &[(String, Vec<u8>)], key: &str) -> Option<String> {
    let (_, value) = members.iter().find(|(name, _)| name == key)?;
    serde_json::from_slice(value).ok()
}

/// What a document tells of all its features, if it is JSON-FG: said to be, or by its own word.
fn frame_of(
    path: &Path,
    members: &[(String, Vec<u8>)],
    jsonfg: bool,
) -> Result<Option<Arc<Frame>>, FormatError> {
    let member = |key: &str| members.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_slice());
    if !jsonfg && !member("conformsTo").is_some_and(conforms) {
        return Ok(None);
    }
    let frame = Frame::new(member("coordRefSys")).map_err(|error| {
        let (zh, en) = (error.message_zh(), error.message_en());
        FormatError::content(path, "unknown_crs", format!("coordRefSys：{zh}"), format!("coordRefSys: {en}"))
    })?;
    Ok(Some(Arc::new(frame)))
}

/// The `crs` member of the format's 2008 edition, which GDAL still writes.
fn crs_of(members: &[(String, Vec<u8>)]) -> Option<DeclaredCrs> {
    members.iter().find(|(name, _)| name == "crs").and_then(|(_, value)| read_crs(value))
}

pub(super) fn read_crs(json: &[u8]) -> Option<DeclaredCrs> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    let name = value.pointer("/properties/name")?.as_str()?;
    // `EPSG:4490` or `urn:ogc:def:crs:EPSG::4490`; CRS84 and the like stay names.
    let code = name.rsplit(':').next()?.parse::<i64>();
    Some(match code {
        Ok(code) if name.to_ascii_uppercase().contains("EPSG:") => {
            DeclaredCrs::Code { authority: "EPSG".to_owned(), code }
        }
        _ => DeclaredCrs::Name(name.to_owned()),
    })
}

fn rebuild(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![b'{'];
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(serde_json::Value::from(key.as_str()).to_string().as_bytes());
        out.push(b':');
        out.extend_from_slice(value);
    }
    out.push(b'}');
    out
}
