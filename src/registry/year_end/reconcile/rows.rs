//! The rows of the figures on both sides, each difference by its causes.

use super::told::{AreasMoved, Caused, RowDifference, Two};
use crate::analysis::counting::reconcile::{Areas, Cause, Moves, Place, by_people, per_head};
use crate::domain::area::Area;
use crate::registry::year_end::figures::{Figures, FrozenRow};
use std::collections::BTreeMap;

/// Rows of both sides, in the order of today's, then those that are no more.
pub fn rows(frozen: &Figures, best: &Figures, moves: &Moves) -> Vec<RowDifference> {
    let then: BTreeMap<Place, &FrozenRow> = frozen.placed().collect();
    let now: BTreeMap<Place, &FrozenRow> = best.placed().collect();
    let gone = frozen.placed().map(|(place, _)| place).filter(|place| !now.contains_key(place));
    let mut places: Vec<Place> = best.placed().map(|(place, _)| place).chain(gone).collect();
    // What lies in no division stays the last row.
    places.sort_by_key(|place| *place == Place::Unassigned);
    places
        .into_iter()
        .filter_map(|place| {
            let (then, now) = (then.get(&place).copied(), now.get(&place).copied());
            Some(row(now.or(then)?, then, now, moves, place))
        })
        .collect()
}

fn row(
    named: &FrozenRow,
    then: Option<&FrozenRow>,
    now: Option<&FrozenRow>,
    moves: &Moves,
    place: Place,
) -> RowDifference {
    let area = |row: Option<&FrozenRow>| row.and_then(|row| row.area_m2);
    let people = |row: Option<&FrozenRow>| row.and_then(|row| row.people);
    let head = |row| per_head(area(row)?, people(row));
    let (before, after) = (head(then), head(now));
    let mut causes: Vec<Caused> =
        moves.of(place).map(|(cause, moved)| caused(cause, moved.areas, moved.sites, people(then))).collect();
    if people(then) != people(now) {
        let total = area(now).unwrap_or_default();
        let by_people = by_people(total, people(then), people(now));
        causes.push(Caused { m2_per_head: by_people, ..caused(Cause::Population, Areas::ZERO, 0, None) });
    }
    causes.sort_by_key(|caused| caused.cause);
    RowDifference {
        division: named.division.map(|id| id.to_string()),
        name_zh: named.name_zh.clone(),
        name_en: named.name_en.clone(),
        level: named.level.clone(),
        area_m2: Two { frozen: area(then), best: area(now) },
        population: Two { frozen: people(then), best: people(now) },
        m2_per_head: Two { frozen: before, best: after },
        difference_m2: moves.sum(place).all,
        difference_m2_per_head: before.zip(after).map(|(before, after)| after - before),
        causes,
    }
}

fn caused(cause: Cause, areas: Areas, sites: u64, people: Option<u64>) -> Caused {
    let Areas { all, open, free } = areas;
    Caused {
        cause,
        cause_zh: cause.zh(),
        cause_en: cause.en(),
        sites,
        area_m2: AreasMoved { all, open, free },
        m2_per_head: if all == Area::ZERO { Some(0.0) } else { per_head(all, people) },
    }
}
