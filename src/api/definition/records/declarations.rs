//! `/api/v1/declarations`.

use super::{evidence, filters, usual};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, date, integer, object, text, word};
use crate::domain::plan::State;
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "declarations",
        one: "Declaration",
        many: "Declarations",
        zh: "任务申报",
        en: "declaration",
        filters: filters(&["task", "state"]),
        computed: object(),
        untold: &[],
        members: members(),
        placed: false,
        ends_by: None,
        example: json!({"external_id": "D-1", "task": 1, "state": "met", "date": "2025-11-01", "declared_by": "区体育局"}),
    }
}

fn members() -> Object {
    object()
        .has("task", integer().least(1).most(9_999))
        .has("state", word(State::ALL.iter().map(|word| word.as_str())))
        .has("date", date())
        .has("declared_by", text().length(1, 2_000))
        .like(evidence())
        .like(usual())
}
