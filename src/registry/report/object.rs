//! The report as one JSON object: the scoreboard, with head, coverage and definitions.

use super::definitions::{self, Definition};
use super::facts::Facts;
use super::reconciliation;
use crate::analysis::counting::coverage::{Coverage, Row};
use crate::formats::report::{Language, Words};
use crate::registry::error::RegistryError;
use crate::registry::scoreboard::{DivisionTold, PlanTold};
use crate::registry::year_end::Reconciliation;
use jiff::civil::Date;
use serde::Serialize;

#[derive(Serialize)]
struct Object<'a> {
    report: Head<'a>,
    #[serde(flatten)]
    told: &'a PlanTold,
    coverage: &'a Coverage,
    /// The whole at the year-ends up to the day.
    coverage_by_year: Vec<Year<'a>>,
    /// Of each frozen year-end, why best knowledge differs.
    reconciliations: &'a [Reconciliation],
    /// Of one division: what its reconciliations leave out.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    left_out: Option<LeftOut>,
    definitions: Vec<Definition>,
}

/// What the report of one division does not tell.
#[derive(Serialize)]
struct LeftOut {
    reconciliations_note_zh: String,
    reconciliations_note_en: String,
}

/// What the report says of itself.
#[derive(Serialize)]
struct Head<'a> {
    title_zh: &'a str,
    title_en: &'a str,
    made_on: Date,
    language: &'static str,
    /// `null`: everything.
    division: Option<&'a DivisionTold>,
    basis_zh: &'a str,
    basis_en: &'a str,
    /// `demo`, `estimate`, `schematic`.
    marks: Vec<&'static str>,
    /// Of the whole: the share of sites whose area is known.
    completeness: Option<f64>,
}

#[derive(Serialize)]
struct Year<'a> {
    as_of: Date,
    #[serde(flatten)]
    row: &'a Row,
}

/// # Errors
/// None that is the user's.
pub fn written(facts: &Facts, language: Language) -> Result<Vec<u8>, RegistryError> {
    let (title, basis) = (super::title(facts), super::basis(facts));
    let object = Object {
        report: Head {
            title_zh: &title.zh,
            title_en: &title.en,
            made_on: facts.made_on,
            language: language.as_str(),
            division: facts.division.as_ref(),
            basis_zh: &basis.zh,
            basis_en: &basis.en,
            marks: facts.marks.iter().map(|mark| mark.as_str()).collect(),
            completeness: facts.coverage.rows.first().and_then(|row| row.completeness),
        },
        told: &facts.told,
        coverage: &facts.coverage,
        coverage_by_year: facts.years.iter().map(|(day, row)| Year { as_of: *day, row }).collect(),
        reconciliations: &facts.reconciliations,
        left_out: facts.division.is_some().then(|| {
            let Words { zh, en } = reconciliation::of_whole();
            LeftOut { reconciliations_note_zh: zh, reconciliations_note_en: en }
        }),
        definitions: definitions::all(facts),
    };
    let mut bytes =
        serde_json::to_vec_pretty(&object).map_err(|error| RegistryError::Internal(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
