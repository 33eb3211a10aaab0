//! `jiantu plan`

mod declare;
mod report;
mod status;

use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use std::process::ExitCode;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// 各项任务进展 / where the tasks stand
    Status(status::Args),
    /// 执行情况报告 / a report of the plan as a file
    Report(report::Args),
    /// 申报任务状态 / say what a responsible body declares of a task
    Declare(declare::Args),
}

impl Command {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        match self {
            Self::Status(args) => args.run(database).await,
            Self::Report(args) => args.run(database).await,
            Self::Declare(args) => args.run(database).await,
        }
    }
}
