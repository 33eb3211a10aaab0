//! The demonstration sites: containers and clusters first, then what every community and village has, then large
//! sites until each sub-district has the area per head that `facts/demo.toml` wishes for.

mod builder;
pub mod changes;
mod fill;
mod oddities;
mod parks;
mod record;
mod trails;

pub use record::Site;

use super::cells::Tiling;
use super::clusters::Outlines;
use super::facts::Facts;
use super::population::Year;
use super::write::Feature;
use geo::Coord;
use record::Properties;

/// All first revisions, in the order of their external ids.
pub fn build(
    facts: &Facts,
    tiling: &Tiling,
    units: &[Coord<f64>],
    people: &[Year],
    clusters: &Outlines,
) -> Vec<Site> {
    let mut builder = builder::Builder::new(facts, tiling, units);
    parks::clusters(&mut builder, clusters);
    parks::parks(&mut builder);
    parks::fitness_centres(&mut builder);
    parks::village_land(&mut builder);
    fill::ethnic_villages(&mut builder);
    fill::specials(&mut builder);
    fill::boundary_trails(&mut builder);
    fill::communities_and_villages(&mut builder);
    fill::large_sites(&mut builder, people);
    oddities::not_yet_built(&mut builder);
    oddities::long_closed(&mut builder);
    oddities::suspected_duplicates(&mut builder);
    builder.sites
}

pub fn features(sites: &[Site]) -> Vec<Feature<Properties>> {
    sites.iter().map(|site| Feature::new(&site.geometry, site.properties.clone())).collect()
}
