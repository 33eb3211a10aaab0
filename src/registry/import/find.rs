//! Sites by the external ids that other rows call them by.

use crate::domain::change::EntityKind;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::storage::Stored;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What an external id led to.
pub enum Found {
    One(Box<Stored>),
    /// Sites of several sources have it: these sources.
    Several(Vec<String>),
    Nothing,
}

impl Found {
    fn of(stored: Option<Stored>) -> Self {
        stored.map_or(Self::Nothing, |stored| Self::One(Box::new(stored)))
    }
}

/// Finds registered sites by (source, external id).
pub struct Finder<'a> {
    registry: &'a Registry,
    /// All sources that sites have; looked for only when an id is not found without.
    sources: Option<Vec<String>>,
}

impl<'a> Finder<'a> {
    pub fn new(registry: &'a Registry) -> Self {
        Self { registry, sources: None }
    }

    /// The site with that id of the row's own source, else of none, else of the only source that has
    /// it: who lists equipment need not be who listed the sites. Answers in the order of the keys.
    pub async fn sites(&mut self, keys: &[(String, String)]) -> Result<Vec<Found>, RegistryError> {
        let mut found: Vec<Found> = self.look(keys).await?.into_iter().map(Found::of).collect();
        let missing = |found: &[Found]| -> Vec<usize> {
            (0..keys.len())
                .filter(|i| !keys[*i].1.is_empty() && matches!(found[*i], Found::Nothing))
                .collect()
        };
        let open = missing(&found);
        if open.is_empty() {
            return Ok(found);
        }
        let bare: Vec<(String, String)> = open.iter().map(|i| (String::new(), keys[*i].1.clone())).collect();
        for (i, stored) in open.into_iter().zip(self.look(&bare).await?) {
            found[i] = Found::of(stored);
        }
        let open = missing(&found);
        if open.is_empty() {
            return Ok(found);
        }
        let mut holders: Vec<Vec<(String, Stored)>> = open.iter().map(|_| Vec::new()).collect();
        for source in self.sources() {
            let elsewhere: Vec<(String, String)> =
                open.iter().map(|i| (source.clone(), keys[*i].1.clone())).collect();
            for (holders, stored) in holders.iter_mut().zip(self.look(&elsewhere).await?) {
                holders.extend(stored.map(|stored| (source.clone(), stored)));
            }
        }
        for (i, mut holders) in open.into_iter().zip(holders) {
            found[i] = match holders.len() {
                0 => Found::Nothing,
                1 => Found::of(holders.pop().map(|(_, stored)| stored)),
                _ => Found::Several(holders.into_iter().map(|(source, _)| source).collect()),
            };
        }
        Ok(found)
    }

    async fn look(&self, keys: &[(String, String)]) -> Result<Vec<Option<Stored>>, RegistryError> {
        Ok(self.registry.store.find_external(EntityKind::Site, keys).await?)
    }

    fn sources(&mut self) -> Vec<String> {
        #[derive(Deserialize)]
        struct Feature {
            properties: Properties,
        }
        #[derive(Deserialize)]
        struct Properties {
            source: Option<String>,
        }
        let world = self.registry.world();
        let all = self.sources.get_or_insert_with(|| {
            let read = || {
                let features = world.snapshot.sites.iter();
                features
                    .filter_map(|entry| {
                        serde_json::from_slice::<Feature>(&entry.feature).ok()?.properties.source
                    })
                    .collect::<BTreeSet<String>>()
            };
            tokio::task::block_in_place(read).into_iter().collect()
        });
        all.clone()
    }
}
