//! Reads an institution out of given values.

use super::Fields;
use super::known::Known;
use super::record::{Drafted, Place, needed};
use crate::domain::id::InstitutionId;
use crate::domain::invalid::Invalid;
use crate::domain::plan::Plan;
use crate::domain::record::{Institution, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Institution {
    const WHAT: What = What::Institutions;
    const WORDS: &'static [&'static str] = &["kind", "tag"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        let external_id = needed(fields, "external_id");
        let kinds = known.reference().catalogue.institution_kinds();
        let kind = known.word(fields, "kind", kinds, Plan::institution_kinds);
        let name_zh = needed(fields, "name_zh");
        let institution = Self {
            id: InstitutionId(id),
            source: fields.text("source"),
            name_en: fields.text("name_en"),
            opened_on: fields.date("opened_on"),
            closed_on: fields.last_day("closed_on"),
            division_id: known.division(fields),
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
        fields.add(institution.defects());
        Some(institution)
    }

    fn doubts(&self, _: &Known<'_>) -> Vec<Invalid> {
        let nowhere = self.geometry.is_none().then(|| {
            Invalid::new(
                "geometry",
                "no_place",
                "没有位置：无法判断其中或附近有没有器材，按没有计",
                "no place: whether equipment is there or near can not be told, and counts as not",
            )
        });
        let undated = self.opened_on.is_none().then(|| {
            Invalid::new(
                "opened_on",
                "beginning_untold",
                "没有填写开办日期：从登记之日起才计入，以往年份的数字里没有它",
                "no day of opening: it counts from the day it is recorded on, and is missing in earlier years",
            )
        });
        nowhere.into_iter().chain(undated).collect()
    }
}
