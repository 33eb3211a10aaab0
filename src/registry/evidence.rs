//! Files that prove something: kept by their SHA-256, shown where a milestone or a declaration names them.

use super::Registry;
use super::error::RegistryError;
use crate::domain::id::BlobHash;
use crate::domain::invalid::Invalid;
use crate::formats::photo::{self, PhotoError};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Bytes of one file at most.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// What is said of a file that is.
pub fn too_large() -> Invalid {
    Invalid::new(
        "",
        "too_large",
        "佐证文件超过 32 MB，请压缩或改填链接",
        "the file is larger than 32 MB; make it smaller, or give a link",
    )
}

/// The file as it is kept: photographs without place, time and device.
///
/// # Errors
/// It is empty, too large or a picture that can not be taken.
pub fn as_kept(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Invalid> {
    if bytes.is_empty() {
        return Err(Invalid::new("", "empty", "文件是空的", "the file is empty"));
    }
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    photo::without_metadata(bytes).map_err(|error| match error {
        PhotoError::Damaged => Invalid::new(
            "",
            "damaged_picture",
            "图片已损坏，请重新导出",
            "the picture is damaged; export it again",
        ),
        PhotoError::Sort => Invalid::new(
            "",
            "picture_sort",
            "此类图片（HEIC、WebP、TIFF 等）带有拍摄地点等信息且无法去除：请转为 JPEG 或 PNG",
            "pictures of this sort (HEIC, WebP, TIFF, ...) tell where they were taken, which can not be taken out: make it JPEG or PNG",
        ),
    })
}

impl Registry {
    /// Keeps a file, photographs without their metadata; the same one is kept once. What nobody names is shown to
    /// nobody. Tells its SHA-256 and its bytes as they are kept.
    ///
    /// # Errors
    /// It is empty, too large or a picture that can not be taken, or the store fails.
    pub async fn keep_evidence_file(&self, bytes: &[u8]) -> Result<(BlobHash, usize), RegistryError> {
        let kept = as_kept(bytes).map_err(|wrong| RegistryError::Invalid(vec![wrong]))?;
        Ok((BlobHash(self.store.put_blob(&kept).await?), kept.len()))
    }

    /// A file that a milestone or a declaration which stands names as its evidence; `None`: there is none.
    ///
    /// # Errors
    /// The store fails, or the file is not what its hash says.
    pub async fn evidence_file(&self, hash: BlobHash) -> Result<Option<Vec<u8>>, RegistryError> {
        let world = self.world();
        let records = world.records();
        let mut named = records.milestones().filter_map(|entry| entry.facts.record.blob);
        let mut declared = records.declarations().filter_map(|entry| entry.facts.record.blob);
        if !named.any(|one| one == hash) && !declared.any(|one| one == hash) {
            return Ok(None);
        }
        let Some(bytes) = self.store.blob(&hash.0).await? else { return Ok(None) };
        if BlobHash(Sha256::digest(&bytes).into()) != hash {
            return Err(RegistryError::Internal(format!("the file {hash} is not what its SHA-256 says")));
        }
        Ok(Some(bytes))
    }
}
