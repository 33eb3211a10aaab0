//! A consistent copy of the database.

use super::Registry;
use super::error::RegistryError;
use std::path::Path;

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
