//! `jiantu backup`

use super::output;
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use std::path::PathBuf;
use std::process::ExitCode;

/// 备份 / a consistent copy of the database, also while it serves
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu backup jiantu-2026-01-01.gpkg")]
pub struct Args {
    /// 新文件 / a file that does not exist yet
    file: PathBuf,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        registry.backup(&self.file).await?;
        output::line(&format!("已备份到 backed up to {}", self.file.display()));
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
