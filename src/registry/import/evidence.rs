//! The files that milestones name as their evidence: kept as contents, and named by their SHA-256 from then on.

use super::Request;
use super::source::Row;
use crate::domain::id::BlobHash;
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::known::Known;
use crate::registry::error::RegistryError;
use crate::registry::evidence::LARGEST;
use sha2::{Digest, Sha256};
use std::path::Path;

impl Registry {
    /// Of each row the file `evidence_file`, beside the table, becomes its `blob`; a `blob` that is named is
    /// looked for. A trial keeps nothing.
    pub(super) async fn keep_evidence(
        &self,
        request: &Request<'_>,
        rows: &mut [Row],
        known: &mut Known<'_>,
    ) -> Result<(), RegistryError> {
        for row in rows {
            if let Some(hash) = self.kept(request, row).await? {
                known.contents.insert(hash);
            }
        }
        Ok(())
    }

    async fn kept(&self, request: &Request<'_>, row: &mut Row) -> Result<Option<BlobHash>, RegistryError> {
        let Some(name) = row.fields.text("evidence_file") else {
            let told = row.fields.peek("blob").map(Value::to_text);
            let named = told.and_then(|text| text.trim().to_lowercase().parse::<BlobHash>().ok());
            return Ok(match named {
                Some(hash) if self.keeps(hash).await? => Some(hash),
                _ => None,
            });
        };
        let beside = request.file.parent().unwrap_or(Path::new("")).join(&name);
        let bytes = match read(&beside) {
            Ok(bytes) => bytes,
            Err((zh, en)) => {
                row.fields.wrong("evidence_file", "no_such_file", zh, en);
                return Ok(None);
            }
        };
        let hash = BlobHash(Sha256::digest(&bytes).into());
        if !request.dry_run {
            self.store.put_blob(&bytes).await?;
        }
        row.fields.set("blob", Value::Text(hash.to_string()));
        Ok(Some(hash))
    }
}

/// The file's bytes, or why it can not be taken, (Chinese, English).
fn read(path: &Path) -> Result<Vec<u8>, (String, String)> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        (
            format!("无法读取佐证文件 {shown}：{error}；路径从表格所在文件夹算起"),
            format!("can not read the file {shown}: {error}; its path begins at the table's folder"),
        )
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err((
            format!("佐证文件 {shown} 超过 32 MB，请压缩或改填链接"),
            format!("the file {shown} is larger than 32 MB; make it smaller, or give a link"),
        ));
    }
    std::fs::read(path).map_err(unreadable)
}
