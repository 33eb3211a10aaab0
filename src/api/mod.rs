//! The HTTP service: [`router`] is its table of contents, one file a verb.

/// Absolute addresses of answers.
mod address;
/// Files that prove something.
mod blobs;
/// What a client sends as the body of a write.
mod body;
/// Changes of the log.
mod changes;
/// Figures, and the sites behind them.
mod coverage;
/// The API document, in OpenAPI 3.1 and 3.0.
mod definition;
/// The end of a thing: closed, taken away.
mod ending;
/// Create, read, change and remove equipment.
mod equipment;
/// From failures to answers.
pub mod error;
/// Entity tags and the conditions that name them.
mod etag;
/// Lists of features: places, filters, pages, and their assembly.
mod features;
/// Frozen year-ends.
mod freezes;
/// Questions that look at many features.
mod heavy;
/// A client's key that makes repeating a request harmless.
mod idempotency;
/// Layers and street networks.
mod layers;
/// Connections.
mod listening;
/// When a thing was changed last, as a header.
mod modified;
/// What an address names.
mod named;
/// OGC API Features.
mod ogc;
/// For those who run the service.
mod ops;
/// The page, embedded in the program.
mod page;
/// Where the tasks of the plan stand.
mod plan;
/// Query parameters, read strictly.
mod query;
/// Create, read, change, end and remove records.
mod records;
/// Kinds, and what this registry is.
mod reference;
/// All routes and what surrounds them.
mod router;
/// Create, read, replace and remove scenarios.
mod scenarios;
/// Numbers of the log in requests and answers.
mod seq;
/// Listens, serves, and ends without cutting anybody off.
mod serve;
/// Create, read, change, close and remove sites.
mod sites;
/// What every handler shares.
mod state;
/// Analyses and their jobs.
mod study;
/// Surroundings of every request: time limit, panics, request numbers, counts.
mod surroundings;
/// Vector tiles of analyses and of imported layers.
mod tiles;
/// Who may write.
mod token;

pub use router::router;
pub use serve::{ServeError, bind, serve, told_to_end};
pub use state::Options;
