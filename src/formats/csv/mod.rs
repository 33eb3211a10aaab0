//! Comma, semicolon and tab separated text.

pub(super) mod read;
pub(super) mod report;
mod split;
pub(super) mod write;
