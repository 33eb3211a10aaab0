//! Pieces of equipment behind their number.

use super::scope::Scope;
use super::{Amount, Found, Unit, WhyItem, rule};
use crate::domain::contribution::Ordinal;
use crate::registry::coverage::name;
use crate::registry::reference::Reference;
use crate::registry::world::{PieceStands, World, piece_stands};

pub(super) fn pieces(world: &World, reference: &Reference, scope: &Scope) -> Found {
    let mut found = Found::default();
    for entry in world.snapshot.equipment.iter() {
        let facts = &entry.facts;
        if !scope.holds(world, facts.division().unwrap_or(Ordinal::NONE)) {
            continue;
        }
        let (rule_zh, rule_en) = match piece_stands(facts, world.at.as_of) {
            PieceStands::Yes => rule("统计日在位，计一件", "stands on that day: counts once"),
            PieceStands::NotYet => {
                rule("统计日尚未安装，不计", "not yet installed on that day: does not count")
            }
            PieceStands::Gone => rule("统计日已拆除，不计", "removed by that day: does not count"),
        };
        let counted = piece_stands(facts, world.at.as_of) == PieceStands::Yes;
        let kinds = reference.catalogue.equipment_kinds();
        found.items.push(WhyItem {
            site_id: Some(facts.site.to_string()),
            equipment_id: Some(entry.id.to_string()),
            division_id: None,
            name_zh: name(&entry.feature),
            kind: kinds.get(usize::from(facts.kind.0)).map(|kind| kind.id.clone()).unwrap_or_default(),
            amount: Some(Amount::new(i64::from(counted), Unit::Piece)),
            unit: Unit::Piece,
            area_m2: None,
            counted,
            verdict: None,
            rule_zh,
            rule_en,
            share: 1.0,
            demo: facts.demo,
        });
    }
    found
}
