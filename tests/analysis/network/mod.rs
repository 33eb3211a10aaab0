//! Walking and cycling over streets.

/// Broken, empty and odd street maps.
mod building;
/// Reached streets and the surface around them.
mod isochrones;
/// Small street maps by hand.
mod maps;
#[expect(dead_code, reason = "broken files are for the tests of the reader")]
#[path = "../../support/pbf.rs"]
mod pbf;
/// The Porto Alegre extract against figures made by another program.
mod porto_alegre;
/// Searches against a plain one on random networks.
mod random;
/// The nearest place along an edge against brute force.
mod snapping;
