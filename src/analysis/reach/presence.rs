//! Whether villages have what a village should have.
//!
//! The rural rule is one of presence, not of radius: each administrative village has, say, one
//! standard basketball court and two outdoor table-tennis tables. What and how many are the
//! caller's; so is how far around a village still is the village.

use super::error::ReachError;
use super::state::check_metres;
use super::target::{Class, Target};
use crate::analysis::divisions::home_place;
use crate::domain::bbox::Bbox;
use crate::domain::contribution::Ordinal;
use crate::domain::geodesy::{bbox_distance_lower_bound_m, distance_m};
use geo_types::Geometry;
use rayon::prelude::*;
use serde::Serialize;

/// A village.
#[derive(Clone, Copy, Debug)]
pub struct Village<'a> {
    pub division: Ordinal,
    /// Its polygon, or a point where only its place is known (lon, lat).
    pub geometry: &'a Geometry<f64>,
}

/// A site with as many of its class as stand there: two tables are two.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    pub target: Target,
    pub count: u32,
}

/// How many of a class a village should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Wanted {
    pub class: Class,
    pub count: u32,
}

/// What one village has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub division: Ordinal,
    /// In the order of what is wanted.
    pub found: Vec<u64>,
    /// Whether it has all that is wanted.
    pub met: bool,
}

/// Counts, for each village, what stands in its polygon, or within `around_m` of its polygon or
/// place. A site stands where its statistical home is; on a common boundary, or within `around_m`
/// of two villages, it counts for both.
///
/// # Errors
/// A distance that is not a finite number from 0 up; a site that is not on earth.
pub fn presence(
    villages: &[Village<'_>],
    sites: &[Counted],
    wanted: &[Wanted],
    around_m: f64,
) -> Result<Vec<Presence>, ReachError> {
    check_metres(around_m)?;
    sites.iter().enumerate().try_for_each(|(index, site)| site.target.check(index))?;
    let homes: Vec<_> = sites
        .iter()
        .filter(|site| wanted.iter().any(|wanted| wanted.class == site.target.class))
        .filter_map(|site| Some((home_place(&site.target.geometry)?, site)))
        .collect();
    let of_village = |village: &Village<'_>| {
        let mut found = vec![0_u64; wanted.len()];
        if let Some(bbox) = Bbox::of(village.geometry) {
            for (home, site) in &homes {
                let here = bbox_distance_lower_bound_m((*home).into(), &bbox) <= around_m
                    && distance_m((*home).into(), village.geometry).is_some_and(|metres| metres <= around_m);
                let places =
                    found.iter_mut().zip(wanted).filter(|(_, w)| here && w.class == site.target.class);
                places.for_each(|(found, _)| *found += u64::from(site.count));
            }
        }
        let met = found.iter().zip(wanted).all(|(found, wanted)| *found >= u64::from(wanted.count));
        Presence { division: village.division, found, met }
    };
    Ok(villages.par_iter().map(of_village).collect())
}
