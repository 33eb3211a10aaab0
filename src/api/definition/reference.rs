//! `/api/v1/info`, `/api/v1/kinds`.

use super::answer::Answer;
use super::document::Chapter;
use super::headers::seq;
use super::operation::{Tag, get};
use super::schema::{Schema, boolean, count, date, list, named, number, numbers, object, text, word};

const TAG: Tag = Tag { name: "reference", zh: "登记库与类型", en: "the registry, and its kinds" };

pub fn chapter() -> Chapter {
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/info", "getInfo").titled(TAG, "登记库", "the registry").takes([seq()]).answers(
                Answer::json(
                    "谁的、有什么、可信到何种程度",
                    "whose it is, what it holds, how far it is to be trusted",
                    named("Info"),
                ),
            ),
            get("/api/v1/kinds", "getKinds").titled(TAG, "类型", "kinds").takes([seq()]).answers(
                Answer::json(
                    "场地、器材、记录的类型，以及计划所用的名称",
                    "kinds of sites, equipment and records, and the names that the plan asks for",
                    named("Kinds"),
                ),
            ),
        ],
        schemas: vec![("Info".to_owned(), info()), ("Kinds".to_owned(), kinds())],
    }
}

fn info() -> Schema {
    let district = object()
        .has("name_zh", text())
        .has("name_en", text().or_null())
        .has("time_zone", text())
        .has("bbox", numbers(4, 4).or_null())
        .has("code_systems", list(named("CodeSystem")))
        .has("files", list(named("DataFile")));
    let plan = object()
        .has("title_zh", text())
        .has("title_en", text())
        .has("target_m2_per_head", number().or_null())
        .has("start", date())
        .has("end", date());
    object()
        .has("district", district)
        .has("version", text().about("程序的版本", "of the program"))
        .has("seq", count())
        .has("demo", boolean().about("含演示数据", "it holds demonstration data"))
        .has("today", date())
        .has("sites", count())
        .has("equipment", count())
        .has("rule_version", text())
        .has("rules", named("Rules"))
        .has("plan", plan.schema().or_null())
        .has("database", word(["sqlite", "postgres"]))
        .has("map", named("MapNotice"))
        .schema()
}

fn kinds() -> Schema {
    let words = || list(named("Word"));
    object()
        .has("kinds", list(named("Kind")))
        .has("equipment_kinds", list(named("EquipmentKind")))
        .has("organisation_kinds", words())
        .has("institution_kinds", words())
        .has("provider_categories", words())
        .has("event_tags", words())
        .has("brands", list(text()))
        .has("series", list(text()))
        .has("milestones", list(text()))
        .schema()
}
