//! A milestone: something a task asks for was done on a day, with evidence, and a body accepted it.

use super::{Record, members};
use crate::domain::change::EntityKind;
use crate::domain::id::{BlobHash, DivisionId, MilestoneId};
use crate::domain::invalid::Invalid;
use crate::domain::site::words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Whether the evidence was accepted.
    Acceptance {
        Pending = "pending", "待认定", ["未认定", "待审核", "待定"];
        Accepted = "accepted", "已认定", ["认定", "通过", "是", "yes", "true"];
        Rejected = "rejected", "未通过", ["不予认定", "否", "no", "false"];
    }
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub id: MilestoneId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Number of the task.
    pub task: u16,
    /// The plan's indicator that it is evidence for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// The name by which the plan's indicators ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// The day on which it was done.
    pub date: Date,
    pub title_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    /// The evidence: a text, an address, a file that is kept beside the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<BlobHash>,
    pub acceptance: Acceptance,
    /// The day on which it was decided, and the body that did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

impl Milestone {
    pub fn has_evidence(&self) -> bool {
        self.evidence_text.is_some() || self.evidence_link.is_some() || self.blob.is_some()
    }

    /// Whether its evidence counts.
    pub fn is_accepted(&self) -> bool {
        self.acceptance == Acceptance::Accepted
    }
}

impl Record for Milestone {
    const KIND: EntityKind = EntityKind::Milestone;
    const IS_FACT: bool = true;

    members!();

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "task" => Some(self.task.to_string() == wanted),
            "indicator" => Some(self.indicator.as_deref() == Some(wanted)),
            "milestone" => Some(self.milestone.as_deref() == Some(wanted)),
            "acceptance" => Some(self.acceptance.as_str() == wanted),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        let mut found = Vec::new();
        if self.acceptance != Acceptance::Pending {
            for (field, told) in
                [("decided_on", self.decided_on.is_some()), ("decided_by", self.decided_by.is_some())]
            {
                if !told {
                    found.push(Invalid::new(
                        field,
                        "missing",
                        "已认定或未通过的，须填写认定日期和认定单位",
                        "a decision has a day and the body that decided",
                    ));
                }
            }
        }
        if self.is_accepted() && !self.has_evidence() {
            found.push(Invalid::new(
                "evidence_text",
                "no_evidence",
                "没有佐证材料（文字、链接或文件），不能认定",
                "without evidence (a text, a link or a file) nothing can be accepted",
            ));
        }
        if self.decided_on.is_some_and(|day| day < self.date) {
            found.push(Invalid::new(
                "decided_on",
                "before_its_beginning",
                format!("认定日期早于完成日期 {}", self.date),
                format!("decided before it was done, on {}", self.date),
            ));
        }
        found
    }
}
