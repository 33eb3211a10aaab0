//! Reads an organisation out of given values.

use super::Fields;
use super::known::Known;
use super::record::{Drafted, Place, needed};
use crate::domain::id::OrganisationId;
use crate::domain::invalid::Invalid;
use crate::domain::plan::Plan;
use crate::domain::record::{Organisation, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Organisation {
    const WHAT: What = What::Organisations;
    const WORDS: &'static [&'static str] = &["kind", "tag"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        let external_id = needed(fields, "external_id");
        let kinds = known.reference().catalogue.organisation_kinds();
        let kind = known.word(fields, "kind", kinds, Plan::organisation_kinds);
        let name_zh = needed(fields, "name_zh");
        let organisation = Self {
            id: OrganisationId(id),
            source: fields.text("source"),
            name_en: fields.text("name_en"),
            founded_on: fields.date("founded_on"),
            closed_on: fields.last_day("closed_on"),
            division_id: known.division(fields),
            activity_room: fields.boolean("activity_room"),
            tags: known.tags(fields, &[]),
            address: fields.text("address"),
            contact_office: fields.text("contact_office"),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            raw: place.raw,
            geometry: place.geometry,
            external_id: external_id?,
            kind: kind?,
            name_zh: name_zh?,
        };
        fields.add(organisation.defects());
        Some(organisation)
    }

    fn doubts(&self, _: &Known<'_>) -> Vec<Invalid> {
        let undated = self.founded_on.is_none().then(|| {
            Invalid::new(
                "founded_on",
                "beginning_untold",
                "没有填写成立日期：从登记之日起才计入，以往年份的数字里没有它",
                "no day of founding: it counts from the day it is recorded on, and is missing in earlier years",
            )
        });
        undated.into_iter().collect()
    }
}
