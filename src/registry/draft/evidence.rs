//! Reads what stands behind a milestone or a declaration: a task, and its evidence.

use super::Fields;
use super::known::Known;
use crate::domain::id::BlobHash;

/// Takes `task`; where only the indicator is told, its task.
pub fn task(fields: &mut Fields, indicator: Option<&str>, known: &Known<'_>) -> Option<u16> {
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

/// Takes `evidence_link`.
pub fn link(fields: &mut Fields) -> Option<String> {
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
pub fn blob(fields: &mut Fields, known: &Known<'_>) -> Option<BlobHash> {
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
        format!("登记库中没有文件 {hash}：请先上传（POST /api/v1/blobs），或在导入表中用 evidence_file 给出文件"),
        format!(
            "the registry keeps no file {hash}; send it first (POST /api/v1/blobs), or name it as `evidence_file` in a table"
        ),
    );
    None
}
