//! The HTTP service, told against both stores: the router is called, not a port.
//!
//! SQLite needs nothing. PostgreSQL needs `JIANTU_TEST_POSTGRES`, a superuser's URL on which
//! databases can be made and dropped; without it those tests fail and say so.

/// Things to register, of which a story states only what matters.
mod builders;
/// Who asks, and what is answered.
mod client;
/// Vector tiles, read from the specification alone.
#[path = "../support/mvt.rs"]
mod decode;
/// A service over a fresh database with a small district.
mod service;
/// Server-sent events.
mod stream;

/// Analyses of reach: reach, gaps, what-ifs, scenarios, siting, jobs.
mod asking;
/// `/api/v1/changes`
mod changes;
/// `/api/v1/coverage`
mod coverage;
/// The API document.
mod definition;
/// `/api/v1/equipment`
mod equipment;
/// Every kind of problem.
mod errors;
/// Entity tags.
mod etags;
/// `/api/v1/changes` as a stream of events
mod following;
/// `/api/v1/plan`
mod freezes;
/// Tiles of collections.
mod mapping;
/// `/ogc`
mod ogc;
/// `/livez`, `/readyz`, `/metrics`, `/`
mod ops;
/// Paging while others write.
mod paging;
mod plan;
/// Reading features as clients of the standards do.
mod reading;
/// The six kinds of records.
mod records;
/// `/api/v1/scenarios`, `/api/v1/layers`, `/api/v1/networks`
mod scenarios;
/// `X-Jiantu-Seq`
mod seq;
/// Analyses of venue area: access, diversity, equity, bounds, projects.
mod sharing;
/// `/api/v1/sites`
mod sites;
/// Vector tiles of gaps, reach and imported layers.
mod tiles;
/// The two times of every fact.
mod times;
/// Tokens, and what they may.
mod tokens;
/// Many writers at once.
mod writers;
/// Writing features as clients of the standards do.
mod writing;
