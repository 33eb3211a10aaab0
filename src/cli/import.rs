//! `jiantu import`

use super::output::{self, Shape};
use crate::config::DatabaseUrl;
use crate::domain::change::{Actor, Reason};
use crate::domain::crs::Crs;
use crate::domain::layer::Role;
use crate::domain::population::Base;
use crate::formats::{Format, ReadOptions, TextEncoding};
use crate::registry::clock::Clock;
use crate::registry::import::{Mapping, Naming, PopulationOptions, Report, Request, Severity, What};
use crate::registry::write::Author;
use crate::registry::{Registry, RegistryError, reference};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Actor of imports from the command line: whoever can open the database.
const ACTOR: &str = "command-line";

/// 导入文件 / import a file
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// sites, equipment, divisions, population, clusters, layer, network, organisations, events, institutions, providers, observations, milestones, declarations, survey
    #[arg(value_parser = what)]
    what: What,
    /// GeoJSON, JSON-FG, CSV, XLSX, Shapefile, GeoPackage, FlatGeobuf；人口也可 GeoTIFF，路网 .osm.pbf / of a population also GeoTIFF, of a network .osm.pbf
    file: PathBuf,
    /// 坐标系 / datum: wgs84, cgcs2000, gcj02, bd09, EPSG:n
    #[arg(long)]
    crs: Option<Crs>,
    /// 字段=列 / field = column, repeatable
    #[arg(long = "map", value_name = "FIELD=COLUMN", value_parser = pair)]
    maps: Vec<(String, String)>,
    /// 每行缺省值 / a value for every row that has none, repeatable
    #[arg(long = "set", value_name = "FIELD=VALUE", value_parser = pair)]
    sets: Vec<(String, String)>,
    /// 字段:原值=新值 / what a value in the file means, repeatable
    #[arg(long, value_name = "FIELD:FROM=TO", value_parser = value)]
    values: Vec<(String, String, String)>,
    /// 保存的对应表 / a saved mapping (TOML: [map], [set], [values.FIELD])
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// 容忍可识别的偏差，跳过错误行 / accept known deviations, leave wrong rows out
    #[arg(long)]
    lenient: bool,
    /// 只检查 / check only, write nothing
    #[arg(long)]
    dry_run: bool,
    /// 文件格式 / the file's format, when its name does not tell: geojson, geojsonseq, csv, xlsx, shp, gpkg, fgb, jsonfg, tif
    #[arg(long)]
    input_format: Option<Format>,
    /// 文字编码 / text encoding: utf-8, gbk, gb18030
    #[arg(long)]
    encoding: Option<TextEncoding>,
    /// 工作表 / worksheet
    #[arg(long)]
    sheet: Option<String>,
    /// GeoPackage 图层 / layer of a GeoPackage
    #[arg(long)]
    layer: Option<String>,
    /// 从哪天起成立 / valid time of rows that do not tell it
    #[arg(long, value_name = "DATE")]
    effective_from: Option<Date>,
    /// 变更原因 / why: new_built, newly_found, changed, corrected, closed, reclassified, …
    #[arg(long)]
    reason: Option<Reason>,
    /// 区划：示意区划可连同其人口和下级一起替换 / divisions: schematic ones may be replaced with their populations and all below
    #[arg(long)]
    replace: bool,
    /// 人口年份 / year of a population
    #[arg(long)]
    year: Option<i16>,
    /// 人口发布版本 / publication of a population
    #[arg(long)]
    vintage: Option<String>,
    /// 人口口径 / resident or registered
    #[arg(long, value_parser = base)]
    base: Option<Base>,
    /// 图层或路网的名称 / name of a layer or a network (streets)
    #[arg(long, required_if_eq("what", "layer"))]
    name: Option<String>,
    /// 图层用途 / what a layer is for: reference, residential, candidates
    #[arg(long)]
    role: Option<Role>,
    /// 图层标题 / title of a layer
    #[arg(long)]
    title_zh: Option<String>,
    /// 图层英文标题 / English title of a layer
    #[arg(long)]
    title_en: Option<String>,
    /// 路网：高程栅格（GeoTIFF，海拔，米） / of a network: elevation raster (GeoTIFF, metres above the sea)
    #[arg(long, value_name = "DEM.tif")]
    elevation: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

const EXAMPLES: &str = "\
例 / Examples:
  jiantu import sites 场地.xlsx --crs gcj02 --dry-run
  jiantu import sites lipas.geojson --lenient --set kind=fitness_path
  jiantu import population cells.shp --year 2022 --map population=ASUKKAITA
  jiantu import population chn_pop_2025.tif --vintage WorldPop-2025 --base resident
  jiantu import divisions 街道边界.shp --set level=subdistrict --map name_zh=NAME
  jiantu import survey 问卷.xlsx --set series=satisfaction --set period=2025 --set scale=1-5 --map score=总体满意度
  jiantu import layer 候选地块.geojson --name plots --role candidates --title-zh 候选地块
  jiantu import network streets.osm.pbf --set source='© OpenStreetMap' --set licence=ODbL --elevation dem.tif";

fn what(text: &str) -> Result<What, String> {
    What::ALL.into_iter().find(|what| what.as_str() == text).ok_or_else(|| {
        let all = What::ALL.map(What::as_str).join(", ");
        format!("可导入 / there are: {all}")
    })
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (field, value) = text.split_once('=').ok_or("应写成 字段=值 / write FIELD=VALUE")?;
    Ok((field.trim().to_owned(), value.trim().to_owned()))
}

fn value(text: &str) -> Result<(String, String, String), String> {
    let wrong = "应写成 字段:原值=新值 / write FIELD:FROM=TO";
    let (field, rest) = text.split_once(':').ok_or(wrong)?;
    let (from, to) = rest.rsplit_once('=').ok_or(wrong)?;
    Ok((field.trim().to_owned(), from.trim().to_owned(), to.trim().to_owned()))
}

fn base(text: &str) -> Result<Base, String> {
    match text {
        "resident" => Ok(Base::Resident),
        "registered" => Ok(Base::Registered),
        _ => Err("resident（常住） / registered（户籍）".to_owned()),
    }
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let mapping = self.mapping()?;
        let registry = Registry::open_for_one_command(database.reveal(), Clock::system()).await?;
        let bar = bar();
        let shown = bar.clone();
        let request = Request {
            crs: self.crs.clone(),
            mapping,
            read: ReadOptions {
                format: self.input_format,
                lenient: self.lenient,
                encoding: self.encoding,
                sheet: self.sheet.clone(),
                layer: self.layer.clone(),
                ..ReadOptions::default()
            },
            lenient: self.lenient,
            dry_run: self.dry_run,
            effective_from: self.effective_from,
            reason: self.reason,
            replace: self.replace,
            naming: Naming {
                name: self.name.clone(),
                title_zh: self.title_zh.clone(),
                title_en: self.title_en.clone(),
                role: self.role,
            },
            elevation: self.elevation.as_deref(),
            population: PopulationOptions { year: self.year, vintage: self.vintage.clone(), base: self.base },
            progress: Some(Arc::new(move |read, total| {
                shown.set_length(total);
                shown.set_position(read);
            })),
            ..Request::new(self.what, &self.file)
        };
        let author = Author { actor: Actor(ACTOR.to_owned()), unconditional: true };
        let report = registry.import(&author, &request).await;
        bar.finish_and_clear();
        let report = report?;
        registry.close().await;
        match self.format {
            Shape::Json => output::json(&report)?,
            Shape::Table => print(&report, self.what, &self.file),
        }
        let fine = report.committed || (report.dry_run && report.rejected == 0);
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn mapping(&self) -> Result<Mapping, RegistryError> {
        let mut flags = Mapping {
            map: self.maps.iter().cloned().collect(),
            set: self.sets.iter().cloned().collect(),
            ..Mapping::default()
        };
        for (field, from, to) in &self.values {
            flags.values.entry(field.clone()).or_default().insert(from.clone(), to.clone());
        }
        let Some(path) = &self.mapping else { return Ok(flags) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            RegistryError::refused(
                format!("无法读取 {}：{error}", path.display()),
                format!("can not read {}: {error}", path.display()),
            )
        })?;
        Ok(flags.over(reference::read_toml(&path.display().to_string(), &text)?))
    }
}

/// A bar on a terminal, nothing elsewhere.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = "{spinner} {bytes}/{total_bytes} {wide_bar} {eta}";
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

/// Rows that are printed of errors and of warnings; the JSON report has up to a thousand of each.
const PRINTED: usize = 20;

fn print(report: &Report, what: What, file: &std::path::Path) {
    let name = file.display();
    let mut more = report.rows_omitted;
    for severity in [Severity::Error, Severity::Warning] {
        let word = match severity {
            Severity::Error => "错误 error",
            Severity::Warning => "提示 warning",
        };
        let mut printed = 0;
        for row in report.rows.iter().filter(|row| row.severity == severity) {
            // What concerns the whole file is always told.
            if row.row > 0 && printed >= PRINTED {
                more += 1;
                continue;
            }
            printed += usize::from(row.row > 0);
            let field = row.field.as_deref().map_or_else(String::new, |field| format!(" [{field}]"));
            let place =
                if row.row == 0 { String::new() } else { format!(" 第 {} 行 row {}", row.row, row.row) };
            output::line(&format!("{name}{place}{field} {word} {}: {}", row.code, row.message_zh));
            output::line(&format!("    {}", row.message_en));
        }
    }
    if more > 0 {
        output::line(&format!("…… 还有 {more} 条，见 --format json / {more} more, see --format json"));
    }
    output::line(&format!(
        "读取 read {}，写入 accepted {}，未变 unchanged {}，拒绝 rejected {}，提示 warnings {}",
        report.read, report.accepted, report.unchanged, report.rejected, report.warnings
    ));
    if let (Some(cells), Some(people)) = (report.cells, report.people) {
        output::line(&format!("人口 people {people}，格网 cells {cells}"));
    }
    if let Some(results) = report.results {
        output::line(&format!("调查结果 results {results}（jiantu export observations）"));
    }
    if let (Some(nodes), Some(ways)) = (report.nodes, report.ways) {
        output::line(&format!("道路 ways {ways}，节点 nodes {nodes}"));
    }
    if let Some(heights) = report.heights {
        output::line(&format!("有高程的节点 nodes with a height {heights}"));
    }
    let ending = match (report.committed, report.dry_run) {
        (true, _) => "已写入 / committed",
        _ if report.broken_off => {
            "文件不完整或已损坏：什么都没有写入，--lenient 也不行；请取得完整的文件 / the file is cut off or damaged: nothing was written, not even with --lenient; get the whole file"
        }
        (false, true) => "试运行：什么都没有写入 / dry run: nothing was written",
        (false, false) if what.is_whole() => {
            "有错误：什么都没有写入；此类文件只能整体导入，请改正后重试 / nothing was written; such a file is imported whole, so mend its rows"
        }
        (false, false) => {
            "有错误：什么都没有写入；改正后重试，或用 --lenient 跳过错误行 / nothing was written; mend the rows, or leave them out with --lenient"
        }
    };
    output::line(ending);
}
