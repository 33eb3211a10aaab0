//! `jiantu plan`

mod status;

use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use std::process::ExitCode;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// 各项任务进展 / where the tasks stand
    Status(status::Args),
}

impl Command {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        match self {
            Self::Status(args) => args.run(database).await,
        }
    }
}
