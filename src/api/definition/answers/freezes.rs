//! Frozen year-ends: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, integer, list, named, number, object, text, uuid, word,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "YearEndPeople",
            object()
                .has("value", count())
                .has("year", integer())
                .has("vintage", text())
                .has("estimate", boolean())
                .schema(),
        ),
        (
            "YearEnd",
            object()
                .has("id", uuid())
                .has("year", integer())
                .has("version", count())
                .has("stands", boolean())
                .has("as_of", date())
                .has("frozen_at", text())
                .has("seq", count())
                .has("by", text().or_null())
                .has("reason", text().or_null())
                .has("rule_version", text())
                .has("program", text())
                .has("boundary_version", text())
                .has("population", named("YearEndPeople").or_null())
                .has("plan", text().or_null())
                .has("sites", count())
                .has("area_m2", number())
                .has("m2_per_head", number().or_null())
                .has("hash", text())
                .has("flags", list(text()))
                .schema(),
        ),
        (
            "DivisionDocument",
            object()
                .has("id", uuid())
                .has("external_id", text())
                .may("parent", uuid())
                .has("level", text())
                .has("name_zh", text())
                .may("name_en", text())
                .has("codes", list(named("DivisionCode")))
                .may("valid_from", date())
                .may("valid_to", date())
                .has("boundary_quality", word(["official", "surveyed", "schematic", "placeholder"]))
                .may("ethnic", boolean())
                .may("rural", boolean())
                .may("source", text())
                .may("licence", text())
                .may("demo", boolean())
                .schema(),
        ),
        (
            "FrozenSite",
            object()
                .has("id", uuid())
                .has("version", count())
                .has("kind", text())
                .has("verdict", text())
                .has("exists", boolean())
                .has("open", boolean().or_null())
                .has("free", boolean().or_null())
                .has("shares", list(list(integer())))
                .schema(),
        ),
        (
            "BeforeAndAfter",
            object().has("frozen", number().or_null()).has("best", number().or_null()).schema(),
        ),
        ("AreasMoved", object().has("all", number()).has("open", number()).has("free", number()).schema()),
        (
            "AreaByCause",
            object()
                .has(
                    "cause",
                    word([
                        "new_built",
                        "newly_found",
                        "changed",
                        "corrected",
                        "closed",
                        "reclassified",
                        "boundary",
                        "population",
                        "method",
                    ]),
                )
                .has("cause_zh", text())
                .has("cause_en", text())
                .has("sites", count())
                .has("area_m2", named("AreasMoved"))
                .has("m2_per_head", number().or_null())
                .schema(),
        ),
        (
            "RowDifference",
            object()
                .has("division", text().or_null())
                .has("name_zh", text())
                .has("name_en", text().or_null())
                .has("level", text())
                .has("area_m2", named("BeforeAndAfter"))
                .has("population", named("BeforeAndAfter"))
                .has("m2_per_head", named("BeforeAndAfter"))
                .has("difference_m2", number())
                .has("difference_m2_per_head", number().or_null())
                .has("causes", list(named("AreaByCause")))
                .schema(),
        ),
        (
            "ChangedSites",
            object()
                .has("seq", count())
                .has("recorded_at", text())
                .has("effective_from", date())
                .has("actor", text())
                .schema(),
        ),
        (
            "SiteStep",
            object()
                .has(
                    "cause",
                    word([
                        "new_built",
                        "newly_found",
                        "changed",
                        "corrected",
                        "closed",
                        "reclassified",
                        "boundary",
                        "population",
                        "method",
                    ]),
                )
                .has("cause_zh", text())
                .has("cause_en", text())
                .has("change", named("ChangedSites").or_null())
                .has("difference_m2", number())
                .schema(),
        ),
        (
            "SiteDifference",
            object()
                .has("id", uuid())
                .has("name_zh", text().or_null())
                .has("area_m2", named("BeforeAndAfter"))
                .has("steps", list(named("SiteStep")))
                .schema(),
        ),
        (
            "DivisionTold",
            object()
                .has("id", text())
                .has("code", text())
                .has("name_zh", text())
                .has("name_en", text().or_null())
                .schema(),
        ),
        (
            "PartChanged",
            object()
                .has("name_zh", text())
                .has("name_en", text().or_null())
                .has("list", text().or_null())
                .has("id", uuid().or_null())
                .has("value", named("BeforeAndAfter"))
                .has("counts", named("BeforeAndAfter"))
                .has(
                    "causes",
                    list(word([
                        "new_built",
                        "newly_found",
                        "changed",
                        "corrected",
                        "closed",
                        "reclassified",
                        "boundary",
                        "population",
                        "method",
                    ])),
                )
                .schema(),
        ),
        (
            "TaskDifference",
            object()
                .has("task", count())
                .has("title_zh", text())
                .has("title_en", text())
                .has("indicator", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("division", named("DivisionTold").or_null())
                .has("year", integer().or_null())
                .has("unit", text())
                .has("value", named("BeforeAndAfter"))
                .has("state", named("BeforeAndAfter"))
                .has("parts", list(named("PartChanged")))
                .schema(),
        ),
        (
            "Reconciliation",
            object()
                .has("as_of", date())
                .has("frozen", named("YearEnd"))
                .has("seq", count())
                .has("rule_version", text())
                .has("flags", list(text()))
                .has("method_zh", text())
                .has("method_en", text())
                .has("rows", list(named("RowDifference")))
                .has("sites", list(named("SiteDifference")))
                .has("tasks", list(named("TaskDifference")))
                .schema(),
        ),
    ]
}
