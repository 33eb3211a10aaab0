//! One suite told to both stores: what it does not tell is what drifts.
//!
//! SQLite needs nothing. PostgreSQL needs `JIANTU_TEST_POSTGRES`, a superuser's URL on which
//! databases can be made and dropped (`tests/postgres.sh start` gives one); without it those tests
//! fail and say so.

mod append;
mod chain;
mod concurrent;
mod contents;
mod keys;
mod layers;
mod oracle;
mod random;
mod records;
mod schema;
mod small;
mod staging;
mod time;
mod world;
