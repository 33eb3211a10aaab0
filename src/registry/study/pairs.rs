//! Which people reach which sites, and how far they have: what every floating catchment starts from.

use super::located::Located;
use super::scope::{LINE, Scope};
use crate::analysis::access::catchments::{Catchments, Pair};
use crate::analysis::reach;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world::World;

/// Pairs of one question; each takes some 36 bytes while they are put in order.
const MOST: usize = 30_000_000;

/// Every demand point with every site within `radius_m`; the cost is metres, points and sites have
/// the numbers of the located state.
///
/// # Errors
/// A mode that goes along streets, or more pairs than memory should hold.
pub fn pairs(
    registry: &Registry,
    _: &World,
    scope: &Scope,
    located: &Located,
    radius_m: f64,
) -> Result<Vec<Pair>, RegistryError> {
    if scope.mode != LINE {
        let mode = registry.reference.modes.find(&scope.mode);
        let (zh, en) = mode.map_or(("", ""), |mode| (&*mode.name_zh, &*mode.name_en));
        return Err(RegistryError::refused(
            format!("这一分析目前只按直线距离计算，不能沿路网（{zh}）；请用 mode=line"),
            format!(
                "this analysis measures straight lines only, not along streets ({en}); ask with mode=line"
            ),
        ));
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
    registry: &Registry,
    world: &World,
    scope: &Scope,
    located: &Located,
    radius_m: f64,
    keep: impl Fn(usize) -> bool,
) -> Result<Catchments, RegistryError> {
    let mut pairs = pairs(registry, world, scope, located, radius_m)?;
    pairs.retain(|pair| keep(pair.supply as usize));
    let (points, sites) = (located.state.surface().len(), located.ids.len());
    Catchments::from_pairs(points, sites, &pairs).map_err(|error| RegistryError::Internal(error.to_string()))
}
