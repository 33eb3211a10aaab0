//! Equipment on a site, at a place, by distance, or all; filtered.

use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{Collection, Listing, Pieces, list};
use crate::api::query::{Page, Params, Place};
use crate::api::seq::Seen;
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/equipment`: `site`, `near` with `radius` or `k`, `within`, `bbox`, `crs`, the filters
/// of the collection, `limit`, `cursor`, `offset`. By distance each feature has `distance_m`.
pub async fn list_equipment(
    State(app): State<App>,
    Seen(world): Seen,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let place = Place::take(&mut params);
    let page = Page::take(&mut params);
    let tests = Pieces.filters(&mut params, &world, app.registry.reference())?;
    params.finish()?;
    list(&Pieces, &app, &world, &Listing::new(place, tests, page), &address).await
}
