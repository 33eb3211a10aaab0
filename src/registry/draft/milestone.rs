//! Reads a milestone out of given values.

use super::Fields;
use super::evidence::{blob, link, task};
use super::known::Known;
use super::record::{Drafted, Place, needed};
use crate::domain::id::MilestoneId;
use crate::domain::plan::Plan;
use crate::domain::record::{Acceptance, Milestone, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Milestone {
    const WHAT: What = What::Milestones;
    const WORDS: &'static [&'static str] = &["task", "indicator", "milestone", "acceptance"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        place.refuse(fields);
        let external_id = needed(fields, "external_id");
        let indicator = known.indicator(fields);
        let task = task(fields, indicator.as_deref(), known);
        let of_indicator = indicator.as_deref().and_then(|id| known.plan()?.indicator(id)?.1.one_milestone());
        let told = fields.has("milestone");
        let milestone = known.of_plan(fields, "milestone", Plan::milestones);
        let title_zh = needed(fields, "title_zh");
        let date = fields.date("date");
        if date.is_none() {
            fields.missing("date");
        }
        let acceptance = fields
            .choice("acceptance", Acceptance::parse, Acceptance::ALL, |word| (word.as_str(), word.zh()));
        let milestone = Self {
            id: MilestoneId(id),
            source: fields.text("source"),
            milestone: milestone.or_else(|| of_indicator.filter(|_| !told).map(str::to_owned)),
            indicator,
            title_en: fields.text("title_en"),
            division_id: known.division(fields),
            evidence_text: fields.text("evidence_text"),
            evidence_link: link(fields),
            blob: blob(fields, known),
            acceptance: acceptance.unwrap_or(Acceptance::Pending),
            decided_on: fields.date("decided_on"),
            decided_by: fields.text("decided_by"),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            external_id: external_id?,
            task: task?,
            date: date?,
            title_zh: title_zh?,
        };
        fields.add(milestone.defects());
        Some(milestone)
    }
}
