//! `jiantu export`

use super::output;
use crate::config::DatabaseUrl;
use crate::domain::crs::Crs;
use crate::formats::Format;
use crate::registry::RegistryError;
use crate::registry::export::Request;
use crate::registry::import::What;
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;

/// 导出文件 / export to a file
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu export sites --format csv --output 场地.csv --crs gcj02\n  jiantu export sites --output 场地.gpkg --crs EPSG:4528\n  jiantu export layer --name plots --format fgb\n  jiantu export population --format csv --output 人口.csv"
)]
pub struct Args {
    /// sites, equipment, divisions, population, clusters, organisations, events, institutions, providers, observations, milestones, declarations, layer
    #[arg(value_parser = what)]
    what: What,
    /// geojson, geojsonseq, jsonfg, csv, xlsx, gpkg, fgb
    #[arg(long, value_parser = written)]
    format: Option<Format>,
    /// 文件；缺省为 名称.格式 / the file; WHAT.FORMAT by default
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// 图层的名称 / name of a layer
    #[arg(long, required_if_eq("what", "layer"))]
    name: Option<String>,
    /// 截至哪天 / on which day
    #[arg(long, value_name = "DATE", value_parser = super::coverage::date)]
    as_of: Option<Date>,
    /// 只用当时已登记的 / using only what was recorded by then
    #[arg(long, value_name = "WHEN", value_parser = super::coverage::day_or_instant)]
    known_at: Option<String>,
    /// 坐标系 / datum of the coordinates
    #[arg(long, default_value = "wgs84")]
    crs: Crs,
}

fn what(text: &str) -> Result<What, String> {
    let all = || What::TABLES.into_iter().chain([What::Layer]);
    let names = all().map(What::as_str).collect::<Vec<_>>().join(", ");
    all().find(|what| what.as_str() == text).ok_or(format!("可导出 / there are: {names}"))
}

/// Formats that can be written; the others are only read.
fn written(text: &str) -> Result<Format, String> {
    let names = Format::WRITTEN.map(Format::name).join(", ");
    let known = text.parse::<Format>().ok().filter(|format| Format::WRITTEN.contains(format));
    known.ok_or(format!("可导出为 / there are: {names}"))
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let format = self.format.or_else(|| self.output.as_deref().and_then(Format::of_extension));
        let format = format.unwrap_or(Format::GeoJson);
        let stem = self.name.as_deref().unwrap_or(self.what.as_str());
        let file = self.output.unwrap_or_else(|| PathBuf::from(format!("{stem}.{}", format.name())));
        let known_at =
            self.known_at.as_deref().map(|text| super::coverage::instant(text, &registry)).transpose()?;
        let request = Request {
            what: self.what,
            name: self.name.as_deref(),
            file: &file,
            format: Some(format),
            as_of: self.as_of,
            known_at,
            crs: self.crs,
        };
        let count = registry.export(&request).await?;
        output::line(&format!("{}：{count} 个 {}", file.display(), self.what.as_str()));
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
