//! Pieces of equipment.

use super::{Asking, Measured};
use crate::domain::contribution::Ordinal;
use crate::domain::equipment::TargetGroup;
use crate::registry::world::{PieceStands, World, piece_stands};

/// Pieces that stand at the end, less those that stood a year before.
pub fn growth(asking: &Asking<'_>) -> Measured {
    let Some(before) = asking.before else { return nothing() };
    let then = match asking.id.map(|id| before.tree.find(id)) {
        None => counted(asking, before, None),
        Some(Some(ordinal)) => counted(asking, before, Some(ordinal)),
        Some(None) => Some((0, false)),
    };
    let (Some((now, demo)), Some((then, _))) = (counted(asking, asking.world, asking.division), then) else {
        return nothing();
    };
    Measured {
        note: Some((format!("{now} 件，一年前 {then} 件"), format!("{now} now, {then} a year before"))),
        demo,
        ..Measured::of((now - then) as f64)
    }
}

fn counted(asking: &Asking<'_>, world: &World, division: Option<Ordinal>) -> Option<(i64, bool)> {
    let pieces = &world.snapshot.equipment;
    if pieces.is_empty() {
        return None;
    }
    let smart = asking.indicator.params.flag("smart");
    let group = asking.indicator.params.text("target_group").and_then(TargetGroup::parse);
    let (mut count, mut demo) = (0, false);
    for entry in pieces.iter() {
        let facts = &entry.facts;
        let here =
            division.is_none_or(|top| facts.division().is_some_and(|home| world.tree.is_within(home, top)));
        let wanted = smart.is_none_or(|smart| facts.smart == smart)
            && group.is_none_or(|group| facts.target_group == group)
            && piece_stands(facts, world.at.as_of) == PieceStands::Yes;
        if here && wanted {
            count += 1;
            demo |= facts.demo;
        }
    }
    Some((count, demo))
}

pub fn nothing() -> Measured {
    Measured::unknown("没有登记的器材", "no piece of equipment is on record")
}
