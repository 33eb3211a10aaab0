//! For those who run the service.

pub mod live;
pub mod metrics;
pub mod ready;
