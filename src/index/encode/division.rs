//! A division's feature.

use super::{Revision, feature};
use crate::domain::division::Division;

/// What a division's feature tells beside the division itself.
#[derive(Clone, Copy, Debug)]
pub struct DivisionExtras<'a> {
    pub revision: Revision,
    /// External id of the division that contains it.
    pub parent: Option<&'a str>,
}

/// Appends the division's feature to `out`.
pub fn encode_division(out: &mut Vec<u8>, division: &Division, extras: &DivisionExtras<'_>) {
    let geometry = division.geometry.as_ref();
    feature(out, division.id.0, geometry, extras.revision, |to| {
        to.text("external_id", &division.external_id);
        to.text("name_zh", &division.name_zh);
        to.optional("name_en", division.name_en.as_deref());
        to.text("level", &division.level);
        if let Some(parent) = division.parent {
            to.json("parent_id", &parent);
        }
        to.optional("parent", extras.parent);
        to.json("codes", &division.codes);
        to.date("valid_from", division.valid_from);
        to.date("valid_to", division.valid_to);
        to.json("boundary_quality", &division.boundary_quality);
        to.flag("ethnic", division.ethnic);
        to.flag("rural", division.rural);
        to.optional("source", division.source.as_deref());
        to.optional("licence", division.licence.as_deref());
        to.flag("demo", division.demo);
    });
}
