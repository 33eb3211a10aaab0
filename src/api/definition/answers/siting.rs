//! Siting: what the answers look like.

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
            "SitingQuestion",
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
                .has("model", word(["most_people", "fewest_sites", "least_distance"]))
                .has("extents", named("Limits"))
                .has("candidates", anything())
                .has("count", count().or_null())
                .has("budget", count().or_null())
                .has("share", number())
                .has("share_in_each", text().or_null())
                .has("one_in_each", text().or_null())
                .has("seconds", number())
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "SitingChosen",
            object()
                .has("rank", count())
                .has("lon", number())
                .has("lat", number())
                .has("division", named("DivisionName").or_null())
                .has("people", people().or_null())
                .has("person_km", number().or_null())
                .has("person_hours", number().or_null())
                .has("name", text().or_null())
                .has("cost", count().or_null())
                .schema(),
        ),
        (
            "ReachGroup",
            object()
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
            "SitingProof",
            object()
                .has("unit_zh", text())
                .has("unit_en", text())
                .has("objective", number())
                .has("bound", number())
                .has("gap", number())
                .has("gap_share", number().or_null())
                .has("proven", boolean())
                .has("stopped", word(["optimal", "limit", "cancelled"]))
                .has("stopped_zh", text())
                .has("stopped_en", text())
                .has("nodes", count())
                .has("iterations", count())
                .schema(),
        ),
        (
            "Siting",
            object()
                .has("question", named("SitingQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .has("limit", named("Limit"))
                .may("chosen", list(named("SitingChosen")))
                .has("before", named("ReachGroup"))
                .has("after", named("ReachGroup"))
                .has("proof", named("SitingProof"))
                .has("candidates", count())
                .has("rows", count())
                .has("pairs", count())
                .schema(),
        ),
    ]
}
