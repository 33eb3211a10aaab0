//! Which people reach which sites, and how far they have: what every floating catchment starts from.

use super::grounds::Grounds;
use super::watch::Watch;
use crate::analysis::access::catchments::{Catchments, Pair};
use crate::analysis::network::costs::Measure;
use crate::analysis::reach::{self, Target};
use crate::registry::error::RegistryError;
use geo::MultiPoint;

/// Pairs of one question; each takes some 36 bytes while they are put in order.
const MOST: usize = 30_000_000;

/// Every demand point with every site within `radius_m`; the cost is metres by the mode of the question, points and sites have
/// the numbers of the located state.
///
/// # Errors
/// More pairs than memory should hold, or the caller's stop.
pub fn pairs(grounds: &Grounds, radius_m: f64, watch: Watch<'_>) -> Result<Vec<Pair>, RegistryError> {
    let located = &grounds.located;
    if let Some((streets, _)) = grounds.streets() {
        let sites = located.state.sites();
        // A site that is gone keeps its number, and nobody reaches it.
        let nowhere = || Target::new(MultiPoint(Vec::new()).into(), 0);
        let target = |site: u32| sites.get(site).cloned().unwrap_or_else(nowhere);
        let targets: Vec<Target> = (0..sites.len() as u32).map(target).collect();
        let surface = located.state.shared_surface();
        let served = streets.catchments(&surface, &targets, Measure::Metres, (radius_m, MOST), watch)?;
        let of_site = |(site, points): (usize, Vec<(u32, f64)>)| {
            points.into_iter().map(move |(demand, metres)| Pair {
                demand,
                supply: site as u32,
                cost: metres.min(radius_m) as f32,
            })
        };
        return Ok(served.into_iter().enumerate().flat_map(of_site).collect());
    }
    let near = reach::Catchments::new(&located.state, radius_m, MOST)?;
    let pair = |(point, near): (usize, reach::Near)| Pair {
        demand: point as u32,
        supply: near.site,
        // The search has decided that it is within; rounding must not put it beyond again.
        cost: near.metres.min(radius_m) as f32,
    };
    Ok(near.pairs().map(pair).collect())
}

/// The same as a table by demand point, of the sites that `keep` wants.
///
/// # Errors
/// As [`pairs`].
pub fn catchments(
    grounds: &Grounds,
    radius_m: f64,
    keep: impl Fn(usize) -> bool,
    watch: Watch<'_>,
) -> Result<Catchments, RegistryError> {
    let located = &grounds.located;
    let mut pairs = pairs(grounds, radius_m, watch)?;
    pairs.retain(|pair| keep(pair.supply as usize));
    let (points, sites) = (located.state.surface().len(), located.ids.len());
    Catchments::from_pairs(points, sites, &pairs).map_err(|error| RegistryError::Internal(error.to_string()))
}
