//! Use cases: what a user can do with the registry, once for `api` and `cli`.
