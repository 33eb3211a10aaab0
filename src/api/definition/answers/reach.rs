//! Reach, and what several analyses tell: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, instant, integer, list, named, number, object, text, word,
};

/// Whole thousandths of a person.
fn people() -> Schema {
    number().least(0)
}

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Limits", object().has("unit", word(["metres", "minutes"])).has("values", list(number())).schema()),
        (
            "ReachQuestion",
            object()
                .has("as_of", date().or_null())
                .has("known_at", instant().or_null())
                .has("mode", text())
                .has("kinds", list(text()).or_null())
                .has(
                    "access",
                    list(word(["free_open", "open", "members", "closed_to_public", "unknown"])).or_null(),
                )
                .has("programmes", list(text()).or_null())
                .has("division", text().or_null())
                .has("population", word(["best", "cells", "divisions"]))
                .has("spacing_m", number())
                .has("extents", named("Limits"))
                .has("variety_m", number())
                .has("variety_kinds", count())
                .has("by", list(word(["kind", "access"])))
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "SlopeTold",
            object()
                .has("steepness", number())
                .has("offset", number())
                .has("least_factor", number())
                .has("most_factor", number())
                .has("rule_zh", text())
                .has("rule_en", text())
                .schema(),
        ),
        (
            "StudyMethod",
            object()
                .has("mode", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("kmh", number())
                .has("modes_version", text())
                .may("slope", named("SlopeTold"))
                .schema(),
        ),
        (
            "StudyPeople",
            object()
                .has("name", text())
                .has("year", integer())
                .has("vintage", text())
                .has("estimate", boolean())
                .has("demo", boolean())
                .has("method", word(["cells", "even", "dasymetric", "grid"]))
                .may("spacing_m", number())
                .has("people", people())
                .has("points", count())
                .schema(),
        ),
        (
            "StudySites",
            object()
                .has("counted", count())
                .has("without_place", count())
                .has("access_unknown", count())
                .has("demo", boolean())
                .schema(),
        ),
        ("ElevationTold", object().has("source", text()).has("share", number()).schema()),
        (
            "StreetsTold",
            object()
                .has("source", text())
                .has("dated", date().or_null())
                .has("nodes", count())
                .has("edges", count())
                .has("main_km", number())
                .has("cut_off_km", number())
                .has("components", count())
                .has("unsnapped_points", count())
                .has("unsnapped_people", people())
                .has("unsnapped_sites", count())
                .may("elevation", named("ElevationTold"))
                .schema(),
        ),
        ("Limit", object().has("metres", number()).has("minutes", number()).schema()),
        (
            "DivisionName",
            object()
                .has("id", text())
                .has("code", text())
                .has("name_zh", text())
                .has("name_en", text().or_null())
                .has("level", text())
                .schema(),
        ),
        ("WithinLimit", object().has("people", people().or_null()).has("share", number().or_null()).schema()),
        (
            "DivisionGroup",
            object()
                .has("division", named("DivisionName").or_null())
                .has("unassigned", boolean())
                .has("people", people())
                .has("within", list(named("WithinLimit")))
                .may("mean_m", number().or_null())
                .may("median_m", number().or_null())
                .may("p90_m", number().or_null())
                .may("mean_min", number().or_null())
                .may("median_min", number().or_null())
                .may("p90_min", number().or_null())
                .schema(),
        ),
        (
            "AgeGroup",
            object()
                .has("group", text())
                .has("people", people())
                .has("people_at_unknown", people())
                .has("within", list(named("WithinLimit")))
                .schema(),
        ),
        (
            "SettlementClass",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("sites", count())
                .has("within", list(named("WithinLimit")))
                .schema(),
        ),
        ("Family", object().has("id", text()).has("name_zh", text()).has("name_en", text()).schema()),
        (
            "VarietyFigures",
            object()
                .has("metres", number())
                .has("least", count())
                .has("people", people())
                .has("share", number().or_null())
                .has("by_count", list(people()))
                .has("families", list(named("Family")))
                .schema(),
        ),
        (
            "VillageWant",
            object()
                .has("kinds", list(text()))
                .has("name_zh", text())
                .has("name_en", text())
                .has("count", count())
                .schema(),
        ),
        (
            "VillageRow",
            object()
                .has("division", named("DivisionName"))
                .has("found", list(count()))
                .has("met", boolean())
                .schema(),
        ),
        (
            "Villages",
            object()
                .has("wanted", list(named("VillageWant")))
                .has("around_m", number())
                .has("met", count())
                .has("of", count())
                .has("rows", list(named("VillageRow")))
                .schema(),
        ),
        (
            "Reach",
            object()
                .has("question", named("ReachQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("distances", list(named("Limit")))
                .has("rows", list(named("DivisionGroup")))
                .has("ages", list(named("AgeGroup")))
                .may("kinds", list(named("SettlementClass")))
                .may("access", list(named("SettlementClass")))
                .has("variety", named("VarietyFigures"))
                .has("villages", named("Villages").or_null())
                .schema(),
        ),
    ]
}
