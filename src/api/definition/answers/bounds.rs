//! Bounds: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, instant, list, named, number, object, text, word,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Widths",
            object().has("low_cm", count()).has("typical_cm", count()).has("high_cm", count()).schema(),
        ),
        (
            "BoundsQuestion",
            object()
                .has("as_of", date().or_null())
                .has("known_at", instant().or_null())
                .has("division", text().or_null())
                .has("level", text().or_null())
                .has("target", number().or_null())
                .has("widths", named("Widths"))
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        ("PeopleRange", object().has("low", count()).has("value", count()).has("high", count()).schema()),
        ("FilledAreas", object().has("low", number()).has("value", number()).has("high", number()).schema()),
        ("BoundsPart", object().has("down", number()).has("up", number().or_null()).schema()),
        (
            "BoundsParts",
            object()
                .has("missing_areas", named("BoundsPart"))
                .has("widths", named("BoundsPart"))
                .has("population", named("BoundsPart"))
                .schema(),
        ),
        (
            "MissingKind",
            object()
                .has("kind", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("sites", count())
                .has("from", word(["known_sites", "typical_area", "nothing"]))
                .may("low", number())
                .may("typical", number())
                .may("high", number())
                .schema(),
        ),
        (
            "BoundsRow",
            object()
                .has("division", named("DivisionName").or_null())
                .has("unassigned", boolean())
                .has("population", named("DivisionPopulation").or_null())
                .has("people", named("PeopleRange").or_null())
                .has("area_m2", number().or_null())
                .may("m2_per_head", number().or_null())
                .may("low", number())
                .may("high", number().or_null())
                .may("filled", named("FilledAreas").or_null())
                .may("parts", named("BoundsParts"))
                .may("certainty", word(["met", "missed", "open"]).or_null())
                .may("text_zh", text())
                .may("text_en", text())
                .has("missing", list(named("MissingKind")))
                .has("unknown_width_m", number())
                .schema(),
        ),
        (
            "Bounds",
            object()
                .has("question", named("BoundsQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("flags", list(text()))
                .has("target_m2_per_head", number().or_null())
                .has("method", text())
                .may("rows", list(named("BoundsRow")))
                .schema(),
        ),
    ]
}
