//! Reads a declaration out of given values.

use super::Fields;
use super::evidence::{blob, link, task};
use super::known::Known;
use super::record::{Drafted, Place, needed};
use crate::domain::id::DeclarationId;
use crate::domain::plan::State;
use crate::domain::record::{Declaration, Record};
use crate::registry::import::What;
use uuid::Uuid;

impl Drafted for Declaration {
    const WHAT: What = What::Declarations;
    const WORDS: &'static [&'static str] = &["task", "state"];

    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self> {
        place.refuse(fields);
        let external_id = needed(fields, "external_id");
        let task = task(fields, None, known);
        let state = fields.choice("state", State::parse, State::ALL, |word| (word.as_str(), word.zh()));
        if state.is_none() {
            fields.missing("state");
        }
        let date = fields.date("date");
        if date.is_none() {
            fields.missing("date");
        }
        let declared_by = needed(fields, "declared_by");
        let declaration = Self {
            id: DeclarationId(id),
            source: fields.text("source"),
            division_id: known.division(fields),
            evidence_text: fields.text("evidence_text"),
            evidence_link: link(fields),
            blob: blob(fields, known),
            note: fields.text("note"),
            demo: fields.boolean("demo").unwrap_or(false),
            external_id: external_id?,
            task: task?,
            state: state?,
            date: date?,
            declared_by: declared_by?,
        };
        fields.add(declaration.defects());
        Some(declaration)
    }
}
