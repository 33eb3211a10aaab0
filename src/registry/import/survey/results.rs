use super::super::Request;
use super::super::report::Report;
use super::super::source::Row;
use super::take::POINTS;
use super::{Group, Question, Survey, suppression};
use crate::analysis::survey::Outcome;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::formats::Value;
use crate::registry::draft::Fields;
use crate::registry::draft::known::Known;
use crate::registry::site::Position;
use std::sync::Arc;

/// What the answers to a question say, as a whole or in a division.
pub struct Score {
    pub division: Option<DivisionId>,
    /// The row that came first.
    row: u64,
    pub outcome: Outcome,
}

impl Group {
    /// What may be told of the answers to a question: the whole first, then its divisions.
    ///
    /// # Errors
    /// There are too few of them.
    pub fn results(
        &self,
        question: &Question,
        request: &Request<'_>,
        known: &Known<'_>,
        report: &mut Report,
    ) -> Result<Vec<Score>, Invalid> {
        let fewest = u64::from(known.reference().rules.fewest_shown);
        let count = self.whole.outcome().map_or(0, |outcome| outcome.count);
        // Where rows are wrong and nothing will be written, how many there are is not known yet.
        let is_known = report.rejected == 0 || request.lenient;
        if count < fewest && is_known {
            let (series, period) = question;
            return Err(Invalid::new(
                "score",
                "few_answers",
                format!(
                    "“{series}”{period} 只有 {count} 份有效答卷（少于 {fewest}）：为不泄露个人作答，不产生结果；请收集更多答卷后再导入"
                ),
                format!(
                    "`{series}` of {period} has {count} answers, fewer than {fewest}: no result is made, which would give away what single people said; import it when more have answered"
                ),
            ));
        }
        let counts = self
            .divisions
            .iter()
            .map(|(id, (_, answers))| (*id, answers.outcome().map_or(0, |outcome| outcome.count)));
        let told = suppression::told(count, counts, fewest);
        let whole = self.whole.outcome().map(|outcome| Score { division: None, row: self.row, outcome });
        let mut scores: Vec<Score> = whole.into_iter().collect();
        for (id, (row, answers)) in &self.divisions {
            let Some(outcome) = answers.outcome() else { continue };
            if told.contains(id) {
                scores.push(Score { division: Some(*id), row: *row, outcome });
            } else {
                hidden(&known.name_of(*id), (outcome.count, fewest), *row, report);
            }
        }
        Ok(scores)
    }
}

impl Survey {
    /// A result as the row of an observation.
    pub fn row(&self, question: &Question, score: Score) -> Row {
        let mut values: Vec<(Arc<str>, Value)> = Vec::new();
        let mut put = |name: &str, value: String| values.push((Arc::from(name), Value::Text(value)));
        put("external_id", external_id(question, score.division));
        put("series", question.0.clone());
        put("period", question.1.clone());
        put("value", score.outcome.mean.to_string());
        put("sample_size", score.outcome.count.to_string());
        // What was told of the method, and how the score was made.
        let told = self.common.get("method").map(|told| format!("{told}；")).unwrap_or_default();
        put("method", told + &self.made(score.outcome));
        if let Some(id) = score.division {
            put("division_id", id.to_string());
        }
        for name in ["source", "indicator", "reporter", "note", "demo"] {
            if let Some(text) = self.common.get(name) {
                put(name, text.clone());
            }
        }
        put("unit", self.common.get("unit").cloned().unwrap_or_else(|| "points".to_owned()));
        Row { row: score.row, id: None, fields: Fields::new(values), position: Position::default() }
    }

    /// How a score was made of its answers.
    pub fn made(&self, outcome: Outcome) -> String {
        let (low, high) = self.scale.flatten().unwrap_or(POINTS);
        let margin =
            outcome.margin.map(|margin| format!("，95% 区间 ±{margin:.2} / 95 % interval ±{margin:.2}"));
        format!(
            "量表 {low}-{high} 折合百分制的均值 / mean on the scale {low}-{high} as points of 100{}",
            margin.unwrap_or_default()
        )
    }
}

/// By what the result is known again.
pub fn external_id((series, period): &Question, division: Option<DivisionId>) -> String {
    let place = division.map_or_else(String::new, |id| format!("-{id}"));
    format!("survey-{series}-{period}{place}")
}

/// Tells that a division is not told alone, for itself or to hide others.
fn hidden(name: &str, (count, fewest): (u64, u64), row: u64, report: &mut Report) {
    let (zh, en, code) = if count < fewest {
        (
            format!("区划“{name}”只有 {count} 份答卷（少于 {fewest}），不单列"),
            format!("the division `{name}` has {count} answers, fewer than {fewest}: not told alone"),
            "few_answers",
        )
    } else {
        (
            format!(
                "区划“{name}”（{count} 份答卷）不单列：否则由全部结果减去各区划，即可算出其余不足 {fewest} 份答卷的结果"
            ),
            format!(
                "the division `{name}` with {count} answers is not told alone: the whole less the divisions would give away the result of the other answers, fewer than {fewest}"
            ),
            "hides_few_answers",
        )
    };
    report.warn(row, Some("division"), code, &zh, &en);
}
