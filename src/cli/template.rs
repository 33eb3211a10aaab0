//! `jiantu template`

use super::output;
use crate::config::DatabaseUrl;
use crate::formats::{self, Format, Record, TableGeometry, Value, WriteOptions};
use crate::registry::RegistryError;
use crate::registry::import::What;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// 空白模板 / write an empty table with headings and an example
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu template sites --format xlsx")]
pub struct Args {
    /// sites, equipment, divisions, population, clusters, organisations, events, institutions, providers, observations, milestones, declarations, survey
    #[arg(value_parser = what)]
    what: What,
    /// csv, xlsx
    #[arg(long, default_value = "xlsx")]
    format: Format,
    #[arg(long, short)]
    output: Option<PathBuf>,
}

fn what(text: &str) -> Result<What, String> {
    let names = What::with_template().map(What::as_str).collect::<Vec<_>>().join(", ");
    What::with_template().find(|what| what.as_str() == text).ok_or(format!("可用 / there are: {names}"))
}

/// A row: field and value.
type Example = &'static [(&'static str, &'static str)];

/// Example rows.
fn examples(what: What) -> &'static [Example] {
    match what {
        What::Sites => &[COURT, SEGMENT_ONE, SEGMENT_TWO],
        What::Equipment => &[PIECE],
        What::Divisions => &[DIVISION],
        What::Population => &[PEOPLE],
        What::Clusters => &[CLUSTER],
        What::Organisations => &[STATION],
        What::Events => &[EVENT],
        What::Institutions => &[INSTITUTION],
        What::Providers => &[PROVIDER],
        What::Observations => &[SHARE, SUM],
        What::Milestones => &[MILESTONE],
        What::Declarations => &[DECLARATION],
        What::Survey => &[ANSWER, ANSWERS],
        // A layer's columns are its own, and streets are no table.
        What::Layer | What::Network => &[],
    }
}

const COURT: Example = &[
    ("external_id", "S-001"),
    ("name_zh", "示例社区篮球场"),
    ("kind", "basketball"),
    ("status", "operating"),
    ("access", "free_open"),
    ("area_m2", "600"),
    ("area_grade", "measured"),
    ("opened_on", "2024-05-31"),
    ("lon", "116.391"),
    ("lat", "39.907"),
];

const PIECE: Example = &[
    ("external_id", "E-001"),
    ("site", "S-001"),
    ("kind", "basketball_stand"),
    ("name_zh", "篮球架"),
    ("standard_edition", "GB 19272-2024"),
    ("installed_on", "2025-09-30"),
    ("state", "working"),
];

const DIVISION: Example = &[
    ("external_id", "street-1"),
    ("name_zh", "示例街道"),
    ("level", "subdistrict"),
    ("code", "100000001"),
    ("code_system", "local"),
    ("code_edition", "2023"),
    ("wkt", "POLYGON ((116.3 39.9, 116.4 39.9, 116.4 40.0, 116.3 39.9))"),
];

const PEOPLE: Example = &[
    ("division", "示例街道"),
    ("year", "2025"),
    ("population", "52000"),
    ("vintage", "2026 公报"),
    ("base", "resident"),
    ("estimate", "否"),
];

/// One person's answer.
const ANSWER: Example = &[
    ("series", "satisfaction"),
    ("period", "2025"),
    ("scale", "1-5"),
    ("score", "4"),
    ("division", "示例街道"),
    ("method", "入户问卷"),
    ("reporter", "第三方评估机构"),
];

/// So many people who gave one score.
const ANSWERS: Example = &[
    ("series", "satisfaction"),
    ("period", "2025"),
    ("scale", "1-5"),
    ("score", "5"),
    ("answers", "120"),
    ("division", ""),
    ("method", "入户问卷"),
    ("reporter", "第三方评估机构"),
];

const CLUSTER: Example = &[
    ("external_id", "cluster-1"),
    ("name_zh", "示例集聚区"),
    ("wkt", "POLYGON ((116.3 39.9, 116.4 39.9, 116.4 40.0, 116.3 39.9))"),
];

const STATION: Example = &[
    ("external_id", "O-001"),
    ("kind", "fitness_station"),
    ("name_zh", "示例健身站点"),
    ("founded_on", "2022-05-01"),
    ("division", ""),
    ("activity_room", "否"),
    ("lon", "116.391"),
    ("lat", "39.907"),
];

const EVENT: Example = &[
    ("external_id", "V-001"),
    ("name_zh", "示例山地马拉松"),
    ("starts_on", "2024-09-15"),
    ("ends_on", "2024-09-15"),
    ("brand", ""),
    ("edition", "3"),
    ("tags", "品牌赛事、群众性健身活动"),
    ("participants", "3000"),
    ("organiser", ""),
    ("division", ""),
    ("online", "否"),
];

const INSTITUTION: Example = &[
    ("external_id", "I-001"),
    ("kind", "elderly_care"),
    ("name_zh", "示例养老服务站"),
    ("opened_on", "2021-06-01"),
    ("division", ""),
    ("lon", "116.391"),
    ("lat", "39.907"),
];

const PROVIDER: Example = &[
    ("external_id", "P-001"),
    ("category", "service_firm"),
    ("name_zh", "示例健身服务公司"),
    ("valid_from", "2022-06-01"),
];

const SHARE: Example = &[
    ("external_id", "B-001"),
    ("series", "regular_participation"),
    ("division", ""),
    ("period", "2024"),
    ("value", ""),
    ("numerator", "702"),
    ("denominator", "1200"),
    ("unit", "percent"),
    ("sample_size", "1200"),
    ("method", "入户问卷"),
    ("reporter", "区体育局"),
];

const SUM: Example = &[
    ("external_id", "B-002"),
    ("series", "instructors_trained"),
    ("division", ""),
    ("period", "2024-Q2"),
    ("value", "120"),
    ("numerator", ""),
    ("denominator", ""),
    ("unit", "people"),
    ("reporter", "区体育局"),
];

const DECLARATION: Example = &[
    ("external_id", "D-001"),
    ("task", "1"),
    ("state", "met"),
    ("date", "2025-12-31"),
    ("declared_by", "区体育局"),
    ("evidence_text", "竣工验收报告"),
];

const MILESTONE: Example = &[
    ("external_id", "M-001"),
    ("task", "25"),
    ("milestone", "fitness_meeting"),
    ("date", "2024-03-20"),
    ("title_zh", "示例会议"),
    ("evidence_text", "会议纪要（2024）1 号"),
    ("acceptance", "accepted"),
    ("decided_on", "2024-04-01"),
    ("decided_by", "区体育局"),
];

/// A trail takes a row for each of its segments.
const SEGMENT_ONE: Example = &[
    ("external_id", "S-002"),
    ("name_zh", "示例河岸步道"),
    ("kind", "trail"),
    ("status", "operating"),
    ("access", "free_open"),
    ("opened_on", "2024-05-31"),
    ("wkt", "LINESTRING (116.390 39.910, 116.392 39.911)"),
    ("trail_id", "S-002"),
    ("seq", "1"),
    ("width_m", "2.5"),
];

const SEGMENT_TWO: Example = &[
    ("external_id", "S-002"),
    ("name_zh", "示例河岸步道"),
    ("kind", "trail"),
    ("status", "operating"),
    ("access", "free_open"),
    ("opened_on", "2024-05-31"),
    ("wkt", "LINESTRING (116.392 39.911, 116.394 39.911)"),
    ("trail_id", "S-002"),
    ("seq", "2"),
    ("width_m", "3"),
];

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let headings = registry.reference().columns.headings(self.what.as_str());
        registry.close().await;
        let examples = examples(self.what);
        // The examples' columns first: they are what most need; the others follow.
        let needed = examples.iter().flat_map(|row| row.iter());
        let mut fields: Vec<String> = needed.map(|(field, _)| (*field).to_owned()).collect();
        let hidden = ["id", "demo", "reason", "raw"];
        let others = headings.iter().map(|(field, _)| field.clone());
        fields.extend(others.filter(|field| !hidden.contains(&field.as_str())));
        let mut seen = std::collections::HashSet::new();
        fields.retain(|field| seen.insert(field.clone()));
        let heading = |field: &str| {
            let found = headings.iter().find(|(known, _)| known == field);
            found.map_or_else(|| field.to_owned(), |(_, heading)| heading.clone())
        };
        let options = WriteOptions {
            format: Some(self.format),
            columns: fields.iter().map(|field| heading(field).into()).collect(),
            geometry: TableGeometry::None,
            layer: self.what.as_str().to_owned(),
            ..WriteOptions::default()
        };
        let file = self.output.unwrap_or_else(|| {
            PathBuf::from(format!("{}-template.{}", self.what.as_str(), self.format.name()))
        });
        let mut writer = formats::create(&file, &options)?;
        for (row, example) in (2..).zip(examples) {
            let cells = example.iter().map(|(field, value)| {
                let number =
                    value.parse::<f64>().ok().filter(|_| !field.contains("code") && !field.ends_with("id"));
                (
                    Arc::from(heading(field)),
                    number.map_or_else(|| Value::Text((*value).to_owned()), Value::Number),
                )
            });
            writer.write(&Record { row, id: None, geometry: None, fields: cells.collect() })?;
        }
        writer.finish()?;
        output::line(&format!("{}：{} 列 columns", file.display(), fields.len()));
        Ok(ExitCode::SUCCESS)
    }
}
