//! What can be wrong with an extract, and at which byte.

use super::wire::Damaged;
use crate::formats::error::FormatError;
use std::path::Path;

/// Why a blob cannot be read.
#[derive(Debug)]
pub(super) enum Fault {
    Io(std::io::Error),
    /// The first bytes are no blob.
    NotPbf,
    /// The file ends inside a blob.
    Truncated,
    /// A length or a message that cannot be.
    Damaged,
    /// Compressed by something other than zlib.
    Compression(&'static str),
    /// The file says that it needs this to be understood.
    Feature(String),
    /// The caller broke off.
    Cancelled,
}

impl From<Damaged> for Fault {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

impl Fault {
    /// The error for the user; `at` is the byte where the blob begins.
    pub fn at(self, path: &Path, at: u64) -> FormatError {
        let (code, zh, en) = match self {
            Self::Io(error) => return FormatError::io(path, error),
            Self::NotPbf => (
                "not_a_pbf",
                "不是 OpenStreetMap 的 .osm.pbf 文件".to_owned(),
                "this is not an OpenStreetMap .osm.pbf file".to_owned(),
            ),
            Self::Truncated => (
                "truncated",
                format!("文件不完整:第 {at} 字节处的数据块没有结束,请重新获取文件"),
                format!("the file is truncated: the blob at byte {at} does not end; fetch it again"),
            ),
            Self::Damaged => (
                "damaged_blob",
                format!("第 {at} 字节处的数据块损坏,请重新获取文件"),
                format!("the blob at byte {at} is damaged; fetch the file again"),
            ),
            Self::Compression(how) => (
                "unsupported_compression",
                format!(
                    "第 {at} 字节处的数据块用 {how} 压缩,只支持 zlib;可用 osmium cat -f pbf,pbf_compression=zlib 转换"
                ),
                format!(
                    "the blob at byte {at} is compressed by {how}, only zlib is understood; convert it, for example by osmium cat -f pbf,pbf_compression=zlib"
                ),
            ),
            Self::Feature(feature) => (
                "unsupported_feature",
                format!("第 {at} 字节处的文件头要求支持“{feature}”,无法读取"),
                format!("the header at byte {at} requires '{feature}', which is not understood"),
            ),
            Self::Cancelled => ("cancelled", "读取已取消".to_owned(), "reading was cancelled".to_owned()),
        };
        FormatError::content(path, code, zh, en)
    }
}
