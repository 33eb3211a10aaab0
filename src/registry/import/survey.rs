//! Imports a survey's table: one row an answer, or one row a score with how many gave it. What is kept is the
//! result, an observation of the whole and of each division with enough answers; no single answer is.

use super::Request;
use super::report::Report;
use super::source::{Item, Row, Source};
use super::stage::{Built, Stager};
use crate::analysis::survey::{Answers, Outcome};
use crate::domain::id::DivisionId;
use crate::domain::record::{Observation, Record};
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::draft::known::Known;
use crate::registry::draft::record::Drafted;
use crate::registry::error::RegistryError;
use crate::registry::record::keys;
use crate::registry::site::Position;
use crate::registry::write::{Author, state};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every row of a survey has in common with the observation that it becomes.
const COMMON: [&str; 8] = ["source", "indicator", "unit", "method", "reporter", "note", "demo", "scale"];

/// Answers of one question, of one period.
type Question = (String, String);

/// A survey as far as it has been read.
#[derive(Default)]
struct Survey {
    /// By question and division (`None`: of all), with the row that came first.
    groups: BTreeMap<(Question, Option<DivisionId>), (u64, Answers)>,
    common: BTreeMap<&'static str, String>,
    unanswered: u64,
}

impl Registry {
    pub(super) async fn import_survey(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let mut source = Source::open(request, "survey", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        let known = Known::new(self.reference(), self.world());
        let (mut survey, mut good) = (Survey::default(), 0);
        while let Some(item) = source.items.recv().await {
            match item {
                Item::Notice(code, zh, en) => stager.report.warn(0, None, &code, &zh, &en),
                Item::Rows(rows) => rows.into_iter().for_each(|row| match row {
                    Ok(row) => good += u64::from(survey.take(row, &known, &mut stager.report)),
                    Err(error) => stager.report.unreadable(&error),
                }),
            }
        }
        if survey.unanswered > 0 {
            let count = survey.unanswered;
            let (zh, en) = (
                format!("{count} 行没有作答，不计入样本"),
                format!("{count} rows have no answer and are not in the sample"),
            );
            stager.report.warn(0, Some("score"), "not_answered", &zh, &en);
        }
        let rejected = stager.report.rejected;
        let fewest = u64::from(self.reference().rules.fewest_shown);
        let rows = survey.rows(fewest, &mut stager.report);
        let staged = stager
            .rows(Observation::KIND, rows, |fields, id, position| {
                let record = Observation::draft(fields, id, position.into(), &known)?;
                Some(Built {
                    state: state(&record, None).ok()?,
                    keys: keys(&record),
                    since: record.since(),
                    corrects: Observation::IS_FACT,
                    doubts: record.doubts(&known),
                    misfits: Vec::new(),
                })
            })
            .await;
        if let Err(error) = staged {
            return Err(stager.abandon(error).await);
        }
        let mut report = stager.finish().await?;
        // Told are the rows of the file, not the results they became.
        report.results = Some(report.accepted + report.unchanged);
        report.read = good + report.rejected;
        let lands = report.rejected == rejected && (report.committed || request.dry_run);
        (report.accepted, report.unchanged) = match (lands, report.accepted) {
            (false, _) => (0, 0),
            (true, 0) => (0, good),
            (true, _) => (good, 0),
        };
        Ok(report)
    }
}

impl Survey {
    /// Takes a row; tells whether it is right.
    fn take(&mut self, row: Row, known: &Known<'_>, report: &mut Report) -> bool {
        let Row { row, mut fields, .. } = row;
        let scale = scale(&mut fields);
        let score = fields.decimal("score");
        let people = fields.integer("answers", 0..=100_000_000).map_or(1, i64::unsigned_abs);
        let weight = weight(&mut fields);
        let division = known.division(&mut fields);
        let mut question = |name: &str| {
            let text = fields.text(name);
            if text.is_none() {
                fields.missing(name);
            }
            text.unwrap_or_default()
        };
        let question = (question("series"), question("period"));
        for name in COMMON {
            let Some(text) = fields.peek(name).map(Value::to_text) else { continue };
            let told = self.common.entry(name).or_insert_with(|| text.clone());
            if *told != text {
                let (zh, en) = (
                    format!("“{text}”与前面各行的“{told}”不同：一次调查只有一个"),
                    format!("`{text}` is not `{told}` as in the rows before: a survey has one"),
                );
                fields.wrong(name, "not_one", zh, en);
            }
        }
        let points = score.zip(scale).and_then(|(score, (low, high))| {
            if (low..=high).contains(&score) {
                return Some(100.0 * (score - low) / (high - low));
            }
            let (zh, en) = (
                format!("{score} 不在量表 {low}–{high} 内"),
                format!("{score} is not on the scale {low} to {high}"),
            );
            fields.wrong("score", "off_scale", zh, en);
            None
        });
        if !fields.defects.is_empty() {
            report.refuse(row, &fields.defects);
            return false;
        }
        let Some(points) = points else {
            self.unanswered += people;
            return true;
        };
        for division in [None, division].into_iter().take(1 + usize::from(division.is_some())) {
            let (_, answers) =
                self.groups.entry((question.clone(), division)).or_insert((row, Answers::default()));
            answers.add(points, people, weight);
        }
        true
    }

    /// The results as rows of observations.
    fn rows(&self, fewest: u64, report: &mut Report) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.groups.len());
        for (((series, period), division), (row, answers)) in &self.groups {
            let Some(outcome) = answers.outcome() else { continue };
            if division.is_some() && outcome.count < fewest {
                let name = division.map(|id| id.to_string()).unwrap_or_default();
                let (zh, en) = (
                    format!("区划 {name} 只有 {} 份答卷（少于 {fewest}），不单列", outcome.count),
                    format!(
                        "the division {name} has {} answers, fewer than {fewest}: not told alone",
                        outcome.count
                    ),
                );
                report.warn(*row, Some("division"), "few_answers", &zh, &en);
                continue;
            }
            let mut values: Vec<(Arc<str>, Value)> = Vec::new();
            let mut put = |name: &str, value: String| values.push((Arc::from(name), Value::Text(value)));
            let place = division.map_or_else(String::new, |id| format!("-{id}"));
            put("external_id", format!("survey-{series}-{period}{place}"));
            put("series", series.clone());
            put("period", period.clone());
            put("value", outcome.mean.to_string());
            put("sample_size", outcome.count.to_string());
            put("method", self.method(outcome));
            if let Some(id) = division {
                put("division_id", id.to_string());
            }
            for name in ["source", "indicator", "reporter", "note", "demo"] {
                if let Some(text) = self.common.get(name) {
                    put(name, text.clone());
                }
            }
            put("unit", self.common.get("unit").cloned().unwrap_or_else(|| "points".to_owned()));
            rows.push(Row {
                row: *row,
                id: None,
                fields: Fields::new(values),
                position: Position::default(),
            });
        }
        rows
    }

    /// What was told of the method, and how the score was made.
    fn method(&self, outcome: Outcome) -> String {
        let told = self.common.get("method").map(|told| format!("{told}；")).unwrap_or_default();
        let scale = self.common.get("scale").map_or("0-100", String::as_str);
        let margin =
            outcome.margin.map(|margin| format!("，95% 区间 ±{margin:.2} / 95 % interval ±{margin:.2}"));
        format!(
            "{told}量表 {scale} 折合百分制的均值 / mean on the scale {scale} as points of 100{}",
            margin.unwrap_or_default()
        )
    }
}

/// Takes `scale`, lowest and highest score such as `1-5`; without one, points of 100.
fn scale(fields: &mut Fields) -> Option<(f64, f64)> {
    let Some(text) = fields.peek("scale").map(Value::to_text) else { return Some((0.0, 100.0)) };
    let ends = text.split_once(['-', '–', '~', '～']);
    let ends = ends
        .and_then(|(low, high)| Some((low.trim().parse::<f64>().ok()?, high.trim().parse::<f64>().ok()?)));
    let ends = ends.filter(|(low, high)| low.is_finite() && high.is_finite() && low < high);
    if ends.is_none() {
        fields.wrong(
            "scale",
            "not_a_scale",
            format!("量表“{text}”应写作 最低-最高，如 1-5"),
            format!("the scale `{text}` is written lowest-highest, such as 1-5"),
        );
    }
    ends
}

fn weight(fields: &mut Fields) -> f64 {
    let Some(weight) = fields.decimal("weight") else { return 1.0 };
    if weight <= 0.0 {
        fields.wrong("weight", "not_positive", "权重应大于 0", "a weight is above 0");
        return 1.0;
    }
    weight
}
