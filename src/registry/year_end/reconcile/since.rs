//! What was recorded after a year was frozen and holds before its end.

use super::told::Changed;
use crate::analysis::counting::reconcile::Cause;
use crate::domain::change::{Change, EntityRef, Reason};
use crate::domain::id::Seq;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Rows of the log that are read at once.
const PAGE: u32 = 10_000;

/// A change without what it says.
#[derive(Clone, Debug)]
pub struct Noted {
    pub reason: Reason,
    pub told: Changed,
}

/// Changes by what they changed, in the order of the log.
#[derive(Default)]
pub struct Since(BTreeMap<EntityRef, Vec<Noted>>);

impl Since {
    /// # Errors
    /// The store fails.
    pub async fn read(registry: &Registry, after: Seq, upto: Seq, day: Date) -> Result<Self, RegistryError> {
        let mut since = Self::default();
        let mut at = after;
        while at < upto {
            let page = registry.store.changes(at, PAGE).await?;
            let Some(last) = page.last() else { break };
            at = last.seq;
            for change in page.iter().filter(|change| change.seq <= upto && change.effective_from <= day) {
                since.0.entry(change.entity).or_default().push(noted(change));
            }
        }
        Ok(since)
    }

    /// Changes of one thing.
    pub fn of(&self, entity: EntityRef) -> &[Noted] {
        self.0.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// Why one thing is another, each cause once.
    pub fn causes(&self, entity: EntityRef) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self.of(entity).iter().map(|noted| noted.reason.into()).collect();
        causes.sort_unstable();
        causes.dedup();
        causes
    }
}

fn noted(change: &Change) -> Noted {
    Noted {
        reason: change.reason,
        told: Changed {
            seq: change.seq.0,
            recorded_at: change.recorded_at.to_rfc3339(),
            effective_from: change.effective_from,
            actor: change.actor.0.clone(),
        },
    }
}
