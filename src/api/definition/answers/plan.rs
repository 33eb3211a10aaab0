//! Tasks of the plan, and the report: what the answers look like.

use crate::api::definition::schema::{
    Schema, anything, boolean, count, date, integer, list, map, named, number, object, text, uuid, word,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "PlanName",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("starts", date())
                .has("ends", date())
                .has("source", text())
                .has("source_mark", text().or_null())
                .schema(),
        ),
        ("GroupTold", object().has("id", text()).has("name_zh", text()).has("name_en", text()).schema()),
        (
            "TasksByState",
            object()
                .has("state", word(["missed", "at_risk", "no_data", "on_track", "met"]))
                .has("name_zh", text())
                .has("tasks", count())
                .schema(),
        ),
        (
            "DeadlineTold",
            object()
                .has("text", text())
                .has("read_as", date())
                .has("strict", date().or_null())
                .has("our_reading", boolean())
                .schema(),
        ),
        (
            "Declared",
            object()
                .has("id", uuid())
                .has("state", word(["missed", "at_risk", "no_data", "on_track", "met"]))
                .has("on", date())
                .has("by", text())
                .has("evidence", text().or_null())
                .has("file", text().or_null())
                .has("demo", boolean())
                .schema(),
        ),
        (
            "FrozenState",
            object()
                .has("year", integer())
                .has("version", count())
                .has("state", word(["missed", "at_risk", "no_data", "on_track", "met"]).or_null())
                .schema(),
        ),
        (
            "BodyTold",
            object()
                .has("name", text())
                .has("name_en", text().or_null())
                .has("read_as", text().or_null())
                .schema(),
        ),
        (
            "Bodies",
            object().has("lead", list(named("BodyTold"))).has("support", list(named("BodyTold"))).schema(),
        ),
        ("TaskProgress", object().has("met", count()).has("of", count()).schema()),
        ("SeriesValue", object().has("at", date()).has("value", number().or_null()).schema()),
        (
            "FrozenTold",
            object()
                .has("year", integer())
                .has("version", count())
                .has("at", date())
                .has("value", number().or_null())
                .has("state", word(["missed", "at_risk", "no_data", "on_track", "met"]).or_null())
                .schema(),
        ),
        (
            "Forecast",
            object()
                .has("on", date())
                .has("value", number())
                .has("low", number().or_null())
                .has("high", number().or_null())
                .has("per_year", number())
                .has("values", count())
                .has("too_few", boolean())
                .schema(),
        ),
        (
            "PartTold",
            object()
                .has("name_zh", text())
                .has("name_en", text().or_null())
                .has("list", text().or_null())
                .has("id", uuid().or_null())
                .has("value", number().or_null())
                .has("counts", boolean())
                .schema(),
        ),
        (
            "BuiltTold",
            object()
                .has("project", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("count", count())
                .has("area_m2", number().or_null())
                .has("cost", count().or_null())
                .schema(),
        ),
        (
            "ClosingTold",
            object()
                .has("way", word(["cheapest", "fewest", "alone", "all", "carry_on", "siting"]))
                .has("name_zh", text())
                .has("name_en", text())
                .has("projects", list(named("BuiltTold")))
                .has("missing", number())
                .has("unit", text())
                .has("adds", number())
                .has("after", number().or_null())
                .has("cost", count().or_null())
                .has("currency", text())
                .has("example", boolean())
                .has("unpriced", count())
                .has("proven", boolean())
                .has("closes", boolean())
                .has("few_values", boolean())
                .has("basis_zh", text().or_null())
                .has("basis_en", text().or_null())
                .has("note_zh", text().or_null())
                .has("note_en", text().or_null())
                .schema(),
        ),
        (
            "IndicatorTold",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("division", named("DivisionTold").or_null())
                .has("missing_level", text().or_null())
                .has("year", integer().or_null())
                .has("due", date())
                .has("value", number().or_null())
                .has("at", date().or_null())
                .has("target", number())
                .has("gap", number().or_null())
                .has("comparator", word([">=", ">", "<=", "<", "="]))
                .has("unit", text())
                .has("source", word(["computed", "listed", "reported", "milestone"]))
                .has("metric", text())
                .has("state", word(["missed", "at_risk", "no_data", "on_track", "met"]).or_null())
                .has("why_zh", text())
                .has("why_en", text())
                .has("our_reading", boolean())
                .has("decides", boolean())
                .has("series", list(named("SeriesValue")))
                .has("frozen", list(named("FrozenTold")))
                .has("base", number().or_null())
                .has("pace_needed", number().or_null())
                .has("forecast", named("Forecast").or_null())
                .has("basis_zh", text().or_null())
                .has("basis_en", text().or_null())
                .has("note_zh", text().or_null())
                .has("note_en", text().or_null())
                .has("flags", list(text()))
                .may("parts", list(named("PartTold")))
                .may("closing", list(named("ClosingTold")))
                .schema(),
        ),
        (
            "TaskTold",
            object()
                .has("number", count())
                .has("group", text())
                .has("title_zh", text())
                .has("title_en", text())
                .has("deadline", named("DeadlineTold"))
                .has("cadence", word(["once", "yearly"]))
                .has("expand", word(["none", "per_subdistrict"]))
                .has("state", word(["missed", "at_risk", "no_data", "on_track", "met"]).or_null())
                .has("declared", named("Declared").or_null())
                .has("disagrees", boolean())
                .has("frozen", named("FrozenState").or_null())
                .has("bodies", named("Bodies"))
                .has("progress", named("TaskProgress"))
                .has("indicators", list(named("IndicatorTold")))
                .schema(),
        ),
        (
            "Plan",
            object()
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("plan", named("PlanName"))
                .has("rule_version", text())
                .has("seq", count())
                .has("flags", list(text()))
                .has("groups", list(named("GroupTold")))
                .has("counts", list(named("TasksByState")))
                .has("freezes", list(named("YearEnd")))
                .has("tasks", list(named("TaskTold")))
                .schema(),
        ),
        (
            "ReportHead",
            object()
                .has("title_zh", text())
                .has("title_en", text())
                .has("made_on", date())
                .has("language", text())
                .has("division", named("DivisionTold").or_null())
                .has("basis_zh", text())
                .has("basis_en", text())
                .has("marks", list(text()))
                .has("completeness", number().or_null())
                .schema(),
        ),
        (
            "CoverageOfYear",
            object()
                .has("as_of", date())
                .has("division", named("DivisionNameWithCodes"))
                .has("population", named("DivisionPopulation").or_null())
                .has("area_m2", named("ThreeAreas"))
                .has("m2_per_head", named("ThreeAreas"))
                .has("met", boolean().or_null())
                .has("shortfall_m2", number().or_null())
                .has("sites", integer())
                .has("completeness", number().or_null())
                .has("completeness_of", named("ThreeAreas"))
                .has("access_unknown", integer())
                .has("grades", map(integer()))
                .has("counts", map(integer()))
                .has("trail_m", number())
                .has("programmes", map(integer()))
                .has("pieces", integer())
                .has("flags", list(text()))
                .schema(),
        ),
        (
            "Definition",
            object()
                .has("sort", text())
                .has("word", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("meaning_zh", text())
                .has("meaning_en", text())
                .schema(),
        ),
        (
            "PlanReport",
            object()
                .has("report", named("ReportHead"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("plan", named("PlanName"))
                .has("rule_version", text())
                .has("seq", count())
                .has("flags", list(text()))
                .has("groups", list(named("GroupTold")))
                .has("counts", list(named("TasksByState")))
                .has("freezes", list(named("YearEnd")))
                .has("tasks", list(named("TaskTold")))
                .has("coverage", named("Coverage"))
                .has("coverage_by_year", list(named("CoverageOfYear")))
                .has("reconciliations", list(named("Reconciliation")))
                .may("reconciliations_note_zh", text())
                .may("reconciliations_note_en", text())
                .has("definitions", list(named("Definition")))
                .schema(),
        ),
        (
            "YearEndInFull",
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
                .has("sites", count())
                .has("area_m2", number())
                .has("m2_per_head", number().or_null())
                .has("hash", text())
                .has("flags", list(text()))
                .has(
                    "coverage",
                    map(anything())
                        .about("封存时 /api/v1/coverage 的回答", "what /api/v1/coverage told then"),
                )
                .has(
                    "plan",
                    map(anything())
                        .or_null()
                        .about("封存时 /api/v1/plan 的回答", "what /api/v1/plan told then"),
                )
                .schema(),
        ),
    ]
}
