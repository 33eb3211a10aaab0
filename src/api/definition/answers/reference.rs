//! Kinds and rules: what the answers look like.

use crate::api::definition::schema::{
    Schema, boolean, count, date, list, map, named, number, numbers, object, text, word,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Kind",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("geometry", list(word(["point", "line", "polygon"])))
                .has("measure", word(["area", "length_width", "none"]))
                .has("container", boolean())
                .has("set", boolean())
                .has("counts_area", boolean())
                .has("unit_zh", text())
                .has("unit_en", text())
                .has("group", text())
                .has("aliases", list(text()))
                .has("typical_area_m2", number().or_null())
                .has("typical_area_source", text().or_null())
                .has("official_codes", map(text()))
                .has("note_zh", text().or_null())
                .has("note_en", text().or_null())
                .schema(),
        ),
        (
            "EquipmentKind",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("target_group", word(["general", "elderly", "rehabilitation", "child"]))
                .has("smart_possible", boolean())
                .has("aliases", list(text()))
                .schema(),
        ),
        (
            "Word",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("aliases", list(text()))
                .schema(),
        ),
        (
            "CountRules",
            object()
                .has(
                    "area_statuses",
                    list(word([
                        "planned",
                        "under_construction",
                        "operating",
                        "temporarily_closed",
                        "closed",
                    ])),
                )
                .has("area_statuses_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has(
                    "coverage_statuses",
                    list(word([
                        "planned",
                        "under_construction",
                        "operating",
                        "temporarily_closed",
                        "closed",
                    ])),
                )
                .has("coverage_statuses_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has(
                    "open_access",
                    list(word(["free_open", "open", "members", "closed_to_public", "unknown"])),
                )
                .has("open_access_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has(
                    "free_access",
                    list(word(["free_open", "open", "members", "closed_to_public", "unknown"])),
                )
                .has("free_access_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("containers", text())
                .has("containers_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("declared_overlap", text())
                .has("declared_overlap_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("tagged_container", text())
                .has("tagged_container_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("trail_missing_width", text())
                .has("trail_missing_width_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("trail_at_boundary", text())
                .has("trail_at_boundary_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "DenominatorRules",
            object()
                .has("base", text())
                .has("base_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("reference_day", text())
                .has("reference_day_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("compare_unrounded", boolean())
                .has("compare_unrounded_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "SuspicionRules",
            object()
                .has("near_same_kind_m", number())
                .has("near_same_kind_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("near_name_m", number())
                .has("near_name_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("overlap_ratio", number())
                .has("overlap_ratio_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "EquipmentRules",
            object()
                .has("default_design_life_years", count())
                .has("default_design_life_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("over_age", text())
                .has("over_age_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("current_standard", text().or_null())
                .has("current_standard_from", date().or_null())
                .has("current_standard_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "PrivacyRules",
            object()
                .has("min_people_shown", count().or_null())
                .has("min_people_shown_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "VillagePresence",
            object().has("kinds", list(text())).has("count", count()).may("pieces", text()).schema(),
        ),
        (
            "ReachRules",
            object()
                .has("circle_m", number())
                .has("circle_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("circle_families", count())
                .has("circle_families_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("village_levels", list(text()))
                .has("village_levels_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("village_presence", list(named("VillagePresence")))
                .has("village_presence_source", word(["S", "C", "D", "M", "G"]).or_null())
                .has("village_around_m", number())
                .has("village_around_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "UncertaintyRules",
            object()
                .has("trail_width_m", numbers(3, 3))
                .has("trail_width_source", word(["S", "C", "D", "M", "G"]).or_null())
                .schema(),
        ),
        (
            "Rules",
            object()
                .has("version", text())
                .has("title_zh", text().or_null())
                .has("title_en", text().or_null())
                .has("count", named("CountRules"))
                .has("denominator", named("DenominatorRules"))
                .has("suspicion", named("SuspicionRules"))
                .has("equipment", named("EquipmentRules"))
                .has("privacy", named("PrivacyRules"))
                .has("reach", named("ReachRules"))
                .has("uncertainty", named("UncertaintyRules"))
                .schema(),
        ),
        (
            "CodeSystem",
            object()
                .has("id", text())
                .has("name_zh", text())
                .has("name_en", text())
                .has("edition", text())
                .has("note_zh", text())
                .has("note_en", text())
                .schema(),
        ),
        (
            "DataFile",
            object()
                .has("what", word(["divisions", "population", "clusters"]))
                .has("path", text())
                .has("source", text())
                .has("licence", text())
                .has("quality", text())
                .has("date", text())
                .schema(),
        ),
        ("MapNotice", object().has("attribution", text()).has("approval_number", text()).schema()),
    ]
}
