//! `/api/v1/milestones`.

use super::{evidence, filters, usual};
use crate::api::definition::given::{told, told_day, told_word};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, date, integer, object, text};
use crate::domain::record::Acceptance;
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "milestones",
        one: "Milestone",
        many: "Milestones",
        zh: "里程碑",
        en: "milestone",
        filters: filters(&["task", "indicator", "milestone", "acceptance"]),
        computed: object(),
        untold: &[],
        members: members(),
        placed: false,
        ends_by: None,
        example: json!({"external_id": "M-1", "task": 1, "title_zh": "体育公园开工", "date": "2022-04-01"}),
    }
}

fn members() -> Object {
    object()
        .may(
            "task",
            integer().least(1).most(9_999).or_null().about(
                "任务号；只给指标时用其任务",
                "the task's number; where only the indicator is told, its task",
            ),
        )
        .may("indicator", told())
        .may("milestone", told())
        .has("date", date())
        .has("title_zh", text().length(1, 2_000))
        .may("title_en", told())
        .may("acceptance", told_word(Acceptance::ALL.iter().map(|word| word.as_str())))
        .may("decided_on", told_day())
        .may("decided_by", told())
        .like(evidence())
        .like(usual())
}
