//! Figures of divisions, and what stands behind them: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, integer, list, map, named, number, object, text, word,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("DivisionCode", object().has("system", text()).has("edition", text()).has("code", text()).schema()),
        (
            "DivisionNameWithCodes",
            object()
                .has("id", text().or_null())
                .has("name_zh", text())
                .has("name_en", text().or_null())
                .has("codes", list(named("DivisionCode")))
                .has("level", text())
                .schema(),
        ),
        (
            "DivisionPopulation",
            object()
                .has("value", count())
                .has("year", integer())
                .has("vintage", text())
                .has("basis", text())
                .has("estimate", boolean())
                .schema(),
        ),
        (
            "ThreeAreas",
            object()
                .has("all", number().or_null())
                .has("open", number().or_null())
                .has("free", number().or_null())
                .schema(),
        ),
        (
            "CoverageRow",
            object()
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
            "Coverage",
            object()
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("target_m2_per_head", number().or_null())
                .has("method", text())
                .has("rows", list(named("CoverageRow")))
                .schema(),
        ),
        (
            "WhyItem",
            object()
                .has("site_id", text().or_null())
                .may("equipment_id", text())
                .may("division_id", text())
                .has("name_zh", text())
                .has("kind", text())
                .has("amount", number().or_null())
                .has("unit", word(["m2", "m", "site", "piece", "person"]))
                .has("area_m2", number().or_null())
                .has("counted", boolean())
                .may("verdict", text())
                .has("rule_zh", text())
                .has("rule_en", text())
                .has("share", number())
                .has("demo", boolean())
                .schema(),
        ),
        (
            "Why",
            object()
                .has("division", text().or_null())
                .has("figure", text())
                .has("as_of", date())
                .has("rule_version", text())
                .has("unit", word(["m2", "m", "site", "piece", "person"]))
                .has("total", number().or_null())
                .has("of", integer().or_null())
                .has("total_m2", number().or_null())
                .has("demo", boolean())
                .has("items", list(named("WhyItem")))
                .schema(),
        ),
        ("SuspectedSite", object().has("id", text()).has("name_zh", text()).has("kind", text()).schema()),
        (
            "SuspicionReason",
            object().has("code", text()).has("message_zh", text()).has("message_en", text()).schema(),
        ),
        (
            "SuspectedPair",
            object()
                .has("sites", list(named("SuspectedSite")))
                .has("reasons", list(named("SuspicionReason")))
                .schema(),
        ),
    ]
}
