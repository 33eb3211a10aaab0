//! Analyses at the command line: what they have in common.

pub mod access;
pub mod bounds;
pub mod diversity;
pub mod equity;
mod follow;
pub mod gaps;
pub mod isochrone;
pub mod projects;
pub mod reach;
pub mod scenario;
pub mod siting;

use super::output;
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::study::{Answer, Asked, Question, Study};
use follow::Bar;
use serde_json::Value;
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags that every analysis takes; each is the parameter of the same name in the API.
#[derive(clap::Args, Debug)]
pub struct Common {
    /// 截至哪天 / on which day
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// 只用当时已登记的 / using only what was recorded by then (date or RFC 3339)
    #[arg(long, value_name = "WHEN")]
    known_at: Option<String>,
    /// 距离方式：line 直线，或 walk、cycle 沿路网 / line, or walk, cycle along streets
    #[arg(long)]
    mode: Option<String>,
    /// 只计这些类型，逗号分隔 / only sites of these kinds, with commas
    #[arg(long)]
    kinds: Option<String>,
    /// 只计这些开放方式，逗号分隔 / only sites of these access classes, with commas
    #[arg(long)]
    access: Option<String>,
    /// 只计带这些标记的场地 / only sites with one of these tags
    #[arg(long)]
    programmes: Option<String>,
    /// 只计此区划的人口 / only people of this division
    #[arg(long)]
    division: Option<String>,
    /// 人口来自 best、cells 或 divisions / people from: best, cells, divisions
    #[arg(long)]
    population: Option<String>,
    /// 区划人口展开的间距（米） / metres between the points over which figures are spread
    #[arg(long, value_name = "M")]
    spacing_m: Option<String>,
    /// 输出形式 / how it is answered
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// GeoJSON 的内容：cells、areas、places / what the GeoJSON holds
    #[arg(long)]
    part: Option<String>,
    /// 写入文件而非屏幕，表格写成 JSON / write to a file instead of the screen, a table as JSON
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Table,
    Json,
    Geojson,
}

/// A parameter's name and what was given for it.
pub type Given = Vec<(&'static str, Option<String>)>;

impl Common {
    /// Asks, follows the work on a terminal, and prints the answer; `table` prints the figures.
    pub async fn ask(
        self,
        database: &DatabaseUrl,
        study: Study,
        own: Given,
        table: fn(&Value),
    ) -> Result<ExitCode, RegistryError> {
        let read = |asked, reference: &_| Question::read(study, asked, reference);
        self.ask_for(database, own, read, table).await
    }

    /// The same of a question that is read in its own way.
    pub async fn ask_for(
        self,
        database: &DatabaseUrl,
        own: Given,
        read: impl FnOnce(Asked, &Reference) -> Result<Question, RegistryError>,
        table: fn(&Value),
    ) -> Result<ExitCode, RegistryError> {
        let (format, out) = (self.format, self.out.clone());
        let mut given = self.given();
        given.extend(own);
        let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let registry = super::registry(database).await?;
        let question = match read(Asked::of(given), registry.reference()) {
            Ok(question) => question,
            // A question that can not be asked is wrong usage.
            Err(error @ RegistryError::Invalid(_)) => {
                output::failure(&error);
                registry.close().await;
                return Ok(ExitCode::from(2));
            }
            Err(other) => return Err(other),
        };
        let bar = Bar::new();
        let answered = registry.study(&question, &bar).await;
        bar.finish();
        let answer = answered?;
        match (format, out) {
            (Format::Table, None) => {
                let figures = serde_json::from_slice(&answer.body)
                    .map_err(|error| RegistryError::Internal(error.to_string()))?;
                table(&figures);
            }
            (_, Some(file)) => write(&file, &answer)?,
            (_, None) => output::line(&String::from_utf8_lossy(&answer.body)),
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }

    fn given(self) -> Given {
        let format = match self.format {
            Format::Geojson => "geojson",
            Format::Table | Format::Json => "json",
        };
        vec![
            ("as_of", self.as_of),
            ("known_at", self.known_at),
            ("mode", self.mode),
            ("kinds", self.kinds),
            ("access", self.access),
            ("programmes", self.programmes),
            ("division", self.division),
            ("population", self.population),
            ("spacing_m", self.spacing_m),
            ("format", Some(format.to_owned())),
            ("part", self.part),
        ]
    }
}

fn write(file: &std::path::Path, answer: &Answer) -> Result<(), RegistryError> {
    std::fs::write(file, &answer.body).map_err(|error| {
        let name = file.display();
        RegistryError::refused(
            format!("无法写入 {name}：{error}"),
            format!("can not write {name}: {error}; choose another --out"),
        )
    })
}

/// What stands beside every table: method, people, sites, day, rules.
fn print_head(figures: &Value) {
    let text = |path: &str| figures.pointer(path).and_then(Value::as_str).unwrap_or("—").to_owned();
    let number = |path: &str| figures.pointer(path).map_or_else(|| "—".to_owned(), Value::to_string);
    output::line(&format!(
        "截至 as of {}；规则 rules {}；方式 method：{} / {}，{} km/h（{}）",
        text("/as_of"),
        text("/rule_version"),
        text("/method/name_zh"),
        text("/method/name_en"),
        number("/method/kmh"),
        text("/method/modes_version"),
    ));
    output::line(&format!(
        "人口 population：{}，{} 年末 year end，{}，{} 人 people / {} 点 points（{}）；场地 sites：{}",
        text("/population/name"),
        number("/population/year"),
        text("/population/vintage"),
        number("/population/people"),
        number("/population/points"),
        text("/population/method"),
        number("/sites/counted"),
    ));
    print_flags(figures);
}

/// What stands beside a table of venue area: day and rules.
fn print_day(figures: &Value) {
    let text = |path: &str| figures.pointer(path).and_then(Value::as_str).unwrap_or("—").to_owned();
    output::line(&format!("截至 as of {}；规则 rules {}", text("/as_of"), text("/rule_version")));
    print_flags(figures);
}

fn print_flags(figures: &Value) {
    for flag in figures.pointer("/flags").and_then(Value::as_array).into_iter().flatten() {
        match flag.as_str() {
            Some("demo") => output::line("demo：含示范数据，不是真实登记 / contains demonstration data"),
            Some("estimate") => output::line("estimate：人口为估算 / the population is an estimate"),
            Some("schematic") => output::line("schematic：边界为示意，不可量算 / boundaries are schematic"),
            _ => {}
        }
    }
}

/// A number with so many decimals, or a dash.
fn decimals(value: Option<&Value>, digits: usize) -> String {
    value.and_then(Value::as_f64).map_or_else(|| "—".to_owned(), |value| format!("{value:.digits$}"))
}

/// A share as per cent, or a dash.
fn percent(value: Option<&Value>) -> String {
    value.and_then(Value::as_f64).map_or_else(|| "—".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A division's name, or what stands for none.
fn division(value: Option<&Value>, none: &str) -> String {
    value.and_then(|value| value.get("name_zh")).and_then(Value::as_str).unwrap_or(none).to_owned()
}
