//! Comparisons: what the answers look like.

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
            "CompareQuestion",
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
                .has("scenarios", list(text()))
                .has("changes", list(anything()))
                .has("quick", boolean())
                .schema(),
        ),
        (
            "ComparisonRow",
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
                .has("population", count().or_null())
                .has("area_m2", number().or_null())
                .has("m2_per_head", number().or_null())
                .has("met", boolean().or_null())
                .has("shortfall_m2", number().or_null())
                .schema(),
        ),
        (
            "ComparisonColumn",
            object()
                .has("name", text().or_null())
                .has("id", text().or_null())
                .has("changes", count())
                .has("rows", list(named("ComparisonRow")))
                .schema(),
        ),
        (
            "Comparison",
            object()
                .has("question", named("CompareQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("target_m2_per_head", number().or_null())
                .has("distances", list(named("Limit")))
                .has("present", named("ComparisonColumn"))
                .has("scenarios", list(named("ComparisonColumn")))
                .schema(),
        ),
        (
            "Differs",
            object()
                .has("division", named("DivisionName").or_null())
                .has("before", list(named("WithinLimit")))
                .has("after", list(named("WithinLimit")))
                .schema(),
        ),
        (
            "WhatIfAnswer",
            object()
                .has("question", named("CompareQuestion"))
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
                .has("before", named("ReachGroup"))
                .has("after", named("ReachGroup"))
                .has("gained", list(people().or_null()))
                .has("lost", list(people().or_null()))
                .has("rows", list(named("Differs")))
                .has("changed_points", count())
                .schema(),
        ),
    ]
}
