//! 健图 jiantu: the registry with which a district knows its public fitness sites, sees who lives
//! too far from one, and proves whether its fitness plan is kept.
//!
//! Arrows point down only (`tests/architecture.rs` enforces it):
//! `cli`, `api` → `registry` → `analysis`, `index`, `storage` → `formats` → `domain`.

pub mod analysis;
pub mod api;
pub mod cli;
pub mod config;
pub mod domain;
pub mod formats;
pub mod index;
pub mod registry;
pub mod storage;
pub mod telemetry;
