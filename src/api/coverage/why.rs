//! What stands behind a number.

use crate::api::error::ApiError;
use crate::api::query::{Params, as_of, known_at};
use crate::api::seq;
use crate::api::state::App;
use crate::registry::coverage::Figure;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/coverage/why?division=&figure=&as_of=&known_at=`: every site (piece, division) that the
/// figure is about, with the rule that counts it or leaves it out.
pub async fn get_why(State(app): State<App>, mut params: Params) -> Result<Response, ApiError> {
    let day = as_of(&mut params);
    let known = known_at(&mut params, &app.registry.reference().zone);
    let division = params.text("division");
    let figure = params.read("figure", |text| {
        Figure::parse(text).ok_or_else(|| {
            let words = Figure::WORDS;
            (format!("figure 应为：{words}"), format!("`figure` is one of: {words}"))
        })
    });
    params.finish()?;
    let figure = figure.unwrap_or(Figure::All);
    let _turn = app.heavy.turn().await?;
    let (world, why) = app.registry.why(day, known, division.as_deref(), figure).await?;
    let mut response = Json(why).into_response();
    seq::put(response.headers_mut(), world.seq());
    Ok(response)
}
