//! The program: everything is in the library.

use jiantu::config::LogFormat;
use jiantu::{cli, telemetry};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    telemetry::logs(LogFormat::from_environment() == LogFormat::Json);
    cli::run(telemetry::metrics)
}
