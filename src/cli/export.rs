//! `jiantu export`

use super::output;
use crate::config::DatabaseUrl;
use crate::domain::crs::Crs;
use crate::formats::Format;
use crate::registry::RegistryError;
use crate::registry::export::{DEEPEST, Request, TilesRequest};
use crate::registry::import::What;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 导出文件 / export to a file
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu export sites --format csv --output 场地.csv --crs gcj02\n  jiantu export sites --output 场地.gpkg --crs EPSG:4528\n  jiantu export layer --name plots --format fgb\n  jiantu export population --format csv --output 人口.csv\n  jiantu export all --format pmtiles --output 场地.pmtiles --max-zoom 14"
)]
pub struct Args {
    /// sites, equipment, divisions, population, clusters, organisations, events, institutions, providers, observations, milestones, declarations, layer, all（只用于 pmtiles / pmtiles only）
    #[arg(value_parser = what)]
    what: Wanted,
    /// geojson, geojsonseq, jsonfg, csv, xlsx, gpkg, fgb, pmtiles
    #[arg(long, value_parser = written)]
    format: Option<Written>,
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
    /// 瓦片的最小级别 / first zoom of tiles (pmtiles)
    #[arg(long, value_name = "ZOOM", default_value_t = 0)]
    min_zoom: u8,
    /// 瓦片的最大级别 / last zoom of tiles (pmtiles)
    #[arg(long, value_name = "ZOOM", default_value_t = 14, value_parser = clap::value_parser!(u8).range(..=i64::from(DEEPEST)))]
    max_zoom: u8,
}

/// What is exported.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    One(What),
    /// Everything that has tiles.
    All,
}

impl Wanted {
    const fn as_str(self) -> &'static str {
        match self {
            Self::One(what) => what.as_str(),
            Self::All => ALL,
        }
    }
}

const ALL: &str = "all";

/// As what it is written.
#[derive(Clone, Copy, Debug)]
enum Written {
    Features(Format),
    Tiles,
}

impl Written {
    const TILES: &str = "pmtiles";

    fn name(self) -> &'static str {
        match self {
            Self::Features(format) => format.name(),
            Self::Tiles => Self::TILES,
        }
    }

    fn of_extension(file: &Path) -> Option<Self> {
        if file.extension().is_some_and(|end| end.eq_ignore_ascii_case(Self::TILES)) {
            return Some(Self::Tiles);
        }
        Format::of_extension(file).map(Self::Features)
    }
}

fn what(text: &str) -> Result<Wanted, String> {
    if text == ALL {
        return Ok(Wanted::All);
    }
    let all = || What::TABLES.into_iter().chain([What::Layer]);
    let names = all().map(What::as_str).chain([ALL]).collect::<Vec<_>>().join(", ");
    let found = all().find(|what| what.as_str() == text).map(Wanted::One);
    found.ok_or(format!("可导出 / there are: {names}"))
}

/// Formats that can be written; the others are only read.
fn written(text: &str) -> Result<Written, String> {
    if text == Written::TILES {
        return Ok(Written::Tiles);
    }
    let names = Format::WRITTEN.map(Format::name).join(", ");
    let known = text.parse::<Format>().ok().filter(|format| Format::WRITTEN.contains(format));
    known.map(Written::Features).ok_or(format!("可导出为 / there are: {names}, {}", Written::TILES))
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let format = self.format.or_else(|| self.output.as_deref().and_then(Written::of_extension));
        let format = format.unwrap_or(Written::Features(Format::GeoJson));
        let stem = self.name.as_deref().unwrap_or(self.what.as_str());
        let file = self.output.unwrap_or_else(|| PathBuf::from(format!("{stem}.{}", format.name())));
        let known_at =
            self.known_at.as_deref().map(|text| super::coverage::instant(text, &registry)).transpose()?;
        match (format, self.what) {
            (Written::Tiles, what) => {
                let request = TilesRequest {
                    what: if let Wanted::One(what) = what { Some(what) } else { None },
                    name: self.name.as_deref(),
                    file: &file,
                    zooms: (self.min_zoom.min(self.max_zoom), self.max_zoom),
                    as_of: self.as_of,
                    known_at,
                };
                let done = registry.export_tiles(&request).await?;
                output::line(&format!("{}：{} 个瓦片 / tiles", file.display(), done.tiles));
            }
            (Written::Features(_), Wanted::All) => {
                return Err(RegistryError::refused(
                    "all 只能导出为 pmtiles；其他格式请分别导出",
                    "`all` is exported as pmtiles only; export one kind at a time in other formats",
                ));
            }
            (Written::Features(format), Wanted::One(what)) => {
                let request = Request {
                    what,
                    name: self.name.as_deref(),
                    file: &file,
                    format: Some(format),
                    as_of: self.as_of,
                    known_at,
                    crs: self.crs,
                };
                let count = registry.export(&request).await?;
                output::line(&format!("{}：{count} 个 {}", file.display(), what.as_str()));
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
