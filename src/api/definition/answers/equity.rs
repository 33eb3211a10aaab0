//! Equity: what the answers look like.

use crate::api::definition::schema::{
    Schema, anything, boolean, count, date, instant, list, named, number, object, text, word,
};

/// Whole thousandths of a person.
fn people() -> Schema {
    number().least(0)
}

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "EquityQuestion",
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
                .has("method", word(["2sfca", "e2sfca", "3sfca"]))
                .has("kernel", anything())
                .has("supply", word(["area", "capacity"]))
                .has("figure", word(["all", "open", "free"]))
                .has("level", text().or_null())
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "EquityGroup",
            object()
                .has("division", named("DivisionName").or_null())
                .has("unassigned", boolean())
                .has("people", people())
                .has("mean", number())
                .has("theil", number().or_null())
                .schema(),
        ),
        (
            "TheilIndex",
            object()
                .has("total", number())
                .has("between", number())
                .has("within", number())
                .has("groups", list(named("EquityGroup")))
                .schema(),
        ),
        ("LorenzPoint", object().has("people", number()).has("amount", number()).schema()),
        (
            "EquityRow",
            object()
                .has("division", named("DivisionName").or_null())
                .has("people", people())
                .has("m2_per_head", number())
                .schema(),
        ),
        (
            "LeftOutDivision",
            object().has("division", named("DivisionName").or_null()).has("why", text()).schema(),
        ),
        (
            "OfArea",
            object()
                .has("people", people())
                .has("mean", number().or_null())
                .has("gini", number().or_null())
                .has("palma", number().or_null())
                .has("theil", named("TheilIndex").or_null())
                .has("lorenz", list(named("LorenzPoint")).or_null())
                .may("divisions", list(named("EquityRow")))
                .has("left_out", list(named("LeftOutDivision")))
                .schema(),
        ),
        (
            "OfAccess",
            object()
                .has("people", people())
                .has("mean", number().or_null())
                .has("gini", number().or_null())
                .has("palma", number().or_null())
                .has("theil", named("TheilIndex").or_null())
                .has("lorenz", list(named("LorenzPoint")).or_null())
                .has("made", named("AccessMade"))
                .schema(),
        ),
        (
            "Equity",
            object()
                .has("question", named("EquityQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("area", named("OfArea"))
                .has("access", named("OfAccess"))
                .schema(),
        ),
    ]
}
