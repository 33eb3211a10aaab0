//! Gaps: what the answers look like.

use crate::api::definition::schema::{
    Schema, count, date, instant, list, named, number, object, text, uuid, word,
};

/// Whole thousandths of a person.
fn people() -> Schema {
    number().least(0)
}

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "GapsQuestion",
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
                .has("link_m", number().or_null())
                .has("variety_kinds", count().or_null())
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "Uncovered",
            object()
                .has("people", people())
                .has("share", number().or_null())
                .has("points", count())
                .has("gaps", count())
                .schema(),
        ),
        (
            "GapsBest",
            object().has("lon", number()).has("lat", number()).has("people", people().or_null()).schema(),
        ),
        ("NearestSite", object().has("site", uuid()).has("name_zh", text()).has("metres", number()).schema()),
        (
            "GapsRow",
            object()
                .has("rank", count())
                .has("people", people())
                .has("share", number().or_null())
                .has("points", count())
                .has("division", named("DivisionName").or_null())
                .has("best", named("GapsBest"))
                .has("nearest", named("NearestSite").or_null())
                .schema(),
        ),
        ("HiddenFew", object().has("entries", count()).has("people", people()).schema()),
        (
            "Gaps",
            object()
                .has("question", named("GapsQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("radius", named("Limit"))
                .has("uncovered", named("Uncovered"))
                .may("gaps", list(named("GapsRow")))
                .has("hidden", named("HiddenFew"))
                .schema(),
        ),
    ]
}
