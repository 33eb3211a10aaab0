//! `jiantu init`

use super::output;
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::clock::Clock;
use crate::registry::init::{Files, Start, Wanted, init};
use crate::registry::reference::{Edits, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 建立数据库 / make a database
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// geodata 下的区名 / folder of geodata/
    #[arg(long, default_value = "hunnan", conflicts_with = "empty")]
    district: String,
    /// 不带任何区划和数据 / kinds and rules only
    #[arg(long)]
    empty: bool,
    /// 不要示范登记 / without the demonstration registry
    #[arg(long)]
    no_demo: bool,
    #[command(flatten)]
    told: Told,
    /// 含 geodata 和 seeds 的文件夹，缺省用程序自带的数据 / a folder with geodata/ and seeds/, instead of the built-in data
    #[arg(long, env = "JIANTU_DATA")]
    data: Option<PathBuf>,
}

const EXAMPLES: &str = "\
例 / Examples:
  jiantu init --district hunnan                            # 含示范数据 / with demonstration data
  jiantu init --district hunnan --no-demo                  # 浑南区划与计划，无示范 / real work in Hunnan
  jiantu init --empty --name 某区 --plan 规划.toml";

/// What is told instead of what the data files say; `init` and `reference` share it.
#[derive(clap::Args, Debug)]
pub struct Told {
    /// 区名 / the district's name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// 英文区名 / its English name
    #[arg(long, value_name = "NAME")]
    name_en: Option<String>,
    /// 时区，缺省 Asia/Shanghai / IANA time zone that decides which day it is
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// 计划文件（TOML），目标从此而来 / the plan, which has the target
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// 统计规则文件 / counting rules
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// 类型文件 / kinds of sites and equipment
    #[arg(long, value_name = "FILE")]
    kinds: Option<PathBuf>,
    /// 列名文件 / headings that imports understand
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
    /// 出行方式文件（步行、骑行） / modes: walking, cycling
    #[arg(long, value_name = "FILE")]
    modes: Option<PathBuf>,
    /// 典型项目与造价文件 / typical projects and what they cost
    #[arg(long, value_name = "FILE")]
    projects: Option<PathBuf>,
}

impl Told {
    /// # Errors
    /// A file can not be read.
    pub fn edits(&self) -> Result<Edits, RegistryError> {
        let file = |path: &Option<PathBuf>| path.as_deref().map(read).transpose();
        Ok(Edits {
            name_zh: self.name.clone(),
            name_en: self.name_en.clone(),
            time_zone: self.time_zone.clone(),
            plan: file(&self.plan)?,
            kinds: file(&self.kinds)?,
            rules: file(&self.rules)?,
            columns: file(&self.columns)?,
            modes: file(&self.modes)?,
            projects: file(&self.projects)?,
            no_demo: false,
        })
    }
}

fn read(path: &Path) -> Result<File, RegistryError> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(File::new(name, text)),
        Err(error) => Err(RegistryError::refused(
            format!("无法读取 {name}：{error}"),
            format!("can not read {name}: {error}"),
        )),
    }
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let files = match &self.data {
            Some(folder) => Files::in_folder(folder)?,
            None => Files::embedded()?,
        };
        let start = if self.empty { Start::Empty } else { Start::District(self.district) };
        let wanted = Wanted { start, edits: Edits { no_demo: self.no_demo, ..self.told.edits()? } };
        let registry = init(database.reveal(), &files, wanted, Clock::system(), |loaded| {
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
