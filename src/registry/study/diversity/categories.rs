//! The categories that are told apart: families of facilities, or kinds.

use crate::analysis::access::diversity::Categories;
use crate::domain::kind::Family;
use crate::registry::reference::Reference;
use crate::registry::study::located::Located;
use crate::registry::study::sites::{Families, NO_FAMILY};
use crate::registry::world::World;
use serde::Serialize;
use std::collections::BTreeMap;

/// What makes two sites different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Walk, dance, ball, …
    #[default]
    Family,
    Kind,
}

impl By {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "family" => Some(Self::Family),
            "kind" => Some(Self::Kind),
            _ => None,
        }
    }
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Category {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub sites: u64,
}

/// Categories that have a site (containers have none), in the catalogue's order, and the one of each site.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub categories: Vec<Category>,
    /// By the located state's number of a site; none for a site that is gone.
    pub of_site: Vec<Categories>,
}

impl Named {
    pub fn of(world: &World, reference: &Reference, located: &Located, by: By) -> Self {
        let families = Families::new(reference);
        // What is a category's place in the catalogue, by the number of each site that stands.
        let mut places: Vec<Option<usize>> = vec![None; located.ids.len()];
        let mut found: BTreeMap<usize, Category> = BTreeMap::new();
        for (number, target) in located.state.sites().standing() {
            if target.class == NO_FAMILY {
                continue;
            }
            let number = number as usize;
            let Some(entry) = located.ids.get(number).and_then(|id| world.snapshot.sites.get(*id)) else {
                continue;
            };
            let (place, category) = match by {
                By::Family => {
                    let place = usize::from(target.class);
                    let Some(Family { id, name_zh, name_en }) = families.all().get(place).cloned() else {
                        continue;
                    };
                    (place, Category { id, name_zh, name_en, sites: 0 })
                }
                By::Kind => {
                    let kind = reference.catalogue.get(entry.facts.kind);
                    let (id, name_zh, name_en) =
                        (kind.id.clone(), kind.name_zh.clone(), kind.name_en.clone());
                    (usize::from(entry.facts.kind.0), Category { id, name_zh, name_en, sites: 0 })
                }
            };
            places[number] = Some(place);
            found.entry(place).or_insert(category).sites += 1;
        }
        let bits: BTreeMap<usize, usize> =
            found.keys().enumerate().map(|(bit, place)| (*place, bit)).collect();
        let bit = |place: &Option<usize>| place.and_then(|place| bits.get(&place));
        Self {
            // More than 64 categories are refused where they are counted.
            of_site: places
                .iter()
                .map(|place| Categories(bit(place).map_or(0, |bit| 1 << (bit % 64))))
                .collect(),
            categories: found.into_values().collect(),
        }
    }
}
