//! Isochrones: what the answers look like.

use crate::api::definition::schema::{
    Schema, count, date, instant, list, named, number, numbers, object, text, uuid, word,
};

/// Whole thousandths of a person.
fn people() -> Schema {
    number().least(0)
}

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "IsochroneQuestion",
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
                .has("site", uuid().or_null())
                .has("at", numbers(2, 2).or_null())
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "IsochroneRing",
            object()
                .has("metres", number())
                .has("minutes", number())
                .has("people", people().or_null())
                .has("share", number().or_null())
                .has("street_km", number())
                .schema(),
        ),
        (
            "Isochrone",
            object()
                .has("question", named("IsochroneQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("method", named("StudyMethod"))
                .has("population", named("StudyPeople"))
                .has("sites", named("StudySites"))
                .has("flags", list(text()))
                .may("streets", named("StreetsTold"))
                .may("rings", list(named("IsochroneRing")))
                .schema(),
        ),
    ]
}
