//! The features of a collection.

use super::take_format;
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{
    Clusters, Collection, Divisions, Institutions, Listing, Organisations, Pieces, Sites, Trails, list,
    missing,
};
use crate::api::query::{Page, Params, Place, interval};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::registry::error::Thing;
use crate::registry::world::World;
use axum::extract::{Path, State};
use axum::response::Response;

/// `GET /ogc/collections/{collection}/items`: `bbox`, `datetime`, `limit`, `cursor`, `offset`, and
/// the collection's filters.
pub async fn items(
    State(app): State<App>,
    Path(collection): Path<String>,
    Seen(world): Seen,
    address: Address,
    params: Params,
) -> Result<Response, ApiError> {
    match collection.as_str() {
        Sites::ID => of::<Sites>(&app, &world, &address, params).await,
        Trails::ID => of::<Trails>(&app, &world, &address, params).await,
        Pieces::ID => of::<Pieces>(&app, &world, &address, params).await,
        Divisions::ID => of::<Divisions>(&app, &world, &address, params).await,
        Clusters::ID => of::<Clusters>(&app, &world, &address, params).await,
        Organisations::ID => of::<Organisations>(&app, &world, &address, params).await,
        Institutions::ID => of::<Institutions>(&app, &world, &address, params).await,
        _ => Err(missing(Thing::Collection, &collection)),
    }
}

async fn of<C: Collection>(
    app: &App,
    world: &World,
    address: &Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    take_format(&mut params);
    let reference = app.registry.reference();
    let place = Place::take_box(&mut params);
    let during = interval(&mut params, &reference.zone);
    let page = Page::take(&mut params);
    let mut tests = C::filters(&mut params, world, reference)?;
    C::during(&mut tests, during);
    params.finish()?;
    list::<C>(app, world, &Listing { place, tests, page }, address).await
}
