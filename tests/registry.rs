//! The stories that must hold, told through the registry on both stores.
//!
//! SQLite needs nothing; PostgreSQL needs `JIANTU_TEST_POSTGRES` (see `support/database.rs`).

#[path = "support/database.rs"]
mod database;

#[path = "registry/counting.rs"]
mod counting;
#[path = "registry/office.rs"]
mod office;
#[path = "registry/tiling.rs"]
mod tiling;
#[path = "registry/time.rs"]
mod time;
