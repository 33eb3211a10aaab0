//! `jiantu suspicions`
use crate::registry::RegistryError;
use std::process::ExitCode;
#[derive(clap::Args, Debug)]
pub struct Args {}
impl Args {
    pub async fn run(self, _database: &str) -> Result<ExitCode, RegistryError> {
        Ok(ExitCode::FAILURE)
    }
}
