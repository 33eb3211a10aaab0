//! `/api/v1/organisations` and the other kinds of records.

/// What declares a task.
mod declarations;
/// What was held.
mod events;
/// Who is to have equipment.
mod institutions;
/// What was reached.
mod milestones;
/// What was counted and reported.
mod observations;
/// Who does sports.
mod organisations;
/// Who gives guidance.
mod providers;

use super::document::Chapter;
use super::given::{told, told_flag, told_texts};
use super::operation::Tag;
use super::parameter::{Parameter, query};
use super::parameters::{datetime, divisions};
use super::registered::Resource;
use super::schema::{Object, list, object, text, uuid};

const TAG: Tag = Tag {
    name: "records",
    zh: "计划各项任务所需的记录：组织、活动、机构、供应方、数据、里程碑、申报",
    en: "what the plan's tasks need recorded: organisations, events, institutions, providers, observations, milestones, declarations",
};

pub fn chapter() -> Chapter {
    let resources = [
        organisations::resource(),
        events::resource(),
        institutions::resource(),
        providers::resource(),
        observations::resource(),
        milestones::resource(),
        declarations::resource(),
    ];
    Chapter {
        tag: TAG,
        operations: resources.iter().flat_map(Resource::operations).collect(),
        schemas: resources.iter().flat_map(Resource::schemas).collect(),
    }
}

/// Filters of a list: the words of the kind, and what all have.
fn filters(words: &'static [&'static str]) -> Vec<Parameter> {
    let word = |name: &&'static str| {
        query(*name, list(text()).some()).about("取值之一", "one of these").shared(format!("record_{name}"))
    };
    words.iter().map(word).chain([divisions(), datetime()]).collect()
}

/// What every record may tell.
fn usual() -> Object {
    origin_needed()
        .may(
            "division",
            told().about("行政区划：名称、编号或 系统:代码", "a division by name, id or system:code"),
        )
        .may("division_id", uuid().or_null())
        .may("note", told())
        .may("demo", told_flag().about("演示数据", "demonstration data"))
}

fn origin_needed() -> Object {
    object()
        .has(
            "external_id",
            text().length(1, 2_000).about(
                "来源自己的编号，与 source 一起唯一",
                "the bringer's own key; unique together with `source`",
            ),
        )
        .may("source", told().about("来源", "where it came from"))
}

/// A name in both languages.
fn names() -> Object {
    object().has("name_zh", text().length(1, 2_000)).may("name_en", told())
}

fn tags() -> Object {
    object().may("tags", told_texts())
}

/// What stands behind a word about a task.
fn evidence() -> Object {
    object().may("evidence_text", told()).may("evidence_link", text().pattern("^https?://").or_null()).may(
        "blob",
        text()
            .pattern("^[0-9A-Fa-f]{64}$")
            .or_null()
            .about("POST /api/v1/blobs 所存文件的 SHA-256", "SHA-256 of a file kept by POST /api/v1/blobs"),
    )
}
