//! The program: everything is in the library.

use jiantu::{cli, telemetry};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(telemetry::logs, telemetry::metrics)
}
