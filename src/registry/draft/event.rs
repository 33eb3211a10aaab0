//! Reads an event out of given values.

use super::Fields;
use super::known::Known;
use super::record::{Drafted, Place, count, needed};
use crate::domain::id::EventId;
use crate::domain::invalid::Invalid;
use crate::domain::plan::Plan;
use crate::domain::record::{Event, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Event {
    const WHAT: What = What::Events;
    const WORDS: &'static [&'static str] = &["tag", "brand"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        place.refuse(fields);
        let external_id = needed(fields, "external_id");
        let name_zh = needed(fields, "name_zh");
        let starts_on = fields.date("starts_on");
        if starts_on.is_none() {
            fields.missing("starts_on");
        }
        let organiser_id = known.organiser(fields);
        let event = Self {
            id: EventId(id),
            source: fields.text("source"),
            name_en: fields.text("name_en"),
            ends_on: fields.last_day("ends_on"),
            brand: known.of_plan(fields, "brand", Plan::brands),
            edition: fields.text("edition"),
            tags: known.tags(fields, known.reference().catalogue.event_tags()),
            participants: count(fields, "participants"),
            organiser_id,
            division_id: known.division(fields),
            online: fields.boolean("online").unwrap_or(false),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            external_id: external_id?,
            name_zh: name_zh?,
            starts_on: starts_on?,
        };
        fields.add(event.defects());
        Some(event)
    }

    fn doubts(&self, known: &Known<'_>) -> Vec<Invalid> {
        let asked = known.plan().map(Plan::event_tags).unwrap_or_default();
        let words = known.reference().catalogue.event_tags();
        known.strange_tags(&self.tags, words, &asked).into_iter().collect()
    }
}
