//! Whether frozen year-ends are what their hashes say.

use super::figures::Figures;
use super::grounds::Grounds;
use crate::domain::area::Area;
use crate::domain::id::BlobHash;
use crate::domain::year_end::YearEnd;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::reference::counting;
use sha2::{Digest, Sha256};

impl Registry {
    /// Reads every frozen year anew from the database and compares it with its hashes and with itself; each
    /// fault in a sentence.
    ///
    /// # Errors
    /// The store fails.
    pub(in crate::registry) async fn year_end_faults(&self) -> Result<(usize, Vec<String>), RegistryError> {
        let world = self.world();
        let mut faults = Vec::new();
        for standing in world.year_ends.iter() {
            let one = &standing.thing;
            let mut fault = |what: String| {
                faults.push(format!("the frozen year {} version {}: {what}", one.year, one.version));
            };
            if one.digest() != one.hash {
                fault(format!("its hash is {}, not {} as it says", one.digest(), one.hash));
            }
            for (name, hash) in [("figures", one.blob), ("grounds", one.grounds)] {
                match self.store.blob(&hash.0).await? {
                    None => fault(format!("its {name} {hash} are missing")),
                    Some(bytes) if BlobHash(Sha256::digest(&bytes).into()) != hash => {
                        fault(format!("its {name} are not what their SHA-256 {hash} says"));
                    }
                    Some(_) => {}
                }
            }
            // What memory kept proves nothing of the database.
            let read = self.read_frozen::<Figures>(one.blob).await;
            let read = match read {
                Ok(figures) => {
                    self.read_frozen::<Grounds>(one.grounds).await.map(|grounds| (figures, grounds))
                }
                Err(error) => Err(error),
            };
            match read {
                Ok((figures, grounds)) => contradictions(one, &figures, &grounds, &mut fault)?,
                Err(error) => fault(format!("its contents can not be read: {error}")),
            }
        }
        Ok((world.year_ends.len(), faults))
    }
}

fn contradictions(
    one: &YearEnd,
    figures: &Figures,
    grounds: &Grounds,
    fault: &mut impl FnMut(String),
) -> Result<(), RegistryError> {
    let summed = grounds.area();
    if summed.cm2() != one.area_cm2 {
        let told = Area::from_cm2(one.area_cm2).m2();
        fault(format!("its sites sum to {} m2, it tells {told} m2", summed.m2()));
    }
    let whole = figures.rows.first().and_then(|row| row.area_m2);
    if whole.is_some_and(|area| area != summed) {
        fault("its coverage is not the sum of its sites".to_owned());
    }
    let (_, rules) = counting(&grounds.kinds, &grounds.rules)?;
    if rules.version != one.rule_version {
        fault(format!("its rules are of version {}, it tells {}", rules.version, one.rule_version));
    }
    let people = figures.rows.first().and_then(|row| row.people);
    if people != one.people.as_ref().map(|people| people.value) {
        fault("its coverage tells other people than it does itself".to_owned());
    }
    if figures.values.is_empty() == one.plan.is_some() {
        fault("its plan and its obligations do not belong together".to_owned());
    }
    if grounds.boundary_version()? != one.boundary_version {
        fault("its divisions are not those of its boundary version".to_owned());
    }
    Ok(())
}
