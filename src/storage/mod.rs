//! The store contract and its two mirrored implementations, SQLite and PostgreSQL.
