//! `jiantu verify`

use super::output::{self, Shape};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use std::process::ExitCode;

/// 校验 / check the log's chain, the rows and the index
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu verify --format json")]
pub struct Args {
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let findings = registry.verify().await?;
        match self.format {
            Shape::Json => output::json(&findings)?,
            Shape::Table => {
                output::line(&format!(
                    "日志 log: {} 批 batches，{} 条 changes，{} 已抹除 erased；{} 场地 sites，{} 器材 equipment，{} 次封存 freezes",
                    findings.batches,
                    findings.changes,
                    findings.erased,
                    findings.sites,
                    findings.equipment,
                    findings.year_ends
                ));
                for fault in &findings.faults {
                    output::line(&format!("错误 fault: {fault}"));
                }
                if findings.faults.is_empty() {
                    output::line("一切相符 / all is well");
                }
            }
        }
        registry.close().await;
        Ok(if findings.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
