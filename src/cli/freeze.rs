//! `jiantu freeze`

use super::output::{self, Shape};
use crate::config::DatabaseUrl;
use crate::domain::change::Actor;
use crate::registry::RegistryError;
use crate::registry::write::{Author, Members};
use serde_json::Value;
use std::process::ExitCode;

/// Under which name the log records what this command does.
const ACTOR: &str = "command-line";

/// 年末封存：12月31日的数字按现在所知固定下来，此后不变 / freeze the figures of 31 December as they are known now
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu freeze 2025 --by 区体育局\n  jiantu freeze 2025 --reopen --reason 审计发现漏登两处场地\n  jiantu freezes 2025"
)]
pub struct Args {
    /// 年份 / the year
    year: i16,
    /// 封存单位 / the office that freezes it
    #[arg(long, value_name = "OFFICE")]
    by: Option<String>,
    /// 重开：另立新的一版，旧版仍可查 / open a frozen year again: a new version, the old stays readable
    #[arg(long, requires = "reason")]
    reopen: bool,
    /// 重开原因 / why it is opened again
    #[arg(long, requires = "reopen")]
    reason: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let mut members = Members::new();
        members.insert("year".to_owned(), self.year.into());
        for (name, value) in [("by", self.by), ("reason", self.reason)] {
            members.extend(value.map(|value| (name.to_owned(), Value::String(value))));
        }
        members.insert("reopen".to_owned(), self.reopen.into());
        let author = Author { actor: Actor(ACTOR.to_owned()), unconditional: true };
        let written = registry.freeze(&author, members, None).await?;
        let told = registry.year_end_told(written.id)?;
        match self.format {
            Shape::Json => output::json(&told)?,
            Shape::Table => {
                let head = told.m2_per_head.map_or_else(|| "—".to_owned(), |value| format!("{value:.4}"));
                output::line(&format!(
                    "{} 年已封存（第 {} 版）：{} 处场地，{:.2} 平方米，人均 {head} 平方米 / frozen: {} sites, {:.2} m2, {head} m2 per head",
                    told.year, told.version, told.sites, told.area_m2, told.sites, told.area_m2
                ));
                output::line(&format!("哈希 hash {}", told.hash));
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
