//! The table of contents: every route, and what surrounds them all.

use super::state::{App, Options};
use super::{
    blobs, changes, coverage, definition, equipment, etag, freezes, layers, ogc, ops, page, plan, records,
    reference, scenarios, seq, sites, study, surroundings, tiles,
};
use crate::domain::record::{
    Declaration, Event, Institution, Milestone, Observation, Organisation, Provider,
};
use crate::registry::Registry;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

/// The whole service over a registry.
pub fn router(registry: Arc<Registry>, options: Options) -> Router {
    routes(App::new(registry, options))
}

/// The service over a state that its caller shares.
pub fn routes(app: App) -> Router {
    Router::new()
        // The page; its files are found by the fallback.
        .route("/", get(page::index))
        .route("/plan", get(page::plan))
        // OGC API Features
        .route("/ogc", get(ogc::landing::landing))
        .route("/ogc/", get(ogc::landing::landing))
        .route("/ogc/api", get(definition::served::definition))
        .route("/ogc/api.html", get(page::api))
        .route("/ogc/conformance", get(ogc::conformance::conformance))
        .route("/ogc/collections", get(ogc::collections::list))
        .route("/ogc/collections/{collection}", get(ogc::collections::get))
        .route("/ogc/functions", get(ogc::functions::functions))
        .route("/ogc/collections/{collection}/queryables", get(ogc::queryables::queryables))
        .route("/ogc/collections/{collection}/sortables", get(ogc::queryables::sortables))
        .route("/ogc/collections/{collection}/schema", get(ogc::schema::schema))
        .route(
            "/ogc/collections/{collection}/items",
            get(ogc::items::items)
                .post(ogc::transact::create::create)
                .options(ogc::transact::options::of_items),
        )
        .route(
            "/ogc/collections/{collection}/items/{id}",
            get(ogc::item::item)
                .put(ogc::transact::replace::replace)
                .patch(ogc::transact::change::change)
                .delete(ogc::transact::remove::remove)
                .options(ogc::transact::options::of_item),
        )
        // OGC API Tiles
        .route("/ogc/tileMatrixSets", get(tiles::matrix_sets::list_matrix_sets))
        .route("/ogc/tileMatrixSets/{id}", get(tiles::matrix_sets::get_matrix_set))
        .route("/ogc/tiles", get(tiles::tileset::list_dataset_tilesets))
        .route("/ogc/tiles/{set}", get(tiles::tileset::describe_dataset_tileset))
        .route("/ogc/tiles/{set}/{z}/{row}/{column}", get(tiles::collection::get_dataset_tile))
        .route("/ogc/collections/{collection}/tiles", get(tiles::tileset::list_collection_tilesets))
        .route("/ogc/collections/{collection}/tiles/{set}", get(tiles::tileset::describe_collection_tileset))
        .route(
            "/ogc/collections/{collection}/tiles/{set}/{z}/{row}/{column}",
            get(tiles::collection::get_collection_tile),
        )
        .route("/tiles/{file}", get(tiles::about::describe_tiles))
        .route("/tiles/{collections}/{z}/{x}/{y}", get(tiles::collection::get_short_tile))
        .route("/styles", get(tiles::styles::list_styles))
        .route("/styles/{file}", get(tiles::styles::get_style))
        // Figures
        .route("/api/v1/coverage", get(coverage::get::get_coverage))
        .route("/api/v1/coverage/why", get(coverage::why::get_why))
        .route("/api/v1/suspicions", get(coverage::suspicions::get_suspicions))
        // Analyses
        .route("/api/v1/reach", get(study::ask::get_reach).post(study::ask::post_reach))
        .route("/api/v1/gaps", get(study::ask::get_gaps).post(study::ask::post_gaps))
        .route("/api/v1/isochrone", get(study::ask::get_isochrone).post(study::ask::post_isochrone))
        .route("/api/v1/siting", get(study::ask::get_siting).post(study::ask::post_siting))
        .route("/api/v1/what-if", post(study::ask::post_what_if))
        .route("/api/v1/scenarios/compare", get(study::ask::get_compare).post(study::ask::post_compare))
        .route("/api/v1/access", get(study::ask::get_access).post(study::ask::post_access))
        .route("/api/v1/diversity", get(study::ask::get_diversity).post(study::ask::post_diversity))
        .route("/api/v1/equity", get(study::ask::get_equity).post(study::ask::post_equity))
        .route("/api/v1/bounds", get(study::ask::get_bounds).post(study::ask::post_bounds))
        .route("/api/v1/projects", get(study::ask::get_projects).post(study::ask::post_projects))
        .route("/api/v1/jobs", get(study::list::list_jobs))
        .route("/api/v1/jobs/{id}", get(study::job::get_job).delete(study::cancel::cancel_job))
        .route("/api/v1/jobs/{id}/result", get(study::result::job_result))
        // Analyses and layers as vector tiles
        .route("/api/v1/gaps/tiles.json", get(tiles::describe::describe_gaps))
        .route("/api/v1/gaps/tiles/{z}/{x}/{y}", get(tiles::tile::get_gaps_tile))
        .route("/api/v1/reach/tiles.json", get(tiles::describe::describe_reach))
        .route("/api/v1/reach/tiles/{z}/{x}/{y}", get(tiles::tile::get_reach_tile))
        .route("/api/v1/layers/{name}/tiles.json", get(tiles::describe::describe_layer))
        .route("/api/v1/layers/{name}/tiles/{z}/{x}/{y}", get(tiles::tile::get_layer_tile))
        // The registry
        .route("/api/v1/openapi.json", get(definition::served::definition))
        .route("/api/v1/info", get(reference::info))
        .route("/api/v1/kinds", get(reference::kinds))
        .route("/api/v1/changes", get(changes::list_changes))
        .route("/api/v1/sites", get(sites::list::list_sites).post(sites::create::create_site))
        .route(
            "/api/v1/sites/{id}",
            get(sites::get::get_site)
                .patch(sites::change::change_site)
                .put(sites::replace::replace_site)
                .delete(sites::remove::remove_site),
        )
        .route("/api/v1/sites/{id}/close", post(sites::close::close_site))
        .route("/api/v1/sites/{id}/history", get(sites::history::site_history))
        .route(
            "/api/v1/equipment",
            get(equipment::list::list_equipment).post(equipment::create::create_equipment),
        )
        .route(
            "/api/v1/equipment/{id}",
            get(equipment::get::get_equipment)
                .patch(equipment::change::change_equipment)
                .put(equipment::replace::replace_equipment)
                .delete(equipment::remove::remove_equipment),
        )
        .route("/api/v1/equipment/{id}/close", post(equipment::close::close_equipment))
        .route("/api/v1/equipment/{id}/history", get(equipment::history::equipment_history))
        // What the plan's tasks need recorded
        .merge(records::routes::<Organisation>())
        .merge(records::routes::<Event>())
        .merge(records::routes::<Institution>())
        .merge(records::routes::<Provider>())
        .merge(records::routes::<Observation>())
        .merge(records::routes::<Milestone>())
        .merge(records::routes::<Declaration>())
        .route("/api/v1/blobs", post(blobs::keep::keep_blob))
        .route("/api/v1/blobs/{sha256}", get(blobs::get::get_blob))
        // What analyses work on
        .route("/api/v1/layers", get(layers::list_layers))
        .route("/api/v1/networks", get(layers::list_networks))
        .route(
            "/api/v1/scenarios",
            get(scenarios::list::list_scenarios).post(scenarios::create::create_scenario),
        )
        .route(
            "/api/v1/scenarios/{id}",
            get(scenarios::get::get_scenario)
                .put(scenarios::replace::replace_scenario)
                .delete(scenarios::remove::remove_scenario),
        )
        .route("/api/v1/scenarios/{id}/history", get(scenarios::history::scenario_history))
        // The plan
        .route("/api/v1/plan", get(plan::get::get_plan))
        .route("/api/v1/plan/report", get(plan::report::get_report))
        .route("/api/v1/plan/tasks/{number}", get(plan::task::get_task))
        // Frozen year-ends
        .route("/api/v1/freezes", get(freezes::list::list_freezes).post(freezes::create::create_freeze))
        .route("/api/v1/freezes/{year}", get(freezes::get::get_freeze))
        .route("/api/v1/freezes/{year}/sites", get(freezes::sites::freeze_sites))
        .route("/api/v1/freezes/{year}/reconciliation", get(freezes::reconcile::reconcile_freeze))
        // Operations
        .route("/livez", get(ops::live::live))
        .route("/readyz", get(ops::ready::ready))
        .route("/metrics", get(ops::metrics::metrics))
        .fallback(page::file)
        // Outermost first.
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(app.clone(), seq::stamp))
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(TraceLayer::new_for_http())
                .layer(from_fn(surroundings::count))
                .layer(from_fn(surroundings::guard))
                .layer(from_fn(surroundings::options))
                .layer(surroundings::cross_origin())
                .layer(from_fn(surroundings::options_again))
                .layer(from_fn(surroundings::not_allowed))
                .layer(from_fn(etag::by_coding))
                .layer(CompressionLayer::new())
                .layer(from_fn_with_state(app.clone(), surroundings::time_limit))
                .layer(CatchPanicLayer::custom(surroundings::panicked))
                .layer(DefaultBodyLimit::max(app.options.body_limit))
                .layer(from_fn_with_state(app.clone(), seq::pin)),
        )
        .with_state(app)
}
