//! Use cases: what a user can do with the registry, once for `api` and `cli`.

/// From given values to the field's own types.
pub mod draft;
