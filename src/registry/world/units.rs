//! What is counted in units of its own: sites by programme, pieces of equipment.

use super::World;
use crate::analysis::counting::coverage::Units;
use crate::domain::contribution::Ordinal;
use crate::domain::equipment::EquipmentState;
use crate::index::{Entry, EquipmentFacts, SiteFacts, Snapshot};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Containers of containers are looked at so deep; a ring of them ends there.
const DEPTH: usize = 8;

/// Programmes and pieces by division on a day, counted from the ground up.
pub(super) fn count_units(snapshot: &Snapshot, day: Date) -> Units {
    let mut units = Units::default();
    for entry in snapshot.sites.iter() {
        shift_programmes(&mut units, snapshot, entry, 1);
    }
    for entry in snapshot.equipment.iter() {
        shift_pieces(&mut units, entry, day, 1);
    }
    units
}

impl World {
    /// The units of the world whose snapshot is `next`, which came from this one by changes of these
    /// entities: only they, and what lies in a site that changed, are taken back and counted again.
    pub(super) fn units_after(&self, next: &Snapshot, sites: &[Uuid], equipment: &[Uuid]) -> Arc<Units> {
        let (old, day) = (&self.snapshot, self.at.as_of);
        let moved = sites.iter().filter(|id| !same_place(old.sites.get(**id), next.sites.get(**id)));
        let mut touched = BTreeSet::new();
        for id in moved {
            with_contents(&mut touched, [old, next], *id, DEPTH);
        }
        if touched.is_empty() && equipment.is_empty() {
            return Arc::clone(&self.units);
        }
        let mut units = Units::clone(&self.units);
        for id in touched {
            for (snapshot, by) in [(old, -1), (next, 1)] {
                if let Some(entry) = snapshot.sites.get(id) {
                    shift_programmes(&mut units, snapshot, entry, by);
                }
            }
        }
        for id in equipment {
            for (snapshot, by) in [(old, -1), (next, 1)] {
                if let Some(entry) = snapshot.equipment.get(*id) {
                    shift_pieces(&mut units, entry, day, by);
                }
            }
        }
        Arc::new(units)
    }
}

/// A site and all that lies in it, before a change or after it.
fn with_contents(touched: &mut BTreeSet<Uuid>, snapshots: [&Snapshot; 2], id: Uuid, depth: usize) {
    if !touched.insert(id) || depth == 0 {
        return;
    }
    for snapshot in snapshots {
        for entry in snapshot.sites.hanging_on(id) {
            with_contents(touched, snapshots, entry.id, depth - 1);
        }
    }
}

fn shift_programmes(units: &mut Units, snapshot: &Snapshot, entry: &Entry<SiteFacts>, by: i64) {
    if !stands(entry) {
        return;
    }
    for programme in entry.facts.programmes() {
        if !is_inside_tagged(snapshot, entry, programme) {
            units.shift_programme(entry.facts.contribution.home(), programme, by);
        }
    }
}

fn shift_pieces(units: &mut Units, entry: &Entry<EquipmentFacts>, day: Date, by: i64) {
    if piece_stands(&entry.facts, day) == PieceStands::Yes {
        units.shift_pieces(entry.facts.division().unwrap_or(Ordinal::NONE), by);
    }
}

/// Whether a piece of equipment stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceStands {
    Yes,
    NotYet,
    Gone,
}

pub fn piece_stands(facts: &EquipmentFacts, day: Date) -> PieceStands {
    let installed = facts.installed.days().is_none() || facts.installed.is_on_or_before(day);
    let there = match facts.removed.days() {
        Some(_) => !facts.removed.is_on_or_before(day),
        None => facts.state != EquipmentState::Removed,
    };
    match (installed, there) {
        (_, false) => PieceStands::Gone,
        (false, true) => PieceStands::NotYet,
        (true, true) => PieceStands::Yes,
    }
}

/// Whether a site that contains this one stands under the same programme: then that one counts.
pub fn is_inside_tagged(snapshot: &Snapshot, entry: &Entry<SiteFacts>, programme: &str) -> bool {
    let container = |of: &Entry<SiteFacts>| snapshot.sites.get(of.facts.container()?.0);
    let above = std::iter::successors(container(entry), |of| container(of));
    above.take(DEPTH).any(|of| stands(of) && of.facts.programmes().iter().any(|tag| tag == programme))
}

/// Whether a change leaves alone all that the count of programmes looks at, in the site itself and
/// in what it contains.
fn same_place(old: Option<&Entry<SiteFacts>>, new: Option<&Entry<SiteFacts>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => {
            old.facts.container() == new.facts.container()
                && old.facts.programmes() == new.facts.programmes()
                && (new.facts.programmes().is_empty()
                    || stands(old) == stands(new)
                        && old.facts.contribution.home() == new.facts.contribution.home())
        }
        // A site that comes or goes may be a link between one that contains it and one that it contains.
        (old, new) => old.is_none() && new.is_none(),
    }
}

fn stands(entry: &Entry<SiteFacts>) -> bool {
    entry.facts.contribution.verdict.exists()
}
