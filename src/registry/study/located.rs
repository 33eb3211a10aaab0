//! Sites and people put together: the nearest site of everybody, kept while sites come and go.

use super::scope::Scope;
use super::sites::{Families, Sites, Told, sites, target};
use super::watch::Watch;
use crate::analysis::demand::Surface;
use crate::analysis::divisions::Tree;
use crate::analysis::reach::{ReachError, ReachState, Summary, summarise};
use crate::registry::reference::Reference;
use crate::registry::world::World;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// States that are kept, each 12 bytes a point and what its sites need.
const KEPT: usize = 8;

/// Points that they may have together; the last one is kept whatever its size.
const KEPT_POINTS: usize = 20_000_000;

/// More changes than these at once are computed from scratch: each looks at every point.
const FEW: usize = 24;

/// Distances, and what lies within them.
type Summed = (Vec<f64>, Arc<Summary>);

/// The nearest site of everybody.
#[derive(Clone)]
pub struct Located {
    pub state: Arc<ReachState>,
    /// Ids by the state's numbers of sites.
    pub ids: Arc<Vec<Uuid>>,
    /// Number and version of each site that stands.
    numbers: Arc<HashMap<Uuid, (u32, u64)>>,
    pub told: Told,
    /// The last figures that were summed, with their distances: a dragged site asks for them again
    /// and again.
    summed: Arc<Mutex<Option<Summed>>>,
}

impl Located {
    /// Figures of reach within some distances, metres.
    ///
    /// # Errors
    /// A distance that is none.
    pub fn summary(&self, tree: &Tree, metres: &[f64]) -> Result<Arc<Summary>, ReachError> {
        let kept = || self.summed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, summary)) = &*kept()
            && known == metres
        {
            return Ok(Arc::clone(summary));
        }
        let summary = Arc::new(summarise(&*self.state, tree, metres)?);
        *kept() = Some((metres.to_vec(), Arc::clone(&summary)));
        Ok(summary)
    }

    /// The number of a site in the state.
    pub fn number(&self, id: Uuid) -> Option<u32> {
        self.numbers.get(&id).map(|(number, _)| *number)
    }

    /// # Errors
    /// A site that is no place on earth, or the caller's stop.
    pub fn new(
        world: &World,
        surface: &Arc<Surface>,
        sites: &Sites,
        reference: &Reference,
        watch: Watch<'_>,
    ) -> Result<Self, ReachError> {
        let families = Families::new(reference);
        let mut ids = Vec::with_capacity(sites.counted.len());
        let mut targets = Vec::with_capacity(sites.counted.len());
        let mut numbers = HashMap::with_capacity(sites.counted.len());
        for (id, version) in &sites.counted {
            if let Some(target) = target(world, *id, &families) {
                numbers.insert(*id, (ids.len() as u32, *version));
                ids.push(*id);
                targets.push(target);
            }
        }
        let state = ReachState::with_progress(Arc::clone(surface), targets, &|share| watch.progress(share))?;
        Ok(Self {
            state: Arc::new(state),
            ids: Arc::new(ids),
            numbers: Arc::new(numbers),
            told: sites.told,
            summed: Arc::default(),
        })
    }

    /// The same people among the sites of another state of the registry; `None` when so much is
    /// different that starting anew is less work.
    fn followed(
        &self,
        world: &World,
        sites: &Sites,
        reference: &Reference,
    ) -> Result<Option<Self>, ReachError> {
        let wanted: HashMap<Uuid, u64> = sites.counted.iter().copied().collect();
        let gone: Vec<(Uuid, u32)> = (self.numbers.iter())
            .filter(|(id, (_, version))| wanted.get(*id) != Some(version))
            .map(|(id, (number, _))| (*id, *number))
            .collect();
        let come: Vec<(Uuid, u64)> = (sites.counted.iter())
            .filter(|(id, version)| self.numbers.get(id).is_none_or(|(_, known)| known != version))
            .copied()
            .collect();
        if gone.len() + come.len() > FEW {
            return Ok(None);
        }
        let families = Families::new(reference);
        let mut next = self.clone();
        next.told = sites.told;
        next.summed = Arc::default();
        let mut state = ReachState::clone(&self.state);
        for (id, number) in gone {
            state = state.with_site_removed(number)?.0;
            Arc::make_mut(&mut next.numbers).remove(&id);
        }
        for (id, version) in come {
            let Some(target) = target(world, id, &families) else { continue };
            let number = state.sites().len() as u32;
            state = state.with_site_added(target)?.0;
            Arc::make_mut(&mut next.ids).push(id);
            Arc::make_mut(&mut next.numbers).insert(id, (number, version));
        }
        next.state = Arc::new(state);
        Ok(Some(next))
    }
}

/// The states of late, by people and by which sites count.
#[derive(Default)]
pub struct States(Mutex<VecDeque<(Key, Located)>>);

#[derive(Clone)]
struct Key {
    surface: Arc<Surface>,
    /// The world's number and day: a state of another one is followed up.
    at: (crate::domain::id::Seq, crate::domain::time::Moment, Uuid),
    filter: Scope,
}

impl Key {
    /// Whether the other one differs by nothing but what happened meanwhile.
    fn is_kin(&self, other: &Self) -> bool {
        let of = |key: &Self| Scope { as_of: None, known_at: None, ..key.filter.clone() };
        Arc::ptr_eq(&self.surface, &other.surface) && of(self) == of(other)
    }
}

impl States {
    /// The state of a world, from the one that is kept where that is less work.
    ///
    /// # Errors
    /// A site that is no place on earth, or the caller's stop.
    pub fn get(
        &self,
        world: &World,
        surface: &Arc<Surface>,
        scope: &Scope,
        reference: &Reference,
        watch: Watch<'_>,
    ) -> Result<Located, ReachError> {
        let key = Key {
            surface: Arc::clone(surface),
            at: (world.seq(), world.at, world.snapshot.database),
            filter: scope.clone(),
        };
        let kin = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let kin = kept.iter().filter(|(other, _)| key.is_kin(other));
            // The newest first: it differs by least.
            let mut kin: Vec<_> = kin.map(|(other, located)| (other.at == key.at, located.clone())).collect();
            kin.sort_by_key(|(same, _)| !same);
            kin
        };
        if let Some((true, located)) = kin.first() {
            return Ok(located.clone());
        }
        let sites = sites(world, scope, reference);
        let mut located = None;
        for (_, older) in kin.into_iter().rev() {
            located = older.followed(world, &sites, reference)?;
            if located.is_some() {
                break;
            }
        }
        let located = match located {
            Some(located) => located,
            None => Located::new(world, surface, &sites, reference, watch)?,
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| other.at != key.at || !key.is_kin(other));
        kept.push_back((key, located.clone()));
        let points =
            |kept: &VecDeque<(Key, Located)>| kept.iter().map(|(key, _)| key.surface.len()).sum::<usize>();
        while kept.len() > KEPT || (kept.len() > 1 && points(&kept) > KEPT_POINTS) {
            kept.pop_front();
        }
        Ok(located)
    }
}
