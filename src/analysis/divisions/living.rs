//! The divisions of one day, always a tree: whatever validities and revisions say of each other.

use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use jiff::civil::Date;
use std::collections::HashMap;

/// Those that exist on the day, each under the nearest of its ancestors that does too, or under none.
///
/// Days and revisions of a parent and its child need not agree (an abolished sub-district whose
/// villages are still there); that must not keep everybody from reading everything else.
pub fn living(divisions: Vec<Division>, day: Date) -> Vec<Division> {
    let above: HashMap<DivisionId, (Option<DivisionId>, bool)> =
        divisions.iter().map(|d| (d.id, (d.parent, d.exists_on(day)))).collect();
    let mut living: Vec<Division> = divisions.into_iter().filter(|d| d.exists_on(day)).collect();
    for division in &mut living {
        division.parent = nearest(division.parent, &above);
    }
    // Revisions that hold from different days can each be the other's parent in between.
    let mut parents: HashMap<DivisionId, DivisionId> =
        living.iter().filter_map(|d| Some((d.id, d.parent?))).collect();
    for division in &mut living {
        if is_own_ancestor(division.id, &parents) {
            parents.remove(&division.id);
            division.parent = None;
        }
    }
    living
}

fn nearest(
    parent: Option<DivisionId>,
    above: &HashMap<DivisionId, (Option<DivisionId>, bool)>,
) -> Option<DivisionId> {
    let mut at = parent;
    for _ in 0..=above.len() {
        let id = at?;
        let (next, lives) = above.get(&id)?;
        if *lives {
            return Some(id);
        }
        at = *next;
    }
    None
}

fn is_own_ancestor(own: DivisionId, parents: &HashMap<DivisionId, DivisionId>) -> bool {
    let mut at = own;
    for _ in 0..=parents.len() {
        match parents.get(&at) {
            None => return false,
            Some(parent) if *parent == own => return true,
            Some(parent) => at = *parent,
        }
    }
    // A ring further up, which is cut where it is.
    false
}

#[cfg(test)]
mod tests {
    use super::super::Tree;
    use super::living;
    use crate::domain::division::{BoundaryQuality, Division};
    use crate::domain::id::DivisionId;
    use jiff::civil::{Date, date};
    use uuid::Uuid;

    fn division(n: u128, parent: Option<u128>, days: (Option<Date>, Option<Date>)) -> Division {
        Division {
            id: DivisionId(Uuid::from_u128(n)),
            external_id: n.to_string(),
            parent: parent.map(|n| DivisionId(Uuid::from_u128(n))),
            level: "x".to_owned(),
            name_zh: n.to_string(),
            name_en: None,
            codes: Vec::new(),
            valid_from: days.0,
            valid_to: days.1,
            boundary_quality: BoundaryQuality::Official,
            ethnic: false,
            rural: false,
            source: None,
            licence: None,
            demo: false,
            geometry: None,
        }
    }

    fn parents(divisions: Vec<Division>, day: Date) -> Vec<(u128, Option<u128>)> {
        let living = living(divisions, day);
        Tree::new(living.clone()).unwrap();
        living.iter().map(|d| (d.id.0.as_u128(), d.parent.map(|id| id.0.as_u128()))).collect()
    }

    #[test]
    fn an_orphan_hangs_under_the_nearest_living_ancestor() {
        let (from, to) = (date(2010, 1, 1), date(2020, 12, 31));
        let all = vec![
            division(1, None, (None, None)),
            division(2, Some(1), (Some(from), Some(to))),
            division(3, Some(2), (None, None)),
            division(4, Some(99), (None, None)),
        ];
        let within = vec![(1, None), (2, Some(1)), (3, Some(2)), (4, None)];
        let without = vec![(1, None), (3, Some(1)), (4, None)];
        assert_eq!(parents(all.clone(), to), within);
        assert_eq!(parents(all.clone(), date(2021, 1, 1)), without);
        assert_eq!(parents(all, date(2009, 12, 31)), without);
    }

    #[test]
    fn a_ring_is_cut_once() {
        let all = vec![
            division(1, Some(2), (None, None)),
            division(2, Some(1), (None, None)),
            division(3, Some(1), (None, None)),
            division(4, Some(4), (None, None)),
        ];
        let cut = vec![(1, None), (2, Some(1)), (3, Some(1)), (4, None)];
        assert_eq!(parents(all, date(2020, 1, 1)), cut);
    }
}
