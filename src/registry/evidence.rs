//! Files that prove something: kept by their SHA-256, shown where a milestone or a declaration names them.

use super::Registry;
use super::error::RegistryError;
use crate::domain::id::BlobHash;
use sha2::{Digest, Sha256};

/// Bytes of one file at most.
pub const LARGEST: u64 = 32 * 1024 * 1024;

impl Registry {
    /// Keeps a file; the same one is kept once. What nobody names is shown to nobody.
    ///
    /// # Errors
    /// It is empty or too large, or the store fails.
    pub async fn keep_evidence_file(&self, bytes: &[u8]) -> Result<BlobHash, RegistryError> {
        if bytes.is_empty() {
            return Err(RegistryError::invalid("", "empty", "文件是空的", "the file is empty"));
        }
        if bytes.len() as u64 > LARGEST {
            return Err(RegistryError::invalid(
                "",
                "too_large",
                "佐证文件超过 32 MB，请压缩或改填链接",
                "the file is larger than 32 MB; make it smaller, or give a link",
            ));
        }
        Ok(BlobHash(self.store.put_blob(bytes).await?))
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
