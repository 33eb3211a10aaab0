//! Projects: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, instant, list, named, number, object, text, word,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "ProjectsQuestion",
            object()
                .has("as_of", date().or_null())
                .has("known_at", instant().or_null())
                .has("division", text().or_null())
                .has("target", number().or_null())
                .has("each", boolean())
                .has("level", text().or_null())
                .has("part", word(["figures", "cells", "areas", "places"]))
                .schema(),
        ),
        (
            "ProjectsBuilt",
            object()
                .has("kind", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("count", count())
                .has("area_m2", number())
                .has("cost", count())
                .has("example", boolean())
                .schema(),
        ),
        (
            "ProjectsTold",
            object()
                .has("projects", list(named("ProjectsBuilt")))
                .has("cost", count())
                .has("area_m2", number())
                .has("bound", count())
                .has("proven", boolean())
                .has("stopped", word(["optimal", "limit", "cancelled"]))
                .has("m2_per_head_after", number().or_null())
                .schema(),
        ),
        (
            "ProjectsRow",
            object()
                .has("division", named("DivisionName").or_null())
                .has("unassigned", boolean())
                .has("population", named("DivisionPopulation").or_null())
                .has("area_m2", number().or_null())
                .has("m2_per_head", number().or_null())
                .has("shortfall_m2", number().or_null())
                .has("state", word(["nothing_to_do", "lifted", "too_few_projects", "unknown"]))
                .has("mix", named("ProjectsTold").or_null())
                .has("possible_m2", number().or_null())
                .has("note_zh", text())
                .has("note_en", text())
                .schema(),
        ),
        (
            "ProjectsTotal",
            object()
                .has("cost", count())
                .has("area_m2", number())
                .has("projects", count())
                .has("proven", boolean())
                .has("open", count())
                .schema(),
        ),
        (
            "Projects",
            object()
                .has("question", named("ProjectsQuestion"))
                .has("as_of", date())
                .has("known_at", text().or_null())
                .has("rule_version", text())
                .has("seq", count())
                .has("flags", list(text()))
                .has("target_m2_per_head", number())
                .has("projects_version", text())
                .has("currency", text())
                .has("example", boolean())
                .may("rows", list(named("ProjectsRow")))
                .has("total", named("ProjectsTotal"))
                .schema(),
        ),
    ]
}
