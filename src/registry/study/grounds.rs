//! What a question is answered on: people, sites, and how far they are from each other by its mode.

use super::extent::{Extent, Extents, Unit};
use super::located::Located;
use super::scope::{LINE, Scope};
use super::sites::NO_FAMILY;
use super::streets::{Streets, Walked};
use super::watch::Watch;
use crate::analysis::demand::Surface;
use crate::analysis::divisions::Tree;
use crate::analysis::network::costs::Measure;
use crate::analysis::reach::{Along, Class, Reach, ReachError, ReachState, Summary, Target, summarise};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use std::sync::Arc;

/// Seconds in a minute.
const MINUTE: f64 = 60.0;

/// People and sites, with the ways between them.
pub struct Grounds {
    /// By straight lines; also which sites there are.
    pub located: Located,
    /// Along streets, where the question asks for that.
    pub walked: Option<Walked>,
    /// The limits in both units.
    pub extents: Vec<Extent>,
    /// The limits in what [`Reach::far`] tells: metres, or seconds.
    pub limits: Vec<f64>,
}

impl Registry {
    /// # Errors
    /// There are no people, no streets for the mode, or the caller stops it.
    pub(super) async fn grounds(
        &self,
        world: &Arc<World>,
        scope: &Scope,
        extents: &Extents,
        watch: Watch<'_>,
    ) -> Result<Grounds, RegistryError> {
        let surface = self.people(world, scope).await?;
        let streets = if scope.mode == LINE {
            None
        } else {
            Some(self.streets(&self.terrain(world), &scope.mode).await?)
        };
        tokio::task::block_in_place(|| {
            let located = self.studies.states.get(world, &surface, scope, &self.reference, watch)?;
            let both = extents.at_speed_of(&scope.mode, &self.reference);
            let measure = match extents.unit {
                Unit::Metres => Measure::Metres,
                Unit::Minutes => Measure::Seconds,
            };
            let limits = both.iter().map(|extent| match (&streets, extents.unit) {
                (Some(_), Unit::Minutes) => extent.minutes * MINUTE,
                _ => extent.metres,
            });
            let limits = limits.collect();
            let walked = streets.map(|streets| Walked::new(&self.terrain(world), streets, &located, measure));
            Ok(Grounds { located, walked, extents: both, limits })
        })
    }
}

impl Grounds {
    /// Whether `far` is seconds.
    pub fn is_in_time(&self) -> bool {
        self.walked.as_ref().is_some_and(|walked| walked.measure == Measure::Seconds)
    }

    /// Figures of reach within the limits; of straight lines they are kept from question to question.
    ///
    /// # Errors
    /// A limit that is none.
    pub fn summary(&self, tree: &Tree) -> Result<Arc<Summary>, ReachError> {
        match &self.walked {
            None => self.located.summary(tree, &self.limits),
            Some(walked) => Ok(Arc::new(summarise(&walked.along, tree, &self.limits)?)),
        }
    }

    /// For each point whether a site is within a limit.
    pub fn covered(&self, limit: f64) -> Vec<bool> {
        (0..self.far().len()).map(|point| self.is_within(point, limit)).collect()
    }

    /// The same people with some of the sites, or others.
    ///
    /// # Errors
    /// A target that is no place on earth, or the caller's stop.
    pub fn to(&self, targets: Vec<Target>, watch: Watch<'_>) -> Result<Others, ReachError> {
        let surface = self.located.state.shared_surface();
        Ok(match &self.walked {
            None => Others::Line(Box::new(ReachState::with_progress(surface, targets, &|share| {
                watch.progress(share)
            })?)),
            Some(Walked { streets, measure, .. }) => {
                Others::Along(streets.along(&surface, (0_u32..).zip(&targets), *measure).0)
            }
        })
    }

    /// For each point the classes of the sites within a limit, as bits.
    ///
    /// # Errors
    /// A class beyond 63, or the caller's stop.
    pub fn families(&self, limit: f64, watch: Watch<'_>) -> Result<Vec<u64>, ReachError> {
        let mut families = vec![0_u64; self.far().len()];
        let mut by_class: Vec<Vec<Target>> = vec![Vec::new(); 64];
        let sites = self.located.state.sites().standing();
        for (_, target) in sites.filter(|(_, target)| target.class != NO_FAMILY) {
            let class = usize::from(target.class);
            by_class
                .get_mut(class)
                .ok_or(ReachError::ClassTooLarge { class: target.class })?
                .push(target.clone());
        }
        for (class, targets) in by_class.into_iter().enumerate().filter(|(_, targets)| !targets.is_empty()) {
            let near = self.to(targets, watch)?;
            for (point, families) in families.iter_mut().enumerate() {
                *families |= u64::from(near.is_within(point, limit)) << class;
            }
        }
        Ok(families)
    }

    pub fn streets(&self) -> Option<(&Streets, Measure)> {
        self.walked.as_ref().map(|walked| (&*walked.streets, walked.measure))
    }
}

impl Reach for Grounds {
    fn surface(&self) -> &Surface {
        self.located.state.surface()
    }

    fn far(&self) -> &[f64] {
        self.walked.as_ref().map_or_else(|| self.located.state.metres(), |walked| walked.along.far())
    }

    fn site(&self, point: usize) -> Option<u32> {
        match &self.walked {
            None => Reach::site(&*self.located.state, point),
            Some(walked) => walked.along.site(point),
        }
    }

    fn class(&self, point: usize) -> Option<Class> {
        match &self.walked {
            None => Reach::class(&*self.located.state, point),
            Some(walked) => walked.along.class(point),
        }
    }

    fn is_within(&self, point: usize, far: f64) -> bool {
        match &self.walked {
            None => self.located.state.is_within(point, far),
            Some(walked) => walked.along.is_within(point, far),
        }
    }
}

/// The same people and other sites.
pub enum Others {
    Line(Box<ReachState>),
    Along(Along),
}

impl Reach for Others {
    fn surface(&self) -> &Surface {
        match self {
            Self::Line(state) => state.surface(),
            Self::Along(along) => along.surface(),
        }
    }

    fn far(&self) -> &[f64] {
        match self {
            Self::Line(state) => state.metres(),
            Self::Along(along) => along.far(),
        }
    }

    fn site(&self, point: usize) -> Option<u32> {
        match self {
            Self::Line(state) => Reach::site(&**state, point),
            Self::Along(along) => along.site(point),
        }
    }

    fn class(&self, point: usize) -> Option<Class> {
        match self {
            Self::Line(state) => Reach::class(&**state, point),
            Self::Along(along) => along.class(point),
        }
    }

    fn is_within(&self, point: usize, far: f64) -> bool {
        match self {
            Self::Line(state) => state.is_within(point, far),
            Self::Along(along) => along.is_within(point, far),
        }
    }
}
