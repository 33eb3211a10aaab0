//! `jiantu plan report`

use crate::cli::coverage::{date, day_or_instant, instant};
use crate::cli::output;
use crate::config::DatabaseUrl;
use crate::formats::report::Language;
use crate::registry::RegistryError;
use crate::registry::report::{Form, Request};
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// 计划执行情况报告 / a report of the plan: workbook, document, page, JSON or CSV
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu plan report --format xlsx\n  jiantu plan report --format docx --as-of 2023-12-31 --language zh --output 报告.docx\n  jiantu plan report --format json"
)]
pub struct Args {
    /// xlsx, docx, html, json, csv；缺省按文件名，再为 xlsx / by the file's name, else xlsx
    #[arg(long, value_parser = form)]
    format: Option<Form>,
    /// 截至哪天；不填为计划末日 / on which day; without one the plan's end, or today while it runs
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// 只用当时已登记的 / using only what was recorded by then (date or RFC 3339)
    #[arg(long, value_name = "WHEN", value_parser = day_or_instant)]
    known_at: Option<String>,
    /// zh 中文, en English, both 中英对照
    #[arg(long, default_value = "both", value_parser = language)]
    language: Language,
    /// 只报一个区划：名称、编号或 系统:代码 / one division only, by name, id or system:code
    #[arg(long)]
    division: Option<String>,
    /// 文件，“-”为标准输出；json、csv 缺省写到标准输出 / the file, `-` for standard output (json and csv go there by default)
    #[arg(long, short)]
    output: Option<PathBuf>,
}

fn form(text: &str) -> Result<Form, String> {
    let names = Form::ALL.map(Form::as_str).join(", ");
    Form::parse(text).ok_or(format!("可选 / there are: {names}"))
}

fn language(text: &str) -> Result<Language, String> {
    Language::parse(text).ok_or_else(|| "应为 zh、en、both 之一 / one of these words".to_owned())
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = crate::cli::registry(database).await?;
        let known_at = self.known_at.as_deref().map(|text| instant(text, &registry)).transpose()?;
        let ending = self.output.as_deref().and_then(|file| file.extension()?.to_str()).and_then(Form::parse);
        let request = Request {
            form: self.format.or(ending).unwrap_or(Form::Xlsx),
            as_of: self.as_of,
            known_at,
            language: self.language,
            division: self.division,
        };
        let made = registry.plan_report(&request).await?;
        let file = match (self.output, request.form) {
            (Some(file), _) => (file.as_os_str() != "-").then_some(file),
            (None, Form::Json | Form::Csv) => None,
            (None, _) => Some(PathBuf::from(&made.file_name)),
        };
        match file {
            Some(file) => {
                made.save(&file)?;
                output::line(&file.display().to_string());
            }
            // A reader that has gone, as `| head` has, is no failure.
            None => drop(std::io::stdout().lock().write_all(&made.bytes)),
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
