//! The files that records name as their evidence: kept as contents, and named by their SHA-256 from then on.

use super::Request;
use super::source::Row;
use crate::domain::id::BlobHash;
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::known::Known;
use crate::registry::error::RegistryError;
use crate::registry::evidence::{LARGEST, as_kept, too_large};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Files that rows name, to be kept when the rows land.
pub type Files = BTreeMap<BlobHash, PathBuf>;

/// Why a file can not be taken: code, Chinese, English.
type Refusal = (&'static str, String, String);

impl Registry {
    /// Of each row the file `evidence_file`, beside the table, becomes its `blob`; a `blob` that is named is
    /// looked for.
    pub(super) async fn look_for_evidence(
        &self,
        request: &Request<'_>,
        rows: &mut [Row],
        known: &mut Known<'_>,
        files: &mut Files,
    ) -> Result<(), RegistryError> {
        for row in rows {
            if let Some(hash) = self.looked_for(request, row, files).await? {
                known.contents.insert(hash);
            }
        }
        Ok(())
    }

    async fn looked_for(
        &self,
        request: &Request<'_>,
        row: &mut Row,
        files: &mut Files,
    ) -> Result<Option<BlobHash>, RegistryError> {
        let Some(name) = row.fields.text("evidence_file") else {
            let told = row.fields.peek("blob").map(Value::to_text);
            let named = told.and_then(|text| text.trim().to_lowercase().parse::<BlobHash>().ok());
            return Ok(match named {
                Some(hash) if self.keeps(hash).await? => Some(hash),
                _ => None,
            });
        };
        let folder = request.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let found = beside(folder.unwrap_or(Path::new(".")), &name);
        let (path, bytes) = match found.and_then(|path| Ok((path.clone(), read(&path)?))) {
            Ok(found) => found,
            Err((code, zh, en)) => {
                row.fields.wrong("evidence_file", code, zh, en);
                return Ok(None);
            }
        };
        let hash = BlobHash(Sha256::digest(&bytes).into());
        files.insert(hash, path);
        row.fields.set("blob", Value::Text(hash.to_string()));
        Ok(Some(hash))
    }

    /// Keeps the files whose rows land.
    ///
    /// # Errors
    /// A file is not any more what it was, or the store fails.
    pub(super) async fn keep_evidence(&self, files: &Files) -> Result<(), RegistryError> {
        for (hash, path) in files {
            let bytes = read(path).map_err(|(_, zh, en)| RegistryError::refused(zh, en))?;
            if BlobHash(Sha256::digest(&bytes).into()) != *hash {
                let shown = path.display();
                return Err(RegistryError::refused(
                    format!("佐证文件 {shown} 在导入期间被改动，请重试"),
                    format!("the file {shown} was changed while it was imported; try again"),
                ));
            }
            self.store.put_blob(&bytes).await?;
        }
        Ok(())
    }
}

/// The file of that name in the table's folder or below. A table may come from another office: it must not be able to
/// publish what else lies on this machine.
fn beside(folder: &Path, name: &str) -> Result<PathBuf, Refusal> {
    let outside = || {
        (
            "outside",
            format!("“{name}”不在表格所在文件夹之内：佐证文件须与表格放在一起"),
            format!("`{name}` is not in the table's folder: files of evidence lie beside the table"),
        )
    };
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(name).components().all(plain) {
        return Err(outside());
    }
    let path = folder.join(name);
    let real = path.canonicalize().map_err(|error| unreadable(&path, &error))?;
    // A link may lead anywhere.
    let within = folder.canonicalize().is_ok_and(|folder| real.starts_with(folder));
    if within && real.is_file() { Ok(real) } else { Err(outside()) }
}

/// The file's bytes as they are kept.
fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if size > LARGEST {
        let wrong = too_large();
        return Err(("too_large", wrong.message_zh, wrong.message_en));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let kept = as_kept(&bytes).map_err(|wrong| {
        let shown = path.display();
        ("not_taken", format!("{shown}：{}", wrong.message_zh), format!("{shown}: {}", wrong.message_en))
    })?;
    Ok(kept.into_owned())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    let shown = path.display();
    (
        "no_such_file",
        format!("无法读取佐证文件 {shown}：{error}；路径从表格所在文件夹算起"),
        format!("can not read the file {shown}: {error}; its path begins at the table's folder"),
    )
}
