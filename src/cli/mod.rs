//! The command line: one file per command.

mod backup;
mod coverage;
mod export;
mod freeze;
mod freezes;
mod history;
mod import;
mod init;
mod output;
mod plan;
mod reference;
mod restore;
mod serve;
mod study;
mod suspicions;
mod template;
mod token;
mod verify;
mod why;

use crate::config::{DatabaseUrl, LogFormat};
use crate::registry::clock::Clock;
use crate::registry::{Registry, RegistryError};
use clap::{Parser, Subcommand};
use metrics_exporter_prometheus::PrometheusHandle;
use std::process::ExitCode;
use std::sync::Arc;

/// 健图 jiantu：一个区的公共健身场地登记、统计与地图服务。
///
/// The registry of a district's public fitness sites: records, counts, maps.
#[derive(Parser, Debug)]
#[command(name = "jiantu", version, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    /// 数据库 / the database: sqlite:PATH or postgres://…
    #[arg(
        long,
        global = true,
        env = "JIANTU_DATABASE",
        default_value = "sqlite:jiantu.gpkg",
        hide_env_values = true
    )]
    database: DatabaseUrl,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
例 / Examples:
  jiantu init --district hunnan
  jiantu serve
  jiantu import sites 场地.xlsx --crs gcj02 --dry-run
  jiantu coverage --as-of 2025-12-31";

#[derive(Subcommand, Debug)]
enum Command {
    /// 启动服务 / run the service
    Serve(serve::Args),
    /// 建立数据库 / make a database
    Init(init::Args),
    /// 导入文件 / import a file
    Import(import::Args),
    /// 空白模板 / write an empty table with headings and an example
    Template(template::Args),
    /// 导出文件 / export to a file
    Export(export::Args),
    /// 人均体育场地面积 / venue area per head
    Coverage(coverage::Args),
    /// 数字从何而来 / what stands behind a figure
    Why(why::Args),
    /// 可达人口 / people within distances of a site
    Reach(study::reach::Args),
    /// 服务缺口 / where people live who have too far
    Gaps(study::gaps::Args),
    /// 选址 / where to build next, with proof
    Siting(study::siting::Args),
    /// 人均可用场地 / how much venue area each person can use
    Access(study::access::Args),
    /// 等时圈 / how far one gets along streets
    Isochrone(study::isochrone::Args),
    /// 方案比较 / scenarios beside the present
    #[command(subcommand)]
    Scenario(study::scenario::Command),
    /// 设施多样性 / how many families of facilities people have near
    Diversity(study::diversity::Args),
    /// 公平性 / how evenly area and access are shared
    Equity(study::equity::Args),
    /// 误差范围 / how far venue area per head may be off
    Bounds(study::bounds::Args),
    /// 补足缺口的项目 / the cheapest projects that reach a target
    Projects(study::projects::Args),
    /// 实施计划 / the plan's tasks: is it kept
    #[command(subcommand)]
    Plan(plan::Command),
    /// 年末封存 / freeze the figures of a year's end
    Freeze(freeze::Args),
    /// 封存与对账 / frozen year-ends, and why best knowledge differs
    Freezes(freezes::Args),
    /// 疑似重复 / suspected double counting
    Suspicions(suspicions::Args),
    /// 变更历史 / all changes of one thing
    History(history::Args),
    /// 区名、计划、规则、类型 / show or replace the reference data
    Reference(reference::Args),
    /// 令牌 / tokens for writing
    #[command(subcommand)]
    Token(token::Command),
    /// 备份 / a consistent copy of the database
    Backup(backup::Args),
    /// 恢复 / put a backup in place
    Restore(restore::Args),
    /// 校验 / check the log's chain, the rows and the index
    Verify(verify::Args),
}

/// Starts to collect metrics; only the service wants them.
pub type Metrics = fn() -> Option<PrometheusHandle>;

/// Parses the arguments, runs the command, and tells how it went: 0 done, 1 failed, 2 wrong usage.
pub fn run(logs: fn(json: bool), metrics: Metrics) -> ExitCode {
    logs(LogFormat::from_environment() == LogFormat::Json);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not errors.
            let code = if error.use_stderr() { 2 } else { 0 };
            // A closed pipe is the reader's wish.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("jiantu: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(dispatch(cli, metrics)) {
        Ok(code) => code,
        Err(error) => {
            output::failure(&error);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli, metrics: Metrics) -> Result<ExitCode, RegistryError> {
    let database = &cli.database;
    match cli.command {
        Command::Serve(args) => args.run(database, metrics).await,
        Command::Init(args) => args.run(database).await,
        Command::Import(args) => args.run(database).await,
        Command::Template(args) => args.run(database).await,
        Command::Export(args) => args.run(database).await,
        Command::Coverage(args) => args.run(database).await,
        Command::Why(args) => args.run(database).await,
        Command::Reach(args) => args.run(database).await,
        Command::Gaps(args) => args.run(database).await,
        Command::Siting(args) => args.run(database).await,
        Command::Access(args) => args.run(database).await,
        Command::Isochrone(args) => args.run(database).await,
        Command::Scenario(command) => command.run(database).await,
        Command::Diversity(args) => args.run(database).await,
        Command::Equity(args) => args.run(database).await,
        Command::Bounds(args) => args.run(database).await,
        Command::Projects(args) => args.run(database).await,
        Command::Plan(command) => command.run(database).await,
        Command::Freeze(args) => args.run(database).await,
        Command::Freezes(args) => args.run(database).await,
        Command::Suspicions(args) => args.run(database).await,
        Command::History(args) => args.run(database).await,
        Command::Reference(args) => args.run(database).await,
        Command::Token(command) => command.run(database).await,
        Command::Backup(args) => args.run(database).await,
        Command::Restore(args) => args.run(database).await,
        Command::Verify(args) => args.run(database).await,
    }
}

/// Opens the registry of a database that exists.
async fn registry(database: &DatabaseUrl) -> Result<Arc<Registry>, RegistryError> {
    Registry::open_at(database.reveal(), Clock::system()).await
}
