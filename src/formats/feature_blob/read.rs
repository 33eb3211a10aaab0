//! Unpacks features.

use super::FEATURES;
use crate::formats::geojson;
use crate::formats::packed::{BlobError, unpack};
use crate::formats::record::Record;
use rayon::prelude::*;

/// The features in their order; `row` counts them from 1.
pub fn read(bytes: &[u8]) -> Result<Vec<Record>, BlobError> {
    let (_, plain) = unpack(FEATURES, bytes)?;
    let lines: Vec<&[u8]> = plain.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    lines
        .into_par_iter()
        .enumerate()
        .map(|(at, line)| geojson::parse_feature(line, at as u64 + 1).map_err(|_| BlobError::Damaged))
        .collect()
}
