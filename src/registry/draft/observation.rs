//! Reads an observation out of given values.

use super::Fields;
use super::known::Known;
use super::record::{Drafted, Place, count, figure, needed};
use crate::domain::id::ObservationId;
use crate::domain::invalid::Invalid;
use crate::domain::plan::Plan;
use crate::domain::record::{Observation, Record};
use crate::registry::import::What;
use jiff::civil::Date;
use uuid::Uuid;

impl Drafted for Observation {
    const WHAT: What = What::Observations;
    const WORDS: &'static [&'static str] = &["series", "indicator"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        place.refuse(fields);
        let external_id = needed(fields, "external_id");
        let indicator = known.indicator(fields);
        let series = series(fields, indicator.as_deref(), known);
        let period = period(fields);
        let observation = Self {
            id: ObservationId(id),
            source: fields.text("source"),
            indicator,
            division_id: known.division(fields),
            value: figure(fields, "value"),
            numerator: figure(fields, "numerator"),
            denominator: figure(fields, "denominator"),
            unit: fields.text("unit"),
            sample_size: count(fields, "sample_size"),
            method: fields.text("method"),
            reporter: fields.text("reporter"),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            external_id: external_id?,
            series: series?,
            period_from: period?.0,
            period_to: period?.1,
        };
        fields.add(observation.defects());
        Some(observation)
    }

    fn doubts(&self, _: &Known<'_>) -> Vec<Invalid> {
        let unknown = self.figure().is_none().then(|| {
            Invalid::new(
                "value",
                "not_known",
                "没有数值：按“未知”登记，不作零计",
                "no value: recorded as not known, which is not zero",
            )
        });
        unknown.into_iter().collect()
    }
}

/// Takes `series`; where only the indicator is told, the series that it asks for.
fn series(fields: &mut Fields, indicator: Option<&str>, known: &Known<'_>) -> Option<String> {
    if fields.has("series") {
        return known.of_plan(fields, "series", Plan::series);
    }
    let of_indicator = indicator.and_then(|id| known.plan()?.indicator(id)?.1.one_series());
    if of_indicator.is_none() {
        fields.missing("series");
    }
    of_indicator.map(str::to_owned)
}

/// Takes `period`, or `period_from` and `period_to`.
fn period(fields: &mut Fields) -> Option<(Date, Date)> {
    if fields.has("period") {
        let told = fields.period("period");
        for other in ["period_from", "period_to"] {
            fields.take(other);
        }
        return told;
    }
    let from = fields.date("period_from");
    let to = fields.last_day("period_to");
    for (name, day) in [("period_from", from), ("period_to", to)] {
        if day.is_none() {
            fields.missing(name);
        }
    }
    from.zip(to)
}
