//! `jiantu restore`

use super::output;
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use std::path::{Path, PathBuf};
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
    pub fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let Some(target) = database.reveal().strip_prefix("sqlite:") else {
            return Err(RegistryError::refused(
                "PostgreSQL 请用 pg_restore 恢复",
                "a PostgreSQL database is restored with pg_restore",
            ));
        };
        let target = Path::new(target);
        let failed = |error: std::io::Error| {
            RegistryError::refused(format!("恢复失败：{error}"), format!("could not restore: {error}"))
        };
        let head = std::fs::read(&self.file).map_err(failed)?;
        if !head.starts_with(b"SQLite format 3\0") {
            return Err(RegistryError::refused(
                format!("{} 不是备份文件", self.file.display()),
                format!("{} is not a backup", self.file.display()),
            ));
        }
        // The new file is complete before the old one gives way.
        let fresh = with_suffix(target, "restoring");
        std::fs::write(&fresh, &head).map_err(failed)?;
        std::fs::File::open(&fresh).and_then(|file| file.sync_all()).map_err(failed)?;
        if target.exists() {
            let kept = with_suffix(target, "replaced");
            std::fs::rename(target, &kept).map_err(failed)?;
            for side in ["-wal", "-shm"] {
                let side_file = PathBuf::from(format!("{}{side}", target.display()));
                if side_file.exists() {
                    std::fs::rename(&side_file, format!("{}{side}", kept.display())).map_err(failed)?;
                }
            }
            output::line(&format!("原数据库保留为 the replaced database is kept as {}", kept.display()));
        }
        std::fs::rename(&fresh, target).map_err(failed)?;
        output::line(&format!("已恢复 restored: {}", target.display()));
        Ok(ExitCode::SUCCESS)
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}.{suffix}-{}", path.display(), uuid::Uuid::now_v7().simple()))
}
