//! What each site supplies: venue area or places, as far as they are known.

use crate::domain::contribution::{Ordinal, Verdict};
use crate::index::{Entry, SiteFacts};
use crate::registry::study::located::Located;
use crate::registry::study::over_people::lineage;
use crate::registry::world::World;
use serde::{Deserialize, Serialize};

/// What is shared among the people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Supply {
    /// Venue area as it is counted, square metres.
    #[default]
    Area,
    /// Places, persons at once.
    Capacity,
}

impl Supply {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "area" => Some(Self::Area),
            "capacity" => Some(Self::Capacity),
            _ => None,
        }
    }

    pub const fn unit(self) -> &'static str {
        match self {
            Self::Area => "m2",
            Self::Capacity => "places",
        }
    }
}

/// Supply by the located state's number of a site, and what is not in it.
#[derive(Clone, Debug, Default)]
pub struct Supplies {
    pub values: Vec<f64>,
    /// Supply by division, with all above it.
    pub by_division: Vec<(Ordinal, f64)>,
    pub told: Told,
}

/// How many of the counted sites supply something, and why the others do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    pub sites_with: u64,
    /// Land such as a park: what lies in it supplies, not the land.
    pub containers: u64,
    /// Their area or capacity is not known, or not fully.
    pub unknown: u64,
    /// Their kind has no venue area, or another site counts the surface.
    pub without: u64,
}

pub fn supplies(world: &World, supply: Supply, located: &Located) -> Supplies {
    let mut all = Supplies { values: vec![0.0; located.ids.len()], ..Supplies::default() };
    for (number, _) in located.state.sites().standing() {
        let number = number as usize;
        let Some(entry) = located.ids.get(number).and_then(|id| world.snapshot.sites.get(*id)) else {
            continue;
        };
        let contribution = &entry.facts.contribution;
        if contribution.verdict == Verdict::Container {
            all.told.containers += 1;
            continue;
        }
        let value = match supply {
            Supply::Area => {
                match contribution.verdict {
                    Verdict::AreaUnknown => all.told.unknown += 1,
                    verdict if !verdict.wants_area() => all.told.without += 1,
                    _ => {}
                }
                contribution.area().m2().max(0.0)
            }
            Supply::Capacity => {
                let places = capacity(entry);
                all.told.unknown += u64::from(places.is_none());
                places.unwrap_or_default()
            }
        };
        if value <= 0.0 {
            continue;
        }
        all.told.sites_with += 1;
        all.values[number] = value;
        let shares = contribution.shares.as_slice();
        let whole: f64 = shares.iter().map(|share| share.area.m2()).sum();
        for share in shares {
            let part = match supply {
                Supply::Area => share.area.m2(),
                // Places are where most of the area is: they follow it.
                Supply::Capacity if whole > 0.0 => value * share.area.m2() / whole,
                Supply::Capacity => {
                    if share.division == contribution.home() {
                        value
                    } else {
                        0.0
                    }
                }
            };
            all.by_division.extend(lineage(&world.tree, share.division).map(|division| (division, part)));
        }
    }
    all
}

/// Persons at once, out of the public document of a site.
fn capacity(entry: &Entry<SiteFacts>) -> Option<f64> {
    #[derive(Deserialize)]
    struct Feature {
        properties: Properties,
    }
    #[derive(Deserialize)]
    struct Properties {
        #[serde(default)]
        capacity: Option<u32>,
    }
    serde_json::from_slice::<Feature>(&entry.feature).ok()?.properties.capacity.map(f64::from)
}
