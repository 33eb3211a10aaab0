//! Records of a kind: all, at a place, of a day, filtered.

use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{Collection, Listed, Listing, list as answer};
use crate::api::query::{Page, Params, Place, interval};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::registry::draft::record::Drafted;
use axum::extract::State;
use axum::response::Response;

/// `GET`: `near` with `radius` or `k`, `within`, `bbox`, `crs`, `datetime`, the filters of the kind, `limit`,
/// `cursor`, `offset`. By distance each feature has `distance_m`.
pub async fn list<T: Drafted>(
    State(app): State<App>,
    Seen(world): Seen,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let reference = app.registry.reference();
    let place = Place::take(&mut params);
    let during = interval(&mut params, &reference.zone);
    let page = Page::take(&mut params);
    let of = Listed::<T>::default();
    let mut tests = of.filters(&mut params, &world, reference)?;
    of.during(&mut tests, during);
    params.finish()?;
    answer(&of, &app, &world, &Listing::new(place, tests, page), &address).await
}
