//! A declaration: what a responsible body says of a task's state, beside what the data say.

use super::{Record, members};
use crate::domain::change::EntityKind;
use crate::domain::id::{BlobHash, DeclarationId, DivisionId};
use crate::domain::invalid::Invalid;
use crate::domain::plan::State;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A declaration. The newest one on or before a day stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    pub id: DeclarationId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Number of the task.
    pub task: u16,
    /// What the body declares.
    pub state: State,
    /// The day on which it does.
    pub date: Date,
    /// The body that declares it.
    pub declared_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    /// The evidence: a text, an address, a file that is kept beside the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<BlobHash>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

impl Declaration {
    pub fn has_evidence(&self) -> bool {
        self.evidence_text.is_some() || self.evidence_link.is_some() || self.blob.is_some()
    }
}

impl Record for Declaration {
    const KIND: EntityKind = EntityKind::Declaration;
    const IS_FACT: bool = true;

    members!();

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "task" => Some(self.task.to_string() == wanted),
            "state" => Some(self.state.as_str() == wanted),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        let mut found = Vec::new();
        if self.state == State::NoData {
            found.push(Invalid::new(
                "state",
                "not_declarable",
                "“无数据”不能申报；请选已完成、按进度、有风险或未完成",
                "`no_data` can not be declared: say met, on_track, at_risk or missed",
            ));
        }
        if self.state == State::Met && !self.has_evidence() {
            found.push(Invalid::new(
                "evidence_text",
                "no_evidence",
                "申报已完成须有佐证材料（文字、链接或文件）",
                "who declares a task met gives evidence: a text, a link or a file",
            ));
        }
        found
    }
}
