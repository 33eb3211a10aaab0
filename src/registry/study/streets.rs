//! The streets of the registry's network for one mode, and the ways along them.

use super::located::Located;
use super::slope::ElevationTold;
use super::watch::Watch;
use crate::analysis::demand::Surface;
use crate::analysis::network::bounded::reach_each;
use crate::analysis::network::build::build;
use crate::analysis::network::cells::Cells;
use crate::analysis::network::costs::{Cost, Costs, Direction, Measure};
use crate::analysis::network::graph::Network;
use crate::analysis::network::nearest::{Entrance, nearest};
use crate::analysis::network::snap::{Snap, SnapLimits, Snapper};
use crate::analysis::reach::{Along, Class, NO_SITE, ReachError, Target};
use crate::domain::id::BlobHash;
use crate::domain::network::Slope;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use geo::Point;
use serde::Serialize;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Networks that are kept: one a mode, of today and of one other day.
const KEPT: usize = 4;
/// Snapped surfaces that are kept of each network.
const SNAPPED: usize = 4;

/// No home and no site is farther from its street than this, metres.
const LIMITS: SnapLimits = SnapLimits { max_m: 1_000.0, prefer_main_m: 200.0 };
/// A trail and a park's edge are entered wherever a street is near, sampled so often, metres.
const SPACING_M: f64 = 25.0;

/// Where each point of a surface meets the streets.
type Homes = Arc<Vec<Option<Snap>>>;

/// A network, ready to be searched.
pub struct Streets {
    pub network: Network,
    /// By what slopes change times; `None` where the streets have no heights, or the mode no rule.
    pub slope: Option<Slope>,
    snapper: Snapper,
    metres: OnceLock<Costs>,
    seconds: OnceLock<Costs>,
    homes: Mutex<VecDeque<(Arc<Surface>, Homes)>>,
}

/// What stands beside an answer that went along streets.
#[derive(Clone, Debug, Serialize)]
pub struct StreetsTold {
    /// Where the map is from.
    pub source: String,
    pub dated: Option<jiff::civil::Date>,
    pub nodes: u64,
    pub edges: u64,
    /// Kilometres of the main component, and of all that is cut off from it.
    pub main_km: f64,
    pub cut_off_km: f64,
    /// Parts that hang together.
    pub components: u64,
    /// Points with people that have no street near enough, and their people: they reach nothing.
    pub unsnapped_points: u64,
    pub unsnapped_people: crate::analysis::demand::People,
    /// Sites that have no street near enough: nobody reaches them.
    pub unsnapped_sites: u64,
    /// Where the nodes' heights are from; left out where they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elevation: Option<ElevationTold>,
}

impl Streets {
    /// Costs of ways to the sites.
    pub fn costs(&self, measure: Measure) -> &Costs {
        let kept = match measure {
            Measure::Metres => &self.metres,
            Measure::Seconds => &self.seconds,
        };
        kept.get_or_init(|| Costs::new(&self.network, measure, Direction::ToSites))
    }

    /// The places on streets of a surface's points.
    pub fn homes(&self, surface: &Arc<Surface>) -> Homes {
        let kept = || self.homes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, snaps)) = kept().iter().find(|(known, _)| Arc::ptr_eq(known, surface)) {
            return Arc::clone(snaps);
        }
        let places = surface.lon().iter().zip(surface.lat()).map(|(lon, lat)| Point::new(*lon, *lat));
        let places: Vec<Point<f64>> = places.collect();
        let snaps: Vec<Option<Snap>> =
            self.snapper.snap_all(&places, &LIMITS).into_iter().map(Result::ok).collect();
        let snaps = Arc::new(snaps);
        let mut kept = kept();
        kept.push_back((Arc::clone(surface), Arc::clone(&snaps)));
        while kept.len() > SNAPPED {
            kept.pop_front();
        }
        snaps
    }

    /// Where a site is entered.
    pub fn entrances(&self, target: &Target) -> Vec<Snap> {
        self.snapper.snap_geometry(&target.geometry, SPACING_M, &LIMITS)
    }

    /// The nearest of some sites for every point: metres or seconds. `targets` come with their numbers.
    pub fn along<'t>(
        &self,
        surface: &Arc<Surface>,
        targets: impl Iterator<Item = (u32, &'t Target)>,
        measure: Measure,
    ) -> (Along, u64) {
        let costs = self.costs(measure);
        let mut entrances = Vec::new();
        let mut classes: Vec<Class> = Vec::new();
        let mut unsnapped = 0;
        for (site, target) in targets {
            let snaps = self.entrances(target);
            unsnapped += u64::from(snaps.is_empty());
            entrances.extend(snaps.into_iter().map(|snap| Entrance { site, snap }));
            let position = site as usize;
            if classes.len() <= position {
                classes.resize(position + 1, 0);
            }
            classes[position] = target.class;
        }
        let homes = self.homes(surface);
        let found = nearest(costs, &entrances).cells(costs, &homes);
        let far = found.iter().map(|reached| reached.map_or(f64::INFINITY, |reached| reached.cost.units()));
        let site = found.iter().map(|reached| reached.map_or(NO_SITE, |reached| reached.site));
        let along = Along { surface: Arc::clone(surface), far: far.collect(), site: site.collect(), classes };
        (along, unsnapped)
    }

    /// For each target the points that reach it within a limit (metres or seconds), with what it costs.
    ///
    /// # Errors
    /// The caller's stop, a limit that is no cost, or more pairs than `most`: the search ends as soon as it has
    /// found that many.
    pub fn catchments(
        &self,
        surface: &Arc<Surface>,
        targets: &[Target],
        measure: Measure,
        (limit, most): (f64, usize),
        watch: Watch<'_>,
    ) -> Result<Vec<Vec<(u32, f64)>>, RegistryError> {
        let costs = self.costs(measure);
        let cells = Cells::new(costs, &self.homes(surface));
        let entrances: Vec<Vec<Snap>> = targets.iter().map(|target| self.entrances(target)).collect();
        let budget = Cost::of(limit).ok_or_else(|| {
            RegistryError::refused("距离或时间超出路网的范围", "the limit is beyond what a network can tell")
        })?;
        let pairs = AtomicUsize::new(0);
        let too_many = || pairs.load(Ordering::Relaxed) > most;
        let share = |done: usize, of: usize| {
            if too_many() { ControlFlow::Break(()) } else { watch.progress(done as f64 / of.max(1) as f64) }
        };
        let found = reach_each(costs, &cells, &entrances, budget, &share, |_, found| {
            pairs.fetch_add(found.len(), Ordering::Relaxed);
            if too_many() {
                return Vec::new();
            }
            found.iter().map(|cell| (cell.cell, cell.cost.units())).collect()
        });
        match found {
            _ if too_many() => Err(ReachError::TooManyPairs { most }.into()),
            Ok(found) => Ok(found),
            Err(_) => Err(RegistryError::Cancelled),
        }
    }

    /// What became of the streets, the people and the sites.
    pub fn told(&self, world: &World, surface: &Arc<Surface>, unsnapped_sites: u64) -> StreetsTold {
        let homes = self.homes(surface);
        let people = surface.people();
        let lost = || (0..people.len()).filter(|p| homes[*p].is_none() && people[*p].thousandths() > 0);
        let km = |millimetres: u64| (millimetres as f64 / 1e5).round() / 10.0;
        let components = &self.network.report().components;
        let main = components.first().map_or(0, |component| component.length_mm);
        let all: u64 = components.iter().map(|component| component.length_mm).sum();
        let known = world.network().map(|standing| &standing.thing);
        StreetsTold {
            source: known.and_then(|network| network.source.clone()).unwrap_or_default(),
            dated: known.and_then(|network| network.dated),
            nodes: self.network.nodes().len() as u64,
            edges: self.network.edges().len() as u64,
            main_km: km(main),
            cut_off_km: km(all - main),
            components: components.len() as u64,
            unsnapped_points: lost().count() as u64,
            unsnapped_people: lost().map(|point| people[point]).sum(),
            unsnapped_sites,
            elevation: known.and_then(ElevationTold::of),
        }
    }
}

/// The networks of late.
#[derive(Default)]
pub struct Networks {
    kept: Mutex<VecDeque<(BlobHash, String, Arc<Streets>)>>,
    /// One is built at a time: each takes all cores and its own memory.
    building: tokio::sync::Mutex<()>,
}

impl Networks {
    fn find(&self, blob: BlobHash, mode: &str) -> Option<Arc<Streets>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(known, of, _)| *known == blob && of == mode)?;
        Some(Arc::clone(&found.2))
    }
}

impl Registry {
    /// The streets of the world's network for a mode.
    ///
    /// # Errors
    /// No network was imported, none of its streets is open to the mode, or the store fails.
    pub(super) async fn streets(&self, world: &World, mode: &str) -> Result<Arc<Streets>, RegistryError> {
        let none = || {
            RegistryError::refused(
                "还没有导入路网，只能用直线距离（mode=line）；请先导入：jiantu import network 文件.osm.pbf",
                "no street network was imported, only straight lines (mode=line) can be asked; import one: jiantu import network FILE.osm.pbf",
            )
        };
        let blob = world.network().ok_or_else(none)?.thing.blob;
        let networks = &self.studies.networks;
        if let Some(found) = networks.find(blob, mode) {
            return Ok(found);
        }
        let _building = networks.building.lock().await;
        if let Some(found) = networks.find(blob, mode) {
            return Ok(found);
        }
        let extract = self.extract(world).await?.ok_or_else(none)?;
        let rules =
            self.reference.modes.find(mode).ok_or_else(|| RegistryError::Internal(mode.to_owned()))?;
        let network = tokio::task::block_in_place(|| build(&extract, rules, extract.heights.as_ref()))
            .map_err(|error| RegistryError::refused(error.message_zh(), error.message_en()))?;
        let streets = Arc::new(Streets {
            snapper: Snapper::new(&network),
            network,
            slope: rules.slope.filter(|_| extract.heights.is_some()),
            metres: OnceLock::new(),
            seconds: OnceLock::new(),
            homes: Mutex::default(),
        });
        let mut kept = networks.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((blob, mode.to_owned(), Arc::clone(&streets)));
        while kept.len() > KEPT {
            kept.pop_front();
        }
        Ok(streets)
    }
}

/// What a question's way was measured in, with the located sites that it was measured to.
pub struct Walked {
    pub streets: Arc<Streets>,
    pub measure: Measure,
    pub along: Along,
    pub told: StreetsTold,
}

impl Walked {
    /// The ways of everybody to the nearest of the sites that stand.
    pub fn new(world: &World, streets: Arc<Streets>, located: &Located, measure: Measure) -> Self {
        let surface = located.state.shared_surface();
        let (along, unsnapped) = streets.along(&surface, located.state.sites().standing(), measure);
        let told = streets.told(world, &surface, unsnapped);
        Self { streets, measure, along, told }
    }
}
