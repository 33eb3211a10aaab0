//! Packs features.

use super::FEATURES;
use crate::formats::geojson::write_feature;
use crate::formats::packed::{BlobError, Packer};
use crate::formats::record::Record;

/// Features on their way into one blob; memory holds them packed.
pub struct Writer {
    packer: Packer,
    line: Vec<u8>,
    count: u64,
}

impl Default for Writer {
    fn default() -> Self {
        Self { packer: Packer::new(FEATURES), line: Vec::new(), count: 0 }
    }
}

impl Writer {
    /// Adds one; its geometry is (lon, lat), WGS 84.
    pub fn add(&mut self, record: &Record) -> Result<(), BlobError> {
        self.line.clear();
        write_feature(record, &mut self.line);
        self.line.push(b'\n');
        self.count += 1;
        self.packer.add(&self.line)
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The blob; the same features in the same order give the same one.
    pub fn finish(self) -> Result<Vec<u8>, BlobError> {
        self.packer.finish()
    }
}
