//! `jiantu init`

use super::output;
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::clock::Clock;
use crate::registry::init::{Files, Start, init};
use std::path::PathBuf;
use std::process::ExitCode;

/// 建立数据库 / make a database
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu --database sqlite:mine.gpkg init --district hunnan")]
pub struct Args {
    /// geodata 下的区名 / folder of geodata/
    #[arg(long, default_value = "hunnan", conflicts_with = "empty")]
    district: String,
    /// 不带任何区划和数据 / kinds and rules only
    #[arg(long)]
    empty: bool,
    /// 含 geodata 和 seeds 的文件夹，缺省用程序自带的数据 / a folder with geodata/ and seeds/, instead of the built-in data
    #[arg(long, env = "JIANTU_DATA")]
    data: Option<PathBuf>,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let files = match &self.data {
            Some(folder) => Files::in_folder(folder)?,
            None => Files::embedded()?,
        };
        let start = if self.empty { Start::Empty } else { Start::District(self.district) };
        let registry = init(database.reveal(), &files, &start, Clock::system(), |loaded| {
            let report = &loaded.report;
            output::line(&format!(
                "已载入 loaded {}：{} 行 rows, {} 提示 warnings",
                loaded.file, report.accepted, report.warnings
            ));
        })
        .await?;
        let world = registry.world();
        let snapshot = &world.snapshot;
        output::line(&format!(
            "{} {}：{} 个场地 sites，{} 件器材 pieces of equipment，{} 个行政区划 divisions",
            registry.reference().district.name_zh,
            registry.reference().district.name_en,
            snapshot.sites.len(),
            snapshot.equipment.len(),
            snapshot.divisions.len(),
        ));
        if registry.reference().district.demo.is_some() {
            output::line(
                "含示范数据（demo），不是真实登记 / contains demonstration data, not a real register",
            );
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
