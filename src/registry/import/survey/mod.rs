//! Imports a survey's table: one row an answer, or one row a score with how many gave it. What is kept is the
//! result, an observation of the whole and of each division with enough answers; no single answer is.

/// Results as rows of observations, those with enough answers.
mod results;
/// What stands of the same survey already.
mod standing;
/// Which divisions may be told of.
mod suppression;
/// One row of the table.
mod take;

use super::Request;
use super::report::Report;
use super::source::{Item, Source};
use super::stage::{Built, Stager};
use crate::analysis::survey::Answers;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::domain::record::{Observation, Record};
use crate::registry::Registry;
use crate::registry::draft::known::Known;
use crate::registry::draft::record::Drafted;
use crate::registry::error::RegistryError;
use crate::registry::record::keys;
use crate::registry::write::{Author, state};
use std::collections::BTreeMap;

/// Series and period of what was asked.
type Question = (String, String);

/// Answers to one question.
#[derive(Default)]
struct Group {
    /// The row that came first, and how many there were.
    row: u64,
    rows: u64,
    whole: Answers,
    /// Those that told their division, with the row that came first.
    divisions: BTreeMap<DivisionId, (u64, Answers)>,
}

/// A survey as far as it has been read.
#[derive(Default)]
struct Survey {
    groups: BTreeMap<Question, Group>,
    common: BTreeMap<&'static str, String>,
    /// Lowest and highest score, as the first row has them; `Some(None)`: it has none.
    scale: Option<Option<(f64, f64)>>,
    /// Rows tell how many people they stand for, as far as is known yet.
    counts: bool,
    unanswered: u64,
    /// Rows without a number of people in a file that has such a column.
    uncounted: u64,
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
        let mut survey = Survey { counts: source.fields.contains("answers"), ..Survey::default() };
        let mut good = 0;
        while let Some(item) = source.items.recv().await {
            match item {
                Item::Notice(code, zh, en) => stager.report.warn(0, None, &code, &zh, &en),
                Item::Rows(rows) => rows.into_iter().for_each(|row| match row {
                    Ok(row) => good += u64::from(survey.take(row, &known, &mut stager.report)),
                    Err(error) => stager.report.unreadable(&error),
                }),
            }
        }
        survey.warn(&mut stager.report);
        let refused = match self.stage_results(&survey, request, &known, &mut stager).await {
            Ok(refused) => refused,
            Err(error) => return Err(stager.abandon(error).await),
        };
        let mut report = stager.finish().await?;
        // Told are the rows of the file, not the results they became.
        report.results = Some((report.accepted + report.unchanged).saturating_sub(refused.removed));
        report.read = good - refused.rows + report.rejected;
        let is_refused = refused.results || report.broken_off || report.rejected > 0 && !request.lenient;
        let lands = !is_refused && (report.committed || request.dry_run);
        let told = good - refused.rows;
        (report.accepted, report.unchanged) = match (lands, report.accepted) {
            (false, _) => (0, 0),
            (true, 0) => (0, told),
            (true, _) => (told, 0),
        };
        Ok(report)
    }

    /// Stages the results of the survey in place of those that stand.
    async fn stage_results(
        &self,
        survey: &Survey,
        request: &Request<'_>,
        known: &Known<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<Refused, RegistryError> {
        let mut refused = Refused::default();
        let (mut rows, mut removals, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for (question, group) in &survey.groups {
            let results = match group.results(question, request, known, &mut stager.report) {
                Ok(results) => results,
                Err(defect) => {
                    refused.rows += refuse(group, defect, &mut stager.report);
                    continue;
                }
            };
            let standing = self.standing_results(survey, question, &results).await?;
            match standing.replaced(question, request, known) {
                Ok(gone) => {
                    numbers.resize(numbers.len() + gone.len(), group.row);
                    removals.extend(gone);
                }
                Err(defect) => {
                    // What of the file is new would stand beside what is old.
                    stager.whole = true;
                    refused.rows += refuse(group, defect, &mut stager.report);
                    continue;
                }
            }
            rows.extend(results.into_iter().map(|result| survey.row(question, result)));
        }
        refused.removed = removals.len() as u64;
        let rejected = stager.report.rejected;
        // Results are not the rows of the file; an empty one has neither.
        stager.report.read += refused.rows + rejected;
        stager
            .rows(Observation::KIND, rows, |fields, id, position| {
                let record = Observation::draft(fields, id, position.into(), known)?;
                Some(Built {
                    state: state(&record, None).ok()?,
                    keys: keys(&record),
                    since: record.since(),
                    corrects: Observation::IS_FACT,
                    doubts: record.doubts(known),
                    misfits: Vec::new(),
                })
            })
            .await?;
        refused.results = stager.report.rejected > rejected || stager.whole;
        stager.stage(removals, numbers).await?;
        Ok(refused)
    }
}

/// What of a survey does not become a result.
#[derive(Default)]
struct Refused {
    /// Rows that were right but whose results are refused.
    rows: u64,
    /// No result lands.
    results: bool,
    /// Results that stood and go.
    removed: u64,
}

/// Refuses all rows of a question for one reason; tells how many they are.
fn refuse(group: &Group, defect: Invalid, report: &mut Report) -> u64 {
    report.refuse(group.row, &[defect]);
    report.rejected += group.rows - 1;
    group.rows
}

impl Survey {
    /// Tells what is not in the sample.
    fn warn(&self, report: &mut Report) {
        if self.unanswered > 0 {
            let count = self.unanswered;
            let (zh, en) = (
                format!("{count} 行没有作答，不计入样本"),
                format!("{count} rows have no answer and are not in the sample"),
            );
            report.warn(0, Some("score"), "not_answered", &zh, &en);
        }
        if self.uncounted > 0 {
            let count = self.uncounted;
            let (zh, en) = (
                format!("{count} 行没有填写答卷数，按 0 人计，不计入样本；请填写份数，没有人这样作答请填 0"),
                format!(
                    "{count} rows do not tell how many answered so: they count as nobody and are not in the sample; fill in the number, 0 where nobody did"
                ),
            );
            report.warn(0, Some("answers"), "not_counted", &zh, &en);
        }
    }
}
