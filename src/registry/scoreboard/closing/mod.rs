//! What would close an obligation's gap: typical projects, where the gap is in something that sites provide.

/// Missing venue area.
mod area;
/// People that are too far from everything.
mod far;
/// Places that lack facilities: clusters, villages, and the district itself.
mod places;
/// How ways are told.
mod told;

pub use told::{BuiltTold, ClosingTold, WayKind};

use super::measure::Asking;
use super::rows::{Grounds, Row, asking};
use crate::analysis::plan::closing::{Sort, Way};
use crate::analysis::plan::{Forecast, Nature};
use crate::analysis::siting::projects::Project;
use crate::domain::plan::metric::AREA_PER_HEAD;
use crate::registry::reference::Reference;

/// A project that can be built, and what is known of it.
struct Candidate<'a> {
    kind: &'a str,
    /// `None`: the district has no typical project of this kind.
    typical: Option<&'a Project>,
}

impl<'a> Candidate<'a> {
    fn of(reference: &'a Reference, kind: &'a str) -> Self {
        let typical = reference.projects.projects.iter().find(|project| project.kind == kind);
        Self { kind, typical }
    }
}

/// What is missing, and what the value is once so much was added.
struct Gap<'a> {
    missing: f64,
    unit: &'static str,
    /// What ways add, in that unit, of one of their own.
    of_one: f64,
    after: &'a dyn Fn(f64) -> Option<f64>,
    basis: Option<(String, String)>,
}

/// Ways to close the gap of an obligation; `None` where it has none, or none that building closes. The gap is that
/// of the day looked at, or of the deadline where that is over; of a year that is over nothing can be built any more.
pub fn closing(grounds: Grounds<'_>, row: &Row<'_>, forecast: Option<&Forecast>) -> Option<Vec<ClosingTold>> {
    let (as_of, indicator) = (grounds.worlds.as_of, row.indicator);
    if row.year.is_some() && row.deadline < as_of || super::measure::nature(indicator) == Nature::Milestone {
        return None;
    }
    let value = row.measured.value?;
    if indicator.comparator.holds(value, indicator.target) {
        return None;
    }
    let asking = asking(grounds, indicator, row.division, (as_of.min(row.deadline), row.year))?;
    let mut ways = match indicator.metric.name {
        AREA_PER_HEAD => area::ways(&asking),
        "cluster_matrix" => places::cells(&asking, value),
        "flagged_division_facilities" => places::divisions(&asking),
        "site_stage" => places::stage(&asking, value),
        "site_count_growth" => places::growth(&asking, value),
        "population_within_reach" => far::ways(&asking),
        _ => None,
    }?;
    let is_ahead = as_of < row.deadline && row.year.is_none();
    if is_ahead && forecast.is_none_or(|forecast| forecast.too_few) {
        for way in &mut ways {
            way.few_values = true;
            add(
                (&mut way.basis_zh, &mut way.basis_en),
                &format!("已知数值不足三个，预测不可靠；缺口按 {} 的值计", asking.on),
                &format!(
                    "fewer than three values are known, no forecast to rely on: the gap is that of {}",
                    asking.on
                ),
            );
        }
    }
    Some(ways)
}

/// Ways as they are told.
fn as_told(
    asking: &Asking<'_>,
    ways: Vec<Way>,
    candidates: &[Candidate<'_>],
    gap: &Gap<'_>,
) -> Vec<ClosingTold> {
    let (reference, typical) = (asking.reference, &asking.reference.projects);
    let one = |way: Way| {
        let built: Vec<BuiltTold> = candidates
            .iter()
            .zip(&way.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(candidate, count)| built(reference, candidate, *count))
            .collect();
        let unpriced = built.iter().filter(|built| built.cost.is_none()).map(|built| built.count).sum();
        let priced = built.iter().any(|built| built.cost.is_some());
        let adds = way.adds as f64 * gap.of_one;
        let mut told = ClosingTold {
            way: WayKind::of(way.sort),
            name_zh: WayKind::of(way.sort).zh(),
            name_en: WayKind::of(way.sort).en(),
            missing: gap.missing,
            unit: gap.unit,
            adds,
            after: (gap.after)(adds),
            cost: priced.then_some(way.cost),
            currency: typical.currency.clone(),
            example: priced && typical.are_examples,
            unpriced,
            proven: way.proven,
            closes: way.closes,
            few_values: false,
            projects: built,
            basis_zh: gap.basis.as_ref().map(|(zh, _)| zh.clone()),
            basis_en: gap.basis.as_ref().map(|(_, en)| en.clone()),
            note_zh: None,
            note_en: None,
        };
        match (way.closes, way.sort) {
            (true, _) => {}
            (false, Sort::Alone) => {
                note(&mut told, "超过此类项目的数量上限", "more of this project than its limit allows");
            }
            (false, _) => note(&mut told, "仍补不齐缺口", "the gap is not closed by it"),
        }
        if unpriced > 0 {
            note(
                &mut told,
                &format!("其中 {unpriced} 处没有典型造价，未计入费用"),
                &format!("{unpriced} of them have no typical cost and are left out of it"),
            );
        }
        told
    };
    ways.into_iter().filter(|way| way.counts.iter().any(|count| *count > 0)).map(one).collect()
}

fn built(reference: &Reference, candidate: &Candidate<'_>, count: u64) -> BuiltTold {
    let kind = reference.catalogue.find(candidate.kind).map(|(_, kind)| kind);
    let or_id = |name: Option<&String>| name.cloned().unwrap_or_else(|| candidate.kind.to_owned());
    BuiltTold {
        project: candidate.kind.to_owned(),
        name_zh: or_id(kind.map(|kind| &kind.name_zh)),
        name_en: or_id(kind.map(|kind| &kind.name_en)),
        count,
        area_m2: candidate.typical.map(|typical| typical.area),
        cost: candidate.typical.map(|typical| typical.cost * count),
    }
}

/// Adds a sentence about a way.
fn note(way: &mut ClosingTold, zh: &str, en: &str) {
    add((&mut way.note_zh, &mut way.note_en), zh, en);
}

fn add((known_zh, known_en): (&mut Option<String>, &mut Option<String>), zh: &str, en: &str) {
    let both = |known: Option<String>, between: &str, more: &str| match known {
        Some(known) => Some(format!("{known}{between}{more}")),
        None => Some(more.to_owned()),
    };
    *known_zh = both(known_zh.take(), "；", zh);
    *known_en = both(known_en.take(), "; ", en);
}
