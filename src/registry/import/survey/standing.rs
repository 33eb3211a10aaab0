use super::super::Request;
use super::results::{Score, external_id};
use super::{Question, Survey};
use crate::domain::change::{EntityRef, NewChange, Reason};
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::domain::record::{Observation, Record};
use crate::registry::Registry;
use crate::registry::draft::known::Known;
use crate::registry::error::RegistryError;
use crate::storage::{Keys, Stored, Write};

/// Results that stand and are not those of the file.
#[derive(Default)]
pub struct Standing {
    /// Of the whole (`None`) or a division, with other answers.
    other: Vec<Option<DivisionId>>,
    /// Of divisions of which the file has no result.
    gone: Vec<(DivisionId, Stored)>,
}

impl Registry {
    /// Compares the results of a question with those that stand.
    pub(super) async fn standing_results(
        &self,
        survey: &Survey,
        question: &Question,
        scores: &[Score],
    ) -> Result<Standing, RegistryError> {
        let source = survey.common.get("source").map(|source| source.trim().to_owned()).unwrap_or_default();
        let keys: Vec<(String, String)> =
            scores.iter().map(|score| (source.clone(), external_id(question, score.division))).collect();
        let mut standing = Standing::default();
        for (score, stored) in scores.iter().zip(self.store.find_external(Observation::KIND, &keys).await?) {
            let Some(stored) = stored else { continue };
            let one: Observation = serde_json::from_str(&stored.state.doc)
                .map_err(|error| RegistryError::Internal(error.to_string()))?;
            let made = survey.made(score.outcome);
            let is_same = one.value == Some(score.outcome.mean)
                && one.sample_size == Some(score.outcome.count)
                && one.method.is_some_and(|method| method.ends_with(&made));
            if !is_same {
                standing.other.push(score.division);
            }
        }
        let world = self.world();
        for entry in world.records().of::<Observation>().iter() {
            let one = &entry.facts.record;
            let Some(division) = one.division_id else { continue };
            let is_ours = one.source.as_deref().unwrap_or_default() == source
                && one.external_id == external_id(question, Some(division));
            if !is_ours || scores.iter().any(|score| score.division == Some(division)) {
                continue;
            }
            let entity = EntityRef { kind: Observation::KIND, id: one.id.0 };
            standing.gone.extend(self.store.get(entity).await?.map(|stored| (division, stored)));
        }
        Ok(standing)
    }
}

impl Standing {
    /// The removal of what the file does not have any more, where it is to replace what stands.
    ///
    /// # Errors
    /// Something else stands, and nobody said that it was wrong.
    pub fn replaced(
        self,
        (series, period): &Question,
        request: &Request<'_>,
        known: &Known<'_>,
    ) -> Result<Vec<Write>, Invalid> {
        if (self.other.is_empty() && self.gone.is_empty()) || request.reason == Some(Reason::Corrected) {
            return Ok(self.gone.into_iter().map(|(_, stored)| removal(stored)).collect());
        }
        let called = |division: Option<DivisionId>, whole: &str| {
            division.map_or_else(|| whole.to_owned(), |id| known.name_of(id))
        };
        let all = || self.other.iter().copied().chain(self.gone.iter().map(|(id, _)| Some(*id)));
        let listed = |whole: &str, comma: &str| {
            all().map(|division| called(division, whole)).collect::<Vec<_>>().join(comma)
        };
        Err(Invalid::new(
            "period",
            "already_stands",
            format!(
                "“{series}”{period} 已有结果，与此文件不同（{}）：如以此文件更正，请用 --reason corrected 导入（文件中没有的区划结果将一并撤销）；如是另一次调查，请用另外的 series 或 period",
                listed("全部", "、")
            ),
            format!(
                "`{series}` of {period} stands already with other results than this file's ({}): to replace them by this file, import it with --reason corrected (results of divisions that it does not have are removed); if it is another survey, give it another series or period",
                listed("the whole", ", ")
            ),
        ))
    }
}

/// The result was never one.
fn removal(stored: Stored) -> Write {
    let change = NewChange {
        entity: stored.entity,
        effective_from: stored.effective_from,
        reason: Reason::Corrected,
        before: Some(stored.state),
        after: None,
    };
    Write { change, expected: Some(stored.version), unconditional: false, keys: Keys::default() }
}
