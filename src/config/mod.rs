//! Flags, environment and files into typed structs, once: what is wrong is said at the start.

/// Which database, without ever showing its password.
pub mod database;
/// How log lines look.
pub mod log;
/// Texts that do not print.
pub mod secret;

pub use database::DatabaseUrl;
pub use log::LogFormat;
pub use secret::Secret;
