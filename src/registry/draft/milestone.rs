//! Reads a milestone out of given values.

use super::Fields;
use super::known::Known;
use super::record::{Drafted, Place, needed};
use crate::domain::id::{BlobHash, MilestoneId};
use crate::domain::plan::Plan;
use crate::domain::record::{Acceptance, Milestone, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Milestone {
    const WHAT: What = What::Milestones;
    const WORDS: &'static [&'static str] = &["task", "indicator", "milestone", "acceptance"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        place.refuse(fields);
        let external_id = needed(fields, "external_id");
        let indicator = known.indicator(fields);
        let task = task(fields, indicator.as_deref(), known);
        let of_indicator = indicator.as_deref().and_then(|id| known.plan()?.indicator(id)?.1.one_milestone());
        let told = fields.has("milestone");
        let milestone = known.of_plan(fields, "milestone", Plan::milestones);
        let title_zh = needed(fields, "title_zh");
        let date = fields.date("date");
        if date.is_none() {
            fields.missing("date");
        }
        let acceptance = fields
            .choice("acceptance", Acceptance::parse, Acceptance::ALL, |word| (word.as_str(), word.zh()));
        let milestone = Self {
            id: MilestoneId(id),
            source: fields.text("source"),
            milestone: milestone.or_else(|| of_indicator.filter(|_| !told).map(str::to_owned)),
            indicator,
            title_en: fields.text("title_en"),
            division_id: known.division(fields),
            evidence_text: fields.text("evidence_text"),
            evidence_link: link(fields),
            blob: blob(fields, known),
            acceptance: acceptance.unwrap_or(Acceptance::Pending),
            decided_on: fields.date("decided_on"),
            decided_by: fields.text("decided_by"),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            external_id: external_id?,
            task: task?,
            date: date?,
            title_zh: title_zh?,
        };
        fields.add(milestone.defects());
        Some(milestone)
    }
}

/// Takes `task`; where only the indicator is told, its task.
fn task(fields: &mut Fields, indicator: Option<&str>, known: &Known<'_>) -> Option<u16> {
    let of_indicator = indicator.and_then(|id| Some(known.plan()?.indicator(id)?.0.number));
    if !fields.has("task") {
        if of_indicator.is_none() {
            fields.missing("task");
        }
        return of_indicator;
    }
    let task = fields.integer("task", 1..=9_999).and_then(|number| u16::try_from(number).ok())?;
    if known.plan().is_some_and(|plan| plan.task(task).is_none()) {
        fields.wrong(
            "task",
            "unknown_task",
            format!("计划中没有第 {task} 项任务"),
            format!("the plan has no task {task}"),
        );
        return None;
    }
    if let Some(own) = of_indicator.filter(|own| *own != task) {
        fields.wrong(
            "task",
            "contradicts_indicator",
            format!("指标属于第 {own} 项任务，不是第 {task} 项，请核对"),
            format!("the indicator is one of task {own}, not of task {task}; check both"),
        );
        return None;
    }
    Some(task)
}

fn link(fields: &mut Fields) -> Option<String> {
    let link = fields.text("evidence_link")?;
    if link.starts_with("https://") || link.starts_with("http://") {
        return Some(link);
    }
    fields.wrong(
        "evidence_link",
        "not_a_link",
        format!("“{link}”不是网址：应以 http:// 或 https:// 开头"),
        format!("`{link}` is no address: it begins with http:// or https://"),
    );
    None
}

/// Takes `blob`, the SHA-256 of contents that the registry keeps.
fn blob(fields: &mut Fields, known: &Known<'_>) -> Option<BlobHash> {
    let text = fields.text("blob")?;
    let Ok(hash) = text.to_lowercase().parse::<BlobHash>() else {
        fields.wrong(
            "blob",
            "not_a_hash",
            "应为文件的 SHA-256（64 位十六进制）",
            "this is the SHA-256 of a file, 64 hexadecimal digits",
        );
        return None;
    };
    if known.contents.contains(&hash) {
        return Some(hash);
    }
    fields.wrong(
        "blob",
        "no_such_file",
        format!("登记库中没有文件 {hash}：请在导入表中用 evidence_file 给出文件"),
        format!("the registry keeps no file {hash}; import it by `evidence_file`, its path beside the table"),
    );
    None
}
