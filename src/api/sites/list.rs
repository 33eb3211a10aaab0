//! Sites at a place, by distance, or all; filtered.

use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{Collection, Listing, Sites, list};
use crate::api::query::{Page, Params, Place};
use crate::api::seq::Seen;
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/sites`: `near` with `radius` or `k`, `within`, `bbox`, `crs`, `name`, the filters
/// of the collection, `limit`, `cursor`, `offset`. By distance each feature has `distance_m`.
pub async fn list_sites(
    State(app): State<App>,
    Seen(world): Seen,
    address: Address,
    mut params: Params,
) -> Result<Response, ApiError> {
    let place = Place::take(&mut params);
    let page = Page::take(&mut params);
    let name = params.text("name").map(|name| name.to_lowercase());
    let mut tests = Sites::default().filters(&mut params, &world, app.registry.reference())?;
    tests.push_some(name, |wanted, entry| is_named(&entry.feature, wanted));
    params.finish()?;
    list(&Sites::default(), &app, &world, &Listing::new(place, tests, page), &address).await
}

/// Whether a part of the name, Chinese or English, is `wanted` (in lower case).
fn is_named(feature: &[u8], wanted: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Feature<'a> {
        #[serde(borrow)]
        properties: Names<'a>,
    }
    #[derive(serde::Deserialize)]
    struct Names<'a> {
        #[serde(borrow)]
        name_zh: std::borrow::Cow<'a, str>,
        #[serde(borrow, default)]
        name_en: Option<std::borrow::Cow<'a, str>>,
    }
    let Ok(Feature { properties }) = serde_json::from_slice::<Feature<'_>>(feature) else { return false };
    let holds = |name: &str| name.to_lowercase().contains(wanted);
    holds(&properties.name_zh) || properties.name_en.is_some_and(|name| holds(&name))
}
