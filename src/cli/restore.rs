//! `jiantu restore`

use super::output;
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::backup;
use std::path::PathBuf;
use std::process::ExitCode;

/// 恢复 / put a backup in place; the database it replaces is kept beside it
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Example（先停止服务 / stop the service first）:\n  jiantu restore jiantu-2026-01-01.gpkg"
)]
pub struct Args {
    /// 备份文件 / a file that `backup` wrote
    file: PathBuf,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let returned = backup::restore(&self.file, database.reveal()).await?;
        if let Some(kept) = returned.kept {
            output::line(&format!("原数据库保留为 the replaced database is kept as {}", kept.display()));
        }
        let file = self.file.display();
        output::line(&format!("已恢复 restored {file}: {} 条变更 changes", returned.changes));
        Ok(ExitCode::SUCCESS)
    }
}
