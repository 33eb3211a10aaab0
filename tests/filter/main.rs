//! CQL2 filters: both encodings, their limits, and what they mean, against independent oracles.

/// Comparisons, `LIKE`, `IN`, arrays, arithmetic, functions.
mod comparing;
/// What is refused, where and why.
mod errors;
/// Arbitrary and damaged input.
mod fuzz;
/// Random trees.
mod generate;
/// What both encodings read, side by side.
mod pairs;
/// Boxes outside of which nothing matches, and other systems.
mod places;
/// Text and JSON give back what was written.
mod round_trip;
/// Spatial relations against GEOS.
mod spatial;
/// Temporal relations against their definitions.
mod temporal;
/// Three-valued logic against its table.
mod truth;
/// Things to ask filters of.
mod world;
