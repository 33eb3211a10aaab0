//! Create, read, change, end and remove records: one file a verb, the same for every kind of them.

mod change;
mod close;
mod create;
mod get;
mod history;
mod list;
mod remove;
mod replace;

use super::error::ApiError;
use super::features::missing;
use super::state::App;
use crate::domain::record::Record;
use crate::registry::draft::record::Drafted;
use crate::registry::error::Thing;
use axum::Router;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::routing::{get, post};
use std::marker::PhantomData;
use uuid::Uuid;

/// `/api/v1/organisations` and what is below it; likewise of the other kinds.
pub fn routes<T: Drafted>() -> Router<App> {
    let all = format!("/api/v1/{}", T::WHAT.as_str());
    let one = format!("{all}/{{id}}");
    let mut router = Router::new()
        .route(&all, get(list::list::<T>).post(create::create::<T>))
        .route(
            &one,
            get(get::get::<T>)
                .patch(change::change::<T>)
                .put(replace::replace::<T>)
                .delete(remove::remove::<T>),
        )
        .route(&format!("{one}/history"), get(history::history::<T>));
    if T::ENDS_BY.is_some() {
        router = router.route(&format!("{one}/close"), post(close::close::<T>));
    }
    router
}

/// The id in the address of a record; what is no id names nothing.
pub struct RecordPath<T> {
    pub id: Uuid,
    kind: PhantomData<T>,
}

impl<S: Send + Sync, T: Record> FromRequestParts<S> for RecordPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(id) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NoSuchPath)?;
        let none = || missing(Thing::Entity(T::KIND), &id);
        Ok(Self { id: id.parse().map_err(|_| none())?, kind: PhantomData })
    }
}
