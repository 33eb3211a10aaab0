//! Access: what the answers look like.

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
            "AccessQuestion",
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
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "AccessMade",
            object()
                .has("unit", text())
                .has("method_zh", text())
                .has("method_en", text())
                .has("weights", text())
                .has("catchment", named("Limit"))
                .schema(),
        ),
        ("ContainerRatio", object().has("supply", number()).has("ratio", number().or_null()).schema()),
        (
            "AccessRow",
            object()
                .has("division", named("DivisionName").or_null())
                .has("unassigned", boolean())
                .has("people", people())
                .has("people_without", people())
                .has("mean", number().or_null())
                .has("p10", number().or_null())
                .has("median", number().or_null())
                .has("p90", number().or_null())
                .has("container", named("ContainerRatio").or_null())
                .schema(),
        ),
        (
            "Unreached",
            object().has("people", people()).has("share", number().or_null()).has("points", count()).schema(),
        ),
        (
            "Supplied",
            object()
                .has("total", number())
                .has("reached", number())
                .has("idle", number())
                .has("idle_sites", count())
                .has("sites_with", count())
                .has("containers", count())
                .has("unknown", count())
                .has("without", count())
                .schema(),
        ),
        (
            "Conservation",
            object().has("people_times_access", number()).has("supply_reached", number()).schema(),
        ),
        (
            "Access",
            object()
                .has("question", named("AccessQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("made", named("AccessMade"))
                .has("rows", list(named("AccessRow")))
                .has("gini", number().or_null())
                .has("unreached", named("Unreached"))
                .has("supply", named("Supplied"))
                .has("conservation", named("Conservation"))
                .has("pairs", count())
                .schema(),
        ),
    ]
}
