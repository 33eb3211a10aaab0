//! A consistent copy of the database, and its return.

use super::Registry;
use super::error::RegistryError;
use crate::storage::sqlite::restore::{self, Restored};
use std::path::{Path, PathBuf};

impl Registry {
    /// Writes a copy that can be opened as a database of its own; the file must not exist yet.
    ///
    /// # Errors
    /// The file exists or can not be written, or the database makes its backups by own means.
    pub async fn backup(&self, file: &Path) -> Result<(), RegistryError> {
        if file.exists() {
            return Err(RegistryError::refused(
                format!("{} 已存在：备份不覆盖文件", file.display()),
                format!("{} exists; a backup overwrites nothing", file.display()),
            ));
        }
        Ok(self.store.backup(file).await?)
    }
}

/// What a restored database holds, and where the one it replaced is kept.
pub struct Returned {
    pub kept: Option<PathBuf>,
    pub changes: u64,
}

/// Puts a backup in the place of a database (`sqlite:PATH`) that nobody has open. The backup is
/// examined first: pages, schema, the chain of its log, its rows.
///
/// # Errors
/// The database is open somewhere, the backup is not whole, or it is no SQLite database.
pub async fn restore(backup: &Path, database: &str) -> Result<Returned, RegistryError> {
    let Some(target) = database.strip_prefix("sqlite:") else {
        return Err(RegistryError::refused(
            "PostgreSQL 请用 pg_restore 恢复",
            "a PostgreSQL database is restored with pg_restore",
        ));
    };
    let target = Path::new(target.strip_prefix("//").unwrap_or(target));
    match restore::restore(backup, target).await? {
        Restored::Done { kept, verified } => Ok(Returned { kept, changes: verified.changes }),
        Restored::InUse => Err(RegistryError::refused(
            format!("{} 正在使用：请先停止服务和其他 jiantu 命令", target.display()),
            format!("{} is in use; stop the service and other commands of jiantu first", target.display()),
        )),
        Restored::Damaged(why) => Err(RegistryError::refused(
            format!("{} 不是完整的健图备份，什么也没有改变：{why}", backup.display()),
            format!("{} is not a whole backup of jiantu, nothing was changed: {why}", backup.display()),
        )),
    }
}
