//! `jiantu coverage`

use super::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::domain::time::Micros;
use crate::registry::coverage::{Coverage, Row};
use crate::registry::draft::fields::read_date;
use crate::registry::{Registry, RegistryError};
use jiff::civil::Date;
use std::process::ExitCode;

/// 人均体育场地面积 / venue area per head
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu coverage --as-of 2025-12-31 --format json")]
pub struct Args {
    /// 截至哪天 / on which day (best knowledge)
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// 只用当时已登记的 / using only what was recorded by then (date or RFC 3339)
    #[arg(long, value_name = "WHEN", value_parser = day_or_instant)]
    known_at: Option<String>,
    /// 区划：名称、编号或 系统:代码 / a division by name, id or system:code
    #[arg(long)]
    division: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Geojson,
}

pub fn date(text: &str) -> Result<Date, String> {
    read_date(text).ok_or_else(|| "应写成 2025-12-31 / write 2025-12-31".to_owned())
}

/// Whether a text is a day or an instant; which instant a day means is for the district's zone to say.
pub fn day_or_instant(text: &str) -> Result<String, String> {
    let known = text.parse::<jiff::Timestamp>().is_ok() || read_date(text).is_some();
    if known {
        Ok(text.to_owned())
    } else {
        Err("应为日期或时刻 / a date or an instant (RFC 3339)".to_owned())
    }
}

/// An instant, or the end of a day in the district's time zone.
///
/// # Errors
/// It is neither.
pub fn instant(text: &str, registry: &Registry) -> Result<Micros, RegistryError> {
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Ok(Micros(instant.as_microsecond()));
    }
    read_date(text)
        .and_then(|day| day.tomorrow().ok()?.to_zoned(registry.reference().zone.clone()).ok())
        .map(|midnight| Micros(midnight.timestamp().as_microsecond() - 1))
        .ok_or_else(|| {
            RegistryError::refused(
                format!("“{text}”不是日期或时刻"),
                format!("`{text}` is neither a date nor an instant (RFC 3339)"),
            )
        })
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let known_at = self.known_at.as_deref().map(|text| instant(text, &registry)).transpose()?;
        let (world, coverage) = registry.coverage(self.as_of, known_at, self.division.as_deref()).await?;
        match self.format {
            Format::Json => output::json(&coverage)?,
            Format::Table => {
                print(&coverage);
                if let (Some(known_at), Some(first)) = (known_at, registry.first_recorded().await?)
                    && known_at < first
                {
                    let first = first.to_rfc3339();
                    output::line(&format!(
                        "当时尚无任何登记：第一条登记于 {first} / nothing had been recorded by then: the first change is of {first}"
                    ));
                }
            }
            Format::Csv => print_csv(&coverage)?,
            Format::Geojson => {
                let features = coverage.rows.iter().map(|row| {
                    let id = row.division.id.as_deref().and_then(|id| uuid::Uuid::parse_str(id).ok());
                    let entry = id.and_then(|id| world.snapshot.divisions.get(id));
                    let geometry = entry.and_then(|entry| {
                        let feature: serde_json::Value = serde_json::from_slice(&entry.feature).ok()?;
                        feature.get("geometry").cloned()
                    });
                    serde_json::json!({ "type": "Feature", "geometry": geometry, "properties": row })
                });
                let features: Vec<_> = features.collect();
                output::json(&serde_json::json!({
                    "type": "FeatureCollection", "as_of": coverage.as_of, "rule_version": coverage.rule_version,
                    "target_m2_per_head": coverage.target_m2_per_head, "features": features,
                }))?;
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn decimals(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.places$}"))
}

fn name(row: &Row) -> String {
    row.division.name_zh.clone()
}

fn print(coverage: &Coverage) {
    let target = coverage.target_m2_per_head.map_or_else(|| "—".to_owned(), |t| format!("{t} m²/人"));
    output::line(&format!(
        "人均体育场地面积 venue area per head，截至 as of {}，目标 target {target}，规则 rules {}",
        coverage.as_of, coverage.rule_version
    ));
    let mut table = Table::new(&[
        ("区划 division", false),
        ("人口 people", true),
        ("年 year", true),
        ("面积 area m²", true),
        ("全部 all", true),
        ("开放 open", true),
        ("免费 free", true),
        ("达标 met", false),
        ("缺口 short m²", true),
        ("场地 sites", true),
        ("完整 known", true),
        ("标记 flags", false),
    ]);
    for row in &coverage.rows {
        let people = row.population.as_ref();
        table.row(vec![
            name(row),
            people.map_or_else(|| "—".to_owned(), |p| p.value.to_string()),
            people.map_or_else(|| "—".to_owned(), |p| p.year.to_string()),
            decimals(row.area_m2.all.map(super::super::domain::area::Area::m2), 0),
            decimals(row.m2_per_head.all, 2),
            decimals(row.m2_per_head.open, 2),
            decimals(row.m2_per_head.free, 2),
            row.met.map_or("—", |met| if met { "是 yes" } else { "否 no" }).to_owned(),
            decimals(row.shortfall_m2.map(super::super::domain::area::Area::m2), 0),
            row.sites.to_string(),
            row.completeness.map_or_else(|| "—".to_owned(), |part| format!("{:.1} %", part * 100.0)),
            row.flags.join(","),
        ]);
    }
    table.print();
    output::line("单位 m²/人；达标按未四舍五入的数比较 / m2 per head; met compares the unrounded figure");
    let flagged = |flag: &str| coverage.rows.iter().any(|row| row.flags.contains(&flag));
    for (flag, text) in [
        ("demo", "demo：含示范数据，不是真实登记 / contains demonstration data"),
        ("estimate", "estimate：人口为估算 / the population is an estimate"),
        ("schematic", "schematic：边界为示意，不可量算 / the boundary is schematic"),
    ] {
        if flagged(flag) {
            output::line(text);
        }
    }
}

fn print_csv(coverage: &Coverage) -> Result<(), RegistryError> {
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    let mut put = |cells: Vec<String>| {
        writer.write_record(&cells).map_err(|error| RegistryError::Internal(error.to_string()))
    };
    put([
        "division_id",
        "name_zh",
        "name_en",
        "level",
        "as_of",
        "rule_version",
        "target_m2_per_head",
        "population",
        "population_year",
        "population_vintage",
        "population_estimate",
        "area_m2_all",
        "area_m2_open",
        "area_m2_free",
        "m2_per_head_all",
        "m2_per_head_open",
        "m2_per_head_free",
        "met",
        "shortfall_m2",
        "sites",
        "completeness",
        "trail_m",
        "flags",
    ]
    .map(str::to_owned)
    .to_vec())?;
    for row in &coverage.rows {
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let area =
            |value: Option<crate::domain::area::Area>| value.map_or_else(String::new, |v| v.to_string());
        let people = row.population.as_ref();
        put(vec![
            row.division.id.clone().unwrap_or_default(),
            row.division.name_zh.clone(),
            row.division.name_en.clone().unwrap_or_default(),
            row.division.level.clone(),
            coverage.as_of.to_string(),
            coverage.rule_version.clone(),
            number(coverage.target_m2_per_head),
            people.map_or_else(String::new, |p| p.value.to_string()),
            people.map_or_else(String::new, |p| p.year.to_string()),
            people.map_or_else(String::new, |p| p.vintage.clone()),
            people.map_or_else(String::new, |p| p.estimate.to_string()),
            area(row.area_m2.all),
            area(row.area_m2.open),
            area(row.area_m2.free),
            number(row.m2_per_head.all),
            number(row.m2_per_head.open),
            number(row.m2_per_head.free),
            row.met.map_or_else(String::new, |met| met.to_string()),
            area(row.shortfall_m2),
            row.sites.to_string(),
            number(row.completeness),
            row.trail_m.to_string(),
            row.flags.join(" "),
        ])?;
    }
    writer.flush().map_err(|error| RegistryError::Internal(error.to_string()))
}
