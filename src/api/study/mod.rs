//! Analyses: asked by a query or a JSON object, answered at once or by a job.

pub mod ask;
pub mod cancel;
pub mod job;
pub mod list;
pub mod result;

use crate::api::error::ApiError;
use crate::registry::study::{Answer, Job, JobState};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Where a job is found.
pub(super) fn address(job: &Job) -> String {
    format!("/api/v1/jobs/{}", job.id())
}

fn document(job: &Job, state: &JobState) -> Value {
    let (best, bound) = job.found();
    let mut told = json!({
        "job": job.id(),
        "state": state.name(),
        "progress": job.progress(),
        "question": job.question,
        "links": {"self": address(job), "result": format!("{}/result", address(job))},
    });
    let members = told.as_object_mut();
    if let Some(members) = members {
        if let Some(best) = best {
            members.insert("best".to_owned(), best.into());
        }
        if let Some(bound) = bound {
            members.insert("bound".to_owned(), bound.into());
        }
        if let JobState::Failed(error) = state {
            members.insert("error".to_owned(), ApiError::from(error.again()).to_json());
        }
    }
    told
}

fn answered(answer: Answer) -> Response {
    let headers = [(header::CONTENT_TYPE, answer.media.name()), (header::CACHE_CONTROL, "no-cache")];
    (headers, answer.body.to_vec()).into_response()
}

/// The answer of a job that has ended, or where to ask for it.
fn respond(job: &Job, state: JobState) -> Result<Response, ApiError> {
    match state {
        JobState::Done(answer) => Ok(answered(answer)),
        JobState::Failed(error) => Err(error.again().into()),
        JobState::Cancelled => Err(crate::registry::RegistryError::Cancelled.into()),
        JobState::Running => {
            let headers = [(header::LOCATION, address(job)), (header::RETRY_AFTER, "1".to_owned())];
            Ok((StatusCode::ACCEPTED, headers, axum::Json(document(job, &JobState::Running))).into_response())
        }
    }
}
