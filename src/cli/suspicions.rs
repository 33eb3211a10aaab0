//! `jiantu suspicions`
