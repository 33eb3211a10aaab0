//! `jiantu serve`
