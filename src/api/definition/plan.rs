//! `/api/v1/plan`.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::headers::{if_none_match, seq};
use super::operation::{Tag, get};
use super::parameter::{path, query};
use super::parameters::{as_of, division, known_at};
use super::schema::{integer, named, word};
use crate::registry::report::Form;

const TAG: Tag = Tag { name: "plan", zh: "实施计划", en: "the plan and where its tasks stand" };

pub fn chapter() -> Chapter {
    let number = path("number", integer().least(1).most(9_999)).about("任务号", "the task's number");
    let report = Form::ALL.iter().fold(Answer::new(200, "文件", "the file"), |answer, form| {
        let media = form.media_type();
        if *form == Form::Json { answer.of(media, named("PlanReport")) } else { answer.file(media) }
    });
    let forms = word(Form::ALL.map(Form::as_str));
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/plan", "getPlan")
                .titled(TAG, "各项任务", "all tasks")
                .about(
                    "不给日期：计划期满日；计划进行中则为今天。",
                    "Without a day: the plan's end, or today while it runs.",
                )
                .takes([as_of(), known_at(), seq()])
                .answers(Answer::json(
                    "任务、指标及其状态",
                    "tasks, their obligations and states",
                    named("Plan"),
                )),
            get("/api/v1/plan/report", "getPlanReport")
                .titled(TAG, "进展报告", "the report as a file")
                .takes([
                    query("format", forms.usually("xlsx")).about("文件格式", "the file's format"),
                    as_of(),
                    known_at(),
                    query("language", word(["zh", "en", "both"]).usually("both")).about("语言", "language"),
                    division(),
                    if_none_match(),
                    seq(),
                ])
                .answers(report.with(["ETag", "Content-Disposition"]))
                .answers(Answer::unchanged())
                .refuses([Refusal::Missing, Refusal::Conflict]),
            get("/api/v1/plan/tasks/{number}", "getPlanTask")
                .titled(TAG, "一项任务", "one task")
                .takes([number, as_of(), known_at(), seq()])
                .answers(Answer::json(
                    "同上，只含此任务及其所依据的记录",
                    "as the plan, with this task and the records behind it",
                    named("Plan"),
                ))
                .refuses([Refusal::Missing]),
        ],
        schemas: Vec::new(),
    }
}
