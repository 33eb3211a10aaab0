//! A piece of equipment's feature.

use super::{Home, Revision, feature};
use crate::domain::equipment::Equipment;

/// What a piece's feature tells beside the piece itself.
#[derive(Clone, Copy, Debug)]
pub struct EquipmentExtras<'a> {
    pub revision: Revision,
    /// The division its site stands in.
    pub home: Option<Home<'a>>,
    /// External id of its site.
    pub site: Option<&'a str>,
    pub site_name_zh: Option<&'a str>,
    /// Years that the rules take when the piece records none.
    pub default_design_life_years: u16,
}

/// Appends the piece's feature to `out`.
pub fn encode_equipment(out: &mut Vec<u8>, piece: &Equipment, extras: &EquipmentExtras<'_>) {
    let geometry = piece.geometry.as_ref();
    feature(out, piece.id.0, geometry, extras.revision, |to| {
        to.text("name_zh", &piece.name_zh);
        to.optional("name_en", piece.name_en.as_deref());
        to.text("kind", &piece.kind);
        to.json("site_id", &piece.site_id);
        to.optional("site", extras.site);
        to.optional("site_name_zh", extras.site_name_zh);
        to.word("state", piece.state.as_str());
        to.word("target_group", piece.target_group.as_str());
        to.flag("wheelchair", piece.wheelchair);
        to.flag("smart", piece.smart);
        to.optional("maker", piece.maker.as_deref());
        to.optional("model", piece.model.as_deref());
        to.optional("standard_edition", piece.standard_edition.as_deref());
        to.date("installed_on", piece.installed_on);
        to.date("removed_on", piece.removed_on);
        let years = piece.design_life_years.unwrap_or(extras.default_design_life_years);
        to.integer("design_life_years", years.into());
        if let Some(home) = extras.home {
            to.text("division", home.code);
            to.text("division_name_zh", home.name_zh);
        }
        to.optional("qr_code", piece.qr_code.as_deref());
        to.optional("funder", piece.funder.as_deref());
        to.optional("owner", piece.owner.as_deref());
        to.optional("receiver", piece.receiver.as_deref());
        to.optional("maintainer", piece.maintainer.as_deref());
        to.optional("source", piece.source.as_deref());
        to.optional("external_id", piece.external_id.as_deref());
        to.optional("note", piece.note.as_deref());
        to.flag("demo", piece.demo);
    });
}
