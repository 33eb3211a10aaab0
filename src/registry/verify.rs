//! Does memory agree with the database, and the database with itself?

use super::Registry;
use super::error::RegistryError;
use super::world;
use crate::domain::time::Moment;
use serde::Serialize;

/// What was checked and what was found; no fault means all is well.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Findings {
    pub batches: u64,
    pub changes: u64,
    /// Changes whose personal payload was erased; their digests still stand in the chain.
    pub erased: u64,
    pub sites: usize,
    pub equipment: usize,
    pub faults: Vec<String>,
}

impl Registry {
    /// Walks the hash chain, compares memory with a fresh load, and the index with brute force.
    ///
    /// # Errors
    /// The store fails.
    pub async fn verify(&self) -> Result<Findings, RegistryError> {
        let log = self.store.verify().await?;
        let head = self.store.identity().await?.head;
        self.wait_for(head, std::time::Duration::from_secs(30)).await?;
        let live = self.world();
        let at = Moment { as_of: live.at.as_of, known_at: None };
        let fresh = world::load(&*self.store, &self.reference, at, true).await?;
        let mut faults = log.faults;
        if fresh.seq() == live.seq() {
            compare("site", live.snapshot.sites.iter(), fresh.snapshot.sites.iter(), &mut faults);
            compare(
                "equipment",
                live.snapshot.equipment.iter(),
                fresh.snapshot.equipment.iter(),
                &mut faults,
            );
            if live.ledger != fresh.ledger {
                faults.push("running totals differ from totals counted anew".to_owned());
            }
        } else {
            faults.push("somebody wrote meanwhile; memory was not compared, run verify again".to_owned());
        }
        Ok(Findings {
            batches: log.batches,
            changes: log.changes,
            erased: log.erased,
            sites: live.snapshot.sites.len(),
            equipment: live.snapshot.equipment.len(),
            faults,
        })
    }
}

fn compare<'a, F: 'a>(
    what: &str,
    memory: impl Iterator<Item = &'a crate::index::Entry<F>>,
    rows: impl Iterator<Item = &'a crate::index::Entry<F>>,
    faults: &mut Vec<String>,
) {
    let (mut memory, mut rows) = (memory, rows);
    loop {
        match (memory.next(), rows.next()) {
            (None, None) => return,
            (Some(one), Some(other)) if one.id == other.id && one.feature == other.feature => {}
            (one, other) => {
                let id = one.or(other).map(|entry| entry.id);
                faults.push(format!("memory and database differ at {what} {id:?}"));
                return;
            }
        }
    }
}
