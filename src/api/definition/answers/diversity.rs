//! Diversity: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, instant, list, named, number, object, text, word,
};

/// Whole thousandths of a person.
fn people() -> Schema {
    number().least(0)
}

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "DiversityQuestion",
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
                .has("by", word(["family", "kind"]))
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "DiversityRow",
            object()
                .has("division", named("DivisionName").or_null())
                .has("unassigned", boolean())
                .has("people", people())
                .has("people_without", people())
                .has("mean", number().or_null())
                .has("p10", number().or_null())
                .has("median", number().or_null())
                .has("p90", number().or_null())
                .has("mean_entropy", number().or_null())
                .schema(),
        ),
        (
            "CategoryRow",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("sites", count())
                .has("people", people())
                .has("share", number().or_null())
                .schema(),
        ),
        (
            "Diversity",
            object()
                .has("question", named("DiversityQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("reach", named("Limit"))
                .has("most", count())
                .may("rows", list(named("DiversityRow")))
                .has("categories", list(named("CategoryRow")))
                .may("hidden", named("HiddenFew"))
                .schema(),
        ),
    ]
}
