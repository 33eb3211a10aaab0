//! Reads a supplier of guidance out of given values.

use super::Fields;
use super::known::Known;
use super::record::{Drafted, Place, needed};
use crate::domain::id::ProviderId;
use crate::domain::invalid::Invalid;
use crate::domain::plan::Plan;
use crate::domain::record::{Provider, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Provider {
    const WHAT: What = What::Providers;
    const WORDS: &'static [&'static str] = &["category", "tag"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        place.refuse(fields);
        let external_id = needed(fields, "external_id");
        let categories = known.reference().catalogue.provider_categories();
        let category = known.word(fields, "category", categories, Plan::provider_categories);
        let name_zh = needed(fields, "name_zh");
        let provider = Self {
            id: ProviderId(id),
            source: fields.text("source"),
            name_en: fields.text("name_en"),
            valid_from: fields.date("valid_from"),
            valid_to: fields.last_day("valid_to"),
            division_id: known.division(fields),
            tags: known.tags(fields, &[]),
            contact_office: fields.text("contact_office"),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            external_id: external_id?,
            category: category?,
            name_zh: name_zh?,
        };
        fields.add(provider.defects());
        Some(provider)
    }

    fn doubts(&self, _: &Known<'_>) -> Vec<Invalid> {
        let undated = self.valid_from.is_none().then(|| {
            Invalid::new(
                "valid_from",
                "beginning_untold",
                "没有填写入库日期：从登记之日起才计入，以往年份的数字里没有它",
                "no first day: it counts from the day it is recorded on, and is missing in earlier years",
            )
        });
        undated.into_iter().collect()
    }
}
