//! All that is counted by site: areas, numbers, lengths, programmes, completeness.

use super::scope::Scope;
use super::{Amount, Figure, Found, Rule, Unit, WhyItem, rule};
use crate::domain::area::Area;
use crate::domain::contribution::{Contribution, Verdict};
use crate::domain::kind::{KindIndex, Measure};
use crate::index::{Entry, SiteFacts};
use crate::registry::coverage::name;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::{World, is_inside_tagged};
use std::collections::BTreeSet;

/// What of a site falls to the scope.
struct Here {
    area: Area,
    length_cm: i64,
    /// It is at home here: numbers count it here, and nowhere else.
    home: bool,
}

/// What one site says to the figure; `None`: the figure is about other sites.
struct Said {
    least: Option<i64>,
    counted: bool,
    verdict: Option<&'static str>,
    rule: Rule,
}

pub(super) fn sites(
    world: &World,
    reference: &Reference,
    scope: &Scope,
    figure: &Figure,
) -> Result<Found, RegistryError> {
    let kind = kind_of(reference, figure)?;
    if let Figure::Programme(programme) = figure {
        require_programme(world, programme)?;
    }
    let mut found = Found::default();
    let (mut known, mut unknown, mut any) = (0, 0, false);
    for entry in world.snapshot.sites.iter() {
        let counted = &entry.facts.contribution;
        let Some(here) = here(world, scope, counted) else { continue };
        let said = match figure {
            Figure::All | Figure::Open | Figure::Free => {
                let belongs = belongs(figure, counted);
                if here.home && counted.verdict.wants_area() {
                    match belongs {
                        Some(true) if counted.verdict != Verdict::AreaUnknown => known += 1,
                        Some(false) => {}
                        _ => unknown += 1,
                    }
                }
                Some(area(counted, &here, belongs))
            }
            Figure::Sites => Some(number(counted, &here)),
            Figure::Count(_) => (kind == Some(counted.kind)).then(|| number(counted, &here)),
            Figure::Trail => trail(reference, counted, &here),
            Figure::Programme(programme) => tagged(world, entry, programme, &here),
            Figure::Completeness => completeness(counted, &here),
            Figure::Pieces | Figure::Population => None,
        };
        let Some(said) = said else { continue };
        if *figure == Figure::Completeness {
            *found.of.get_or_insert(0) += 1;
        }
        let item = item(reference, entry, figure.unit(), &here, said);
        any |= item.area_m2.is_some_and(|area| item.counted && area != Area::ZERO);
        found.items.push(item);
    }
    // Nothing known of something is not zero.
    found.unknown = figure.unit() == Unit::SquareMetre && known == 0 && unknown > 0 && !any;
    if *figure == Figure::Completeness && found.of.is_none() {
        found.unknown = true;
    }
    Ok(found)
}

fn kind_of(reference: &Reference, figure: &Figure) -> Result<Option<KindIndex>, RegistryError> {
    let Figure::Count(label) = figure else { return Ok(None) };
    match reference.catalogue.find(label) {
        Some((index, _)) => Ok(Some(index)),
        None => Err(RegistryError::invalid(
            "figure",
            "unknown_kind",
            format!("没有“{label}”这种场地类型，类型见 /api/v1/kinds"),
            format!("there is no kind `{label}`; kinds are listed at /api/v1/kinds"),
        )),
    }
}

/// A programme of which no site ever had the tag is a misspelling.
fn require_programme(world: &World, programme: &str) -> Result<(), RegistryError> {
    let known: BTreeSet<&str> =
        world.snapshot.sites.iter().flat_map(|entry| entry.facts.programmes()).map(String::as_str).collect();
    if known.contains(programme) {
        return Ok(());
    }
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    Err(RegistryError::invalid(
        "figure",
        "unknown_programme",
        format!("没有场地带有标签“{programme}”；现有：{known}"),
        format!("no site has the tag `{programme}`; there are: {known}"),
    ))
}

fn here(world: &World, scope: &Scope, counted: &Contribution) -> Option<Here> {
    let mut here = None;
    for share in counted.shares.as_slice().iter().filter(|share| scope.holds(world, share.division)) {
        let home = scope.holds(world, counted.home());
        let here = here.get_or_insert(Here { area: Area::ZERO, length_cm: 0, home });
        here.area += share.area;
        here.length_cm += share.length_cm;
    }
    here
}

/// Whether the site's access is in the figure; `None`: nobody has told.
fn belongs(figure: &Figure, counted: &Contribution) -> Option<bool> {
    match figure {
        Figure::Open => counted.open,
        Figure::Free => counted.free,
        _ => Some(true),
    }
}

fn area(counted: &Contribution, here: &Here, belongs: Option<bool>) -> Said {
    // A trail of which only some widths are known counts with what is known.
    let known = counted.verdict != Verdict::AreaUnknown || here.area != Area::ZERO;
    let (verdict, rule) = match belongs {
        Some(true) => (counted.verdict.code(), rule(counted.verdict.zh(), counted.verdict.en())),
        Some(false) => {
            ("access_not_in_figure", rule("开放类型不属于本口径", "its access class is not in this figure"))
        }
        None => (
            "access_unknown",
            rule("开放情况未知，不能计入本口径", "who may use it is not known: not in this figure"),
        ),
    };
    Said {
        least: known.then(|| here.area.cm2()),
        counted: belongs == Some(true) && counted.verdict.wants_area() && known,
        verdict: Some(verdict),
        rule,
    }
}

const COUNTED: Rule = rule("统计日存在，计一个", "stands on that day: counts once");
const HOME_ELSEWHERE: Rule =
    rule("主场地在其他区划，在那里计数", "at home in another division: counted there");

fn number(counted: &Contribution, here: &Here) -> Said {
    let stands = counted.verdict.exists();
    let rule = if !stands {
        rule(counted.verdict.zh(), counted.verdict.en())
    } else if here.home {
        COUNTED
    } else {
        HOME_ELSEWHERE
    };
    let counts = stands && here.home;
    Said { least: Some(i64::from(counts)), counted: counts, verdict: None, rule }
}

fn trail(reference: &Reference, counted: &Contribution, here: &Here) -> Option<Said> {
    if reference.catalogue.get(counted.kind).measure != Measure::LengthWidth {
        return None;
    }
    let stands = counted.verdict.exists();
    let rule = if stands {
        rule("按落在区划内的长度计入", "counts with the length that lies in the division")
    } else {
        rule(counted.verdict.zh(), counted.verdict.en())
    };
    Some(Said { least: Some(here.length_cm), counted: stands, verdict: None, rule })
}

fn tagged(world: &World, entry: &Entry<SiteFacts>, programme: &str, here: &Here) -> Option<Said> {
    if !entry.facts.programmes().iter().any(|tag| tag == programme) {
        return None;
    }
    let mut said = number(&entry.facts.contribution, here);
    if said.counted && is_inside_tagged(&world.snapshot, entry, programme) {
        let rule =
            rule("所在的容器带有同一标签，由容器计数", "what contains it has the same tag: counted there");
        said = Said { least: Some(0), counted: false, verdict: None, rule };
    }
    Some(said)
}

fn completeness(counted: &Contribution, here: &Here) -> Option<Said> {
    if !counted.verdict.wants_area() || !here.home {
        return None;
    }
    let known = counted.verdict != Verdict::AreaUnknown;
    Some(Said {
        least: Some(i64::from(known)),
        counted: known,
        verdict: Some(counted.verdict.code()),
        rule: rule(counted.verdict.zh(), counted.verdict.en()),
    })
}

fn item(reference: &Reference, entry: &Entry<SiteFacts>, unit: Unit, here: &Here, said: Said) -> WhyItem {
    let counted = &entry.facts.contribution;
    let amount = said.least.map(|least| Amount::new(least, unit));
    let (rule_zh, rule_en) = said.rule;
    WhyItem {
        site_id: Some(entry.id.to_string()),
        equipment_id: None,
        division_id: None,
        name_zh: name(&entry.feature),
        kind: reference.catalogue.get(counted.kind).id.clone(),
        amount,
        unit,
        area_m2: amount.and_then(Amount::area),
        counted: said.counted,
        verdict: said.verdict,
        rule_zh,
        rule_en,
        share: part(here.area, counted.area(), here.length_cm, counted.length_cm()),
        demo: counted.demo,
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths stay below 2^53 cm")]
fn part(area: Area, whole_area: Area, length_cm: i64, whole_length_cm: i64) -> f64 {
    if whole_area > Area::ZERO {
        area.m2() / whole_area.m2()
    } else if whole_length_cm > 0 {
        length_cm as f64 / whole_length_cm as f64
    } else {
        1.0
    }
}
