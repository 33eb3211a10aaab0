//! Venue area per head, and the sites and rules behind each number.

pub mod get;
pub mod suspicions;
pub mod why;
