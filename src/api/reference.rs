//! Kinds, and what this registry is.

use super::error::ApiError;
use super::query::Params;
use super::seq::Seen;
use super::state::App;
use crate::domain::plan::Plan;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /api/v1/kinds`: kinds of sites and of equipment with their rules, the words of records, and the names
/// by which the plan asks for some of them.
pub async fn kinds(State(app): State<App>, params: Params) -> Result<Response, ApiError> {
    params.finish()?;
    let reference = app.registry.reference();
    let (catalogue, plan) = (&reference.catalogue, reference.plan.as_ref());
    let answer = json!({
        "kinds": catalogue.kinds(),
        "equipment_kinds": catalogue.equipment_kinds(),
        "organisation_kinds": catalogue.organisation_kinds(),
        "institution_kinds": catalogue.institution_kinds(),
        "provider_categories": catalogue.provider_categories(),
        "event_tags": catalogue.event_tags(),
        "brands": plan.map(Plan::brands).unwrap_or_default(),
        "series": plan.map(Plan::series).unwrap_or_default(),
        "milestones": plan.map(Plan::milestones).unwrap_or_default(),
    });
    Ok(Json(answer).into_response())
}

/// `GET /api/v1/info`: whose registry this is, what it holds, and how far it is to be trusted.
pub async fn info(State(app): State<App>, Seen(world): Seen, params: Params) -> Result<Response, ApiError> {
    params.finish()?;
    let reference = app.registry.reference();
    let demo =
        world.coverage(reference, None).rows.first().is_some_and(|whole| whole.flags.contains(&"demo"));
    let plan = reference.plan.as_ref().map(|plan| {
        json!({
            "title_zh": plan.name_zh,
            "title_en": plan.name_en,
            "target_m2_per_head": reference.target_m2_per_head(),
            "start": plan.starts,
            "end": plan.ends,
        })
    });
    let answer = json!({
        "district": {
            "name_zh": reference.district.name_zh,
            "name_en": reference.district.name_en,
            "time_zone": reference.district.time_zone,
            "bbox": reference.district.bbox,
            "code_systems": reference.district.code_systems,
            "files": reference.district.files,
        },
        "version": env!("CARGO_PKG_VERSION"),
        "seq": world.seq().0,
        "demo": demo,
        "today": world.at.as_of,
        "sites": world.snapshot.sites.len(),
        "equipment": world.snapshot.equipment.len(),
        "rule_version": reference.rules.version,
        "rules": reference.rules.written,
        "plan": plan,
        "database": app.registry.engine(),
        "map": reference.district.map,
    });
    Ok(Json(answer).into_response())
}
