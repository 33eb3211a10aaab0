//! Comma, semicolon and tab separated text.

pub(super) mod read;
mod split;
pub(super) mod write;
