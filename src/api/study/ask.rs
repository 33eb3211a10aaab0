//! Asks an analysis.

use super::respond;
use crate::api::error::ApiError;
use crate::api::state::App;
use crate::registry::study::{Asked, Question, Study};
use axum::extract::{FromRequest, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value};

/// A query, as it was sent.
pub type Pairs = Result<Query<Vec<(String, String)>>, axum::extract::rejection::QueryRejection>;

/// A question as a JSON object.
pub struct Object(Map<String, Value>);

impl FromRequest<App> for Object {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let declared = declared.unwrap_or("(none)").to_owned();
        match axum::Json::from_request(request, app).await {
            Ok(axum::Json(members)) => Ok(Self(members)),
            Err(rejection) => Err(match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge(app.options.body_limit),
                StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::MediaType(declared),
                _ => no_object(),
            }),
        }
    }
}

/// `GET /api/v1/reach?…`: see `docs/reach.md`.
pub async fn get_reach(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Reach, of_query(pairs)?).await
}

pub async fn post_reach(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Reach, of_object(object)?).await
}

/// `GET /api/v1/gaps?…`
pub async fn get_gaps(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Gaps, of_query(pairs)?).await
}

pub async fn post_gaps(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Gaps, of_object(object)?).await
}

/// `GET /api/v1/isochrone?…`
pub async fn get_isochrone(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Isochrone, of_query(pairs)?).await
}

pub async fn post_isochrone(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Isochrone, of_object(object)?).await
}

/// `GET /api/v1/siting?…`
pub async fn get_siting(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Siting, of_query(pairs)?).await
}

pub async fn post_siting(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Siting, of_object(object)?).await
}

/// `POST /api/v1/what-if`: before and after of changes that are saved nowhere, at once.
pub async fn post_what_if(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    let (asked, changes) = with_changes(object)?;
    let question = Question::compare(asked, changes, true, app.registry.reference())?;
    Ok(super::answered(app.registry.study_once(&question).await?))
}

/// `GET /api/v1/scenarios/compare?scenarios=`: scenarios beside the present and each other.
pub async fn get_compare(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    let question = Question::compare(of_query(pairs)?, None, false, app.registry.reference())?;
    answer(&app, &question).await
}

/// `POST /api/v1/scenarios/compare`: as GET, with `changes` for a column that is saved nowhere.
pub async fn post_compare(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    let (asked, changes) = with_changes(object)?;
    let question = Question::compare(asked, changes, false, app.registry.reference())?;
    answer(&app, &question).await
}

fn with_changes(Object(mut members): Object) -> Result<(Asked, Option<Value>), ApiError> {
    let changes = members.remove("changes");
    Ok((Asked::of_json(members)?, changes))
}

/// `GET /api/v1/access?…`
pub async fn get_access(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Access, of_query(pairs)?).await
}

pub async fn post_access(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Access, of_object(object)?).await
}

/// `GET /api/v1/diversity?…`
pub async fn get_diversity(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Diversity, of_query(pairs)?).await
}

pub async fn post_diversity(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Diversity, of_object(object)?).await
}

/// `GET /api/v1/equity?…`
pub async fn get_equity(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Equity, of_query(pairs)?).await
}

pub async fn post_equity(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Equity, of_object(object)?).await
}

/// `GET /api/v1/bounds?…`
pub async fn get_bounds(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Bounds, of_query(pairs)?).await
}

pub async fn post_bounds(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Bounds, of_object(object)?).await
}

/// `GET /api/v1/projects?…`
pub async fn get_projects(State(app): State<App>, pairs: Pairs) -> Result<Response, ApiError> {
    ask(&app, Study::Projects, of_query(pairs)?).await
}

pub async fn post_projects(State(app): State<App>, object: Object) -> Result<Response, ApiError> {
    ask(&app, Study::Projects, of_object(object)?).await
}

/// # Errors
/// It is not encoded as a query, or names something twice.
pub fn of_query(pairs: Pairs) -> Result<Asked, ApiError> {
    let Ok(Query(pairs)) = pairs else {
        return Err(ApiError::invalid(
            "",
            "not_a_query",
            "查询参数的编码有误",
            "the query is not encoded as a form",
        ));
    };
    Ok(Asked::of(pairs))
}

fn of_object(Object(members): Object) -> Result<Asked, ApiError> {
    Ok(Asked::of_json(members)?)
}

fn no_object() -> ApiError {
    ApiError::invalid(
        "",
        "not_an_object",
        "正文应为 JSON 对象（Content-Type: application/json）",
        "the body is a JSON object (Content-Type: application/json)",
    )
}

async fn ask(app: &App, study: Study, asked: Asked) -> Result<Response, ApiError> {
    answer(app, &Question::read(study, asked, app.registry.reference())?).await
}

async fn answer(app: &App, question: &Question) -> Result<Response, ApiError> {
    let job = app.registry.start(question).await?;
    let state = job.wait(app.options.patience).await;
    respond(&job, state)
}
