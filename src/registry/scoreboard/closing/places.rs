//! Places that lack facilities: clusters, villages, and the division itself that lacks sites of a kind.

use super::{Candidate, ClosingTold, Gap, WayKind, as_told, note};
use crate::analysis::plan::closing::{Counting, Offer, by_place};
use crate::domain::plan::Comparator;
use crate::domain::plan::metric::Facility;
use crate::registry::scoreboard::measure::Asking;
use crate::registry::scoreboard::measure::clusters::outlined;
use crate::registry::scoreboard::measure::villages::flagged;
use std::collections::BTreeSet;

/// Cells of the matrix: in each outlined cluster what is lacking of each sort.
pub fn cells(asking: &Asking<'_>, value: f64) -> Option<Vec<ClosingTold>> {
    let wanted = more(asking, |gain| value + gain)?;
    let least = asking.number("min_each").unwrap_or(1.0).ceil() as u32;
    let (clusters, _) = outlined(asking);
    let lacking: Vec<Vec<u32>> = clusters
        .iter()
        .map(|one| one.cells.iter().map(|(_, found)| least.saturating_sub(found.len() as u32)).collect())
        .collect();
    let facilities = asking.indicator.params.facilities("facilities");
    let gap = Gap {
        missing: wanted as f64,
        unit: "cells",
        of_one: 1.0,
        after: &|adds| Some(value + adds),
        basis: programmes(&facilities),
    };
    ways(asking, &facilities, &lacking, Counting::Sorts, wanted, &gap)
}

/// Flagged divisions: in each what it lacks of each sort, and it counts when it lacks nothing.
pub fn divisions(asking: &Asking<'_>) -> Option<Vec<ClosingTold>> {
    let flagged = flagged(asking);
    let lacking: Vec<Vec<u32>> = flagged
        .iter()
        .map(|one| one.found.iter().map(|(_, found)| u32::from(found.is_none())).collect())
        .filter(|lacks: &Vec<u32>| lacks.contains(&1))
        .collect();
    let (all, met) = (flagged.len() as f64, (flagged.len() - lacking.len()) as f64);
    let percent = |gain: f64| 100.0 * (met + gain) / all;
    let wanted = more(asking, percent)?;
    let facilities = asking.indicator.params.facilities("facilities");
    let gap = Gap {
        missing: wanted as f64,
        unit: "divisions",
        of_one: 1.0,
        after: &|adds| Some(percent(adds)),
        basis: programmes(&facilities),
    };
    ways(asking, &facilities, &lacking, Counting::Places, wanted, &gap)
}

/// A site of a kind that is not far enough: one is to be built, or the one that is planned to be finished.
pub fn stage(asking: &Asking<'_>, value: f64) -> Option<Vec<ClosingTold>> {
    let (kind, target) = (asking.text("kind"), asking.indicator.target);
    let one = Facility { id: kind, kinds: vec![kind], programme: None };
    let gap = Gap { missing: 1.0, unit: "sites", of_one: 1.0, after: &|_| Some(target), basis: None };
    let mut ways = ways(asking, &[one], &[vec![1]], Counting::Places, 1, &gap)?;
    if value > 0.0 {
        for way in &mut ways {
            way.way = WayKind::CarryOn;
            (way.name_zh, way.name_en) = (way.way.zh(), way.way.en());
            note(
                way,
                "已有规划或在建的场地，推进即可",
                "one is planned or being built already: carry on with it",
            );
        }
    }
    Some(ways)
}

/// Sites of a kind, or of the kinds that sites of a programme have here.
pub fn growth(asking: &Asking<'_>, value: f64) -> Option<Vec<ClosingTold>> {
    let wanted = more(asking, |gain| value + gain)?;
    let programme = asking.indicator.params.text("programme");
    let kinds: BTreeSet<&str> = match asking.indicator.params.text("kind") {
        Some(kind) => BTreeSet::from([kind]),
        None => {
            let of_programme = asking.world.snapshot.sites.iter().filter(|entry| {
                let tags = entry.facts.programmes();
                programme.is_some_and(|programme| tags.iter().any(|tag| tag == programme))
            });
            of_programme.map(|entry| &*asking.reference.catalogue.get(entry.facts.kind).id).collect()
        }
    };
    let sort = Facility { id: "site", kinds: kinds.into_iter().collect(), programme };
    let gap = Gap {
        missing: wanted as f64,
        unit: "sites",
        // The one place is filled by all of them.
        of_one: wanted as f64,
        after: &|adds| Some(value + adds),
        basis: programmes(std::slice::from_ref(&sort)),
    };
    ways(asking, &[sort], &[vec![u32::try_from(wanted).ok()?]], Counting::Places, 1, &gap)
}

fn ways(
    asking: &Asking<'_>,
    sorts: &[Facility<'_>],
    lacking: &[Vec<u32>],
    counting: Counting,
    wanted: u64,
    gap: &Gap<'_>,
) -> Option<Vec<ClosingTold>> {
    let mut kinds: Vec<&str> = sorts.iter().flat_map(|sort| sort.kinds.iter().copied()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let candidates: Vec<Candidate<'_>> =
        kinds.into_iter().map(|kind| Candidate::of(asking.reference, kind)).collect();
    let offers: Vec<Offer> = candidates
        .iter()
        .map(|candidate| Offer {
            cost: candidate.typical.map(|typical| typical.cost),
            serves: sorts.iter().map(|sort| sort.kinds.contains(&candidate.kind)).collect(),
        })
        .collect();
    Some(as_told(asking, by_place(lacking, &offers, counting, wanted)?, &candidates, gap))
}

/// Fewest whole things more with which the target is reached; `None` where more of them never do.
fn more(asking: &Asking<'_>, with: impl Fn(f64) -> f64) -> Option<u64> {
    let (comparator, target) = (asking.indicator.comparator, asking.indicator.target);
    if !matches!(comparator, Comparator::AtLeast | Comparator::MoreThan) {
        return None;
    }
    (1..=MOST).find(|gain| comparator.holds(with(*gain as f64), target))
}

/// Nobody plans more at once.
const MOST: u64 = 10_000;

/// What a typical cost leaves out.
fn programmes(sorts: &[Facility<'_>]) -> Option<(String, String)> {
    let programmes: BTreeSet<&str> = sorts.iter().filter_map(|sort| sort.programme).collect();
    let all = programmes.into_iter().collect::<Vec<_>>().join(", ");
    (!all.is_empty()).then(|| {
        (
            format!("新建项目须属于项目类别 {all}，其附加费用未计"),
            format!("what is built has to be of the programme {all}, whose extra cost is not known"),
        )
    })
}
