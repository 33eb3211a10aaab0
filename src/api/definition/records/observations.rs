//! `/api/v1/observations`.

use super::{filters, usual};
use crate::api::definition::given::{told, told_day};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, integer, number, object};
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "observations",
        one: "Observation",
        many: "Observations",
        zh: "填报数据",
        en: "observation",
        filters: filters(&["series", "indicator"]),
        computed: object().has(
            "figure",
            number().or_null().about("所报的数，或分子除以分母", "the value, or numerator by denominator"),
        ),
        untold: &["period"],
        members: members(),
        placed: false,
        ends_by: None,
        example: json!({"external_id": "O-1", "indicator": "exercise_share", "period": "2023", "value": 42.5}),
    }
}

fn members() -> Object {
    object()
        .may(
            "series",
            told().about(
                "系列；只给指标时用其系列",
                "the series; where only the indicator is told, the one that it asks for",
            ),
        )
        .may("indicator", told())
        .may(
            "period",
            told().about(
                "2024、2024-05、2024-Q2 或 2024-01-01/2024-06-30",
                "2024, 2024-05, 2024-Q2 or 2024-01-01/2024-06-30",
            ),
        )
        .may("period_from", told_day())
        .may("period_to", told_day())
        .may("value", number().or_null().about("null 为未知，不是 0", "null is not known, not 0"))
        .may("numerator", number().or_null())
        .may("denominator", number().or_null())
        .may("unit", told())
        .may("sample_size", integer().least(0).most(1_000_000_000).or_null())
        .may("method", told())
        .may("reporter", told())
        .like(usual())
}
