//! Who pays for sites, and who runs them.

use super::{Asking, Measured};
use crate::domain::area::Area;
use crate::index::{Entry, SiteFacts};
use crate::registry::world::World;
use serde::Deserialize;
use std::borrow::Cow;

/// Percent of the sites, or of their counted area, whose party is of some classes, less that of the base;
/// percentage points. Sites that name no party of a known class are left out, and those that lie
/// outside the division that is asked about.
pub fn change(asking: &Asking<'_>) -> Measured {
    let none = || Measured::unknown("没有场地注明此方", "no site names such a party");
    let Some((now, known, demo)) = share(asking, asking.world) else { return none() };
    let Some((base, ..)) = asking.base.and_then(|world| share(asking, world)) else {
        return Measured::unknown("基期没有场地注明此方", "at the base no site names such a party");
    };
    Measured {
        note: Some((
            format!("{now:.1}%，基期 {base:.1}%；{known} 处注明"),
            format!("{now:.1} %, at the base {base:.1} %; {known} sites say"),
        )),
        demo,
        ..Measured::of(now - base)
    }
}

fn share(asking: &Asking<'_>, world: &World) -> Option<(f64, u64, bool)> {
    let wanted = asking.indicator.params.texts("classes");
    let by_area = asking.text("of") == "area";
    let (mut part, mut whole, mut known, mut demo) = (0.0, 0.0, 0, false);
    let here = |entry: &&Entry<SiteFacts>| {
        let contribution = &entry.facts.contribution;
        contribution.verdict.exists() && asking.is_here_in(world, contribution.home())
    };
    for entry in world.snapshot.sites.iter().filter(here) {
        let Some(class) = class(asking, entry) else { continue };
        let weight = if by_area { entry.facts.venue_area().map_or(0.0, Area::m2) } else { 1.0 };
        whole += weight;
        known += 1;
        demo |= entry.facts.is_demo();
        if wanted.contains(&class) {
            part += weight;
        }
    }
    (whole > 0.0).then(|| (100.0 * part / whole, known, demo))
}

/// Members of a site's document that name parties.
#[derive(Deserialize)]
struct Parties<'a> {
    #[serde(borrow, default)]
    funder: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    owner: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    operator: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow)]
    properties: Parties<'a>,
}

/// The first class of the plan with a word that stands in the party's name.
fn class<'a>(asking: &Asking<'a>, entry: &Entry<SiteFacts>) -> Option<&'a str> {
    let Feature { properties } = serde_json::from_slice(&entry.feature).ok()?;
    let party = match asking.text("party") {
        "funder" => properties.funder,
        "owner" => properties.owner,
        _ => properties.operator,
    };
    let party = party?.to_lowercase();
    let classes = &asking.plan.party_classes;
    let found =
        classes.iter().find(|class| class.words.iter().any(|word| party.contains(&word.to_lowercase())));
    found.map(|class| class.id.as_str())
}
