//! `jiantu why`

use super::coverage::{date, day_or_instant, instant};
use super::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::why::{Figure, Unit, Why};
use jiff::civil::Date;
use std::process::ExitCode;

/// 数字从何而来 / what stands behind a figure: each site (piece, division) and the rule
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// 区划：名称、编号或 系统:代码；unassigned 或 unassigned:区划 指未划入下级的部分 / a division by name, id or system:code; unassigned, unassigned:DIVISION
    #[arg(long)]
    division: Option<String>,
    /// 哪个数字 / all, open, free, sites, count:KIND, trail, pieces, programme:NAME, completeness, population
    #[arg(long, default_value = "all", value_parser = figure)]
    figure: Figure,
    /// 截至哪天 / on which day (best knowledge)
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// 只用当时已登记的 / using only what was recorded by then (date or RFC 3339)
    #[arg(long, value_name = "WHEN", value_parser = day_or_instant)]
    known_at: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

const EXAMPLES: &str = "\
例 / Examples:
  jiantu why --division 五三街道 --figure free --as-of 2025-12-31
  jiantu why --figure count:basketball --format csv
  jiantu why --figure population";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

fn figure(text: &str) -> Result<Figure, String> {
    Figure::parse(text).ok_or_else(|| format!("应为 / one of: {}", Figure::WORDS))
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let known_at = self.known_at.as_deref().map(|text| instant(text, &registry)).transpose()?;
        let (_, why) = registry.why(self.as_of, known_at, self.division.as_deref(), self.figure).await?;
        match self.format {
            Format::Json => output::json(&why)?,
            Format::Table => print(&why),
            Format::Csv => print_csv(&why)?,
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.to_string())
}

fn print(why: &Why) {
    let unit = why.unit;
    let mut table = Table::new(&[
        ("名称 name", false),
        ("类型 kind", false),
        ("数量 amount", true),
        ("单位 unit", false),
        ("部分 share", true),
        ("计入 counted", false),
        ("规则 rule", false),
        ("标记 flags", false),
    ]);
    for item in &why.items {
        table.row(vec![
            item.name_zh.clone(),
            item.kind.clone(),
            shown(item.amount),
            item.unit.as_str().to_owned(),
            format!("{:.3}", item.share),
            if item.counted { "是 yes" } else { "否 no" }.to_owned(),
            item.rule_zh.to_string(),
            if item.demo { "demo" } else { "" }.to_owned(),
        ]);
    }
    table.print();
    let of = why.of.map_or_else(String::new, |of| match why.total {
        #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
        Some(total) if of > 0 => format!(" / {of} = {:.1} %", total.value() / of as f64 * 100.0),
        _ => String::new(),
    });
    let division = why.division.as_deref().unwrap_or("全部 everything");
    let unit =
        if unit == Unit::SquareMetre { "m²".to_owned() } else { format!("{} {}", unit.zh(), unit.as_str()) };
    output::line(&format!(
        "{division}，{}，截至 as of {}：合计 total {} {unit}{of}，规则 rules {}",
        why.figure,
        why.as_of,
        shown(why.total),
        why.rule_version
    ));
    if why.demo {
        output::line("demo：含示范数据，不是真实登记 / contains demonstration data");
    }
}

fn print_csv(why: &Why) -> Result<(), RegistryError> {
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    let failed = |error: csv::Error| RegistryError::Internal(error.to_string());
    writer
        .write_record([
            "site_id",
            "equipment_id",
            "division_id",
            "name_zh",
            "kind",
            "amount",
            "unit",
            "share",
            "counted",
            "rule_zh",
            "rule_en",
            "demo",
            "figure",
            "as_of",
            "rule_version",
        ])
        .map_err(failed)?;
    for item in &why.items {
        let text = |id: &Option<String>| id.clone().unwrap_or_default();
        writer
            .write_record([
                text(&item.site_id),
                text(&item.equipment_id),
                text(&item.division_id),
                item.name_zh.clone(),
                item.kind.clone(),
                item.amount.map_or_else(String::new, |amount| amount.to_string()),
                item.unit.as_str().to_owned(),
                item.share.to_string(),
                item.counted.to_string(),
                item.rule_zh.to_string(),
                item.rule_en.to_string(),
                item.demo.to_string(),
                why.figure.to_string(),
                why.as_of.to_string(),
                why.rule_version.clone(),
            ])
            .map_err(failed)?;
    }
    writer.flush().map_err(|error| RegistryError::Internal(error.to_string()))
}
