//! What there are few of, kept whole: layers, street networks, scenarios, frozen year-ends.

use crate::domain::id::Seq;
use crate::domain::layer::Layer;
use crate::domain::network::StreetNetwork;
use crate::domain::scenario::Scenario;
use crate::registry::error::RegistryError;
use crate::storage::Stored;
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Something with a name that no other of its kind has.
pub trait Named {
    fn name(&self) -> &str;
}

impl Named for Layer {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for StreetNetwork {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for Scenario {
    fn name(&self) -> &str {
        &self.name
    }
}

/// One of them as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<T> {
    /// Number of its newest change: its `ETag`.
    pub version: Seq,
    pub effective_from: Date,
    pub thing: T,
}

/// All of one kind that stand in a world, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Few<T>(BTreeMap<Uuid, Standing<T>>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// A stored document as a thing of the domain.
type Read<T> = fn(&Stored) -> Result<T, RegistryError>;

impl<T> Few<T> {
    pub(super) fn load(rows: &[Stored], read: Read<T>) -> Result<Self, RegistryError> {
        let mut few = Self::default();
        rows.iter().try_for_each(|row| few.put(row.entity.id, Some(row), read))?;
        Ok(few)
    }

    /// What stands of one from now on; `None`: nothing.
    pub(super) fn put(
        &mut self,
        id: Uuid,
        stored: Option<&Stored>,
        read: Read<T>,
    ) -> Result<(), RegistryError> {
        let Some(stored) = stored else {
            self.0.remove(&id);
            return Ok(());
        };
        let Stored { version, effective_from, .. } = *stored;
        self.0.insert(id, Standing { version, effective_from, thing: read(stored)? });
        Ok(())
    }

    pub fn get(&self, id: Uuid) -> Option<&Standing<T>> {
        self.0.get(&id)
    }

    /// In the order of their ids, which is mostly that of their making.
    pub fn iter(&self) -> impl Iterator<Item = &Standing<T>> {
        self.0.values()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Named> Few<T> {
    /// The one with that name.
    pub fn find(&self, name: &str) -> Option<&Standing<T>> {
        self.iter().find(|standing| standing.thing.name() == name)
    }
}
