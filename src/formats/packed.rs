//! Large contents of our own as they are kept: four letters that say what they are, a version, then deflated.

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

/// Why contents can not be read. They are the program's own, so this is for operators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    #[error("these contents are not {0}")]
    Other(&'static str),
    #[error("these are {what} in form {found}; this program knows up to {known}")]
    Newer { what: &'static str, found: u8, known: u8 },
    #[error("the contents are damaged")]
    Damaged,
}

/// What contents are, and in which form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    pub letters: [u8; 4],
    pub version: u8,
    /// For messages.
    pub what: &'static str,
}

/// Packs what is written into it.
pub(super) struct Packer(ZlibEncoder<Vec<u8>>);

impl Packer {
    pub fn new(sort: Sort) -> Self {
        let mut head = sort.letters.to_vec();
        head.push(sort.version);
        Self(ZlibEncoder::new(head, Compression::default()))
    }

    pub fn add(&mut self, bytes: &[u8]) -> Result<(), BlobError> {
        self.0.write_all(bytes).map_err(|_| BlobError::Damaged)
    }

    pub fn finish(self) -> Result<Vec<u8>, BlobError> {
        self.0.finish().map_err(|_| BlobError::Damaged)
    }
}

/// What had been packed, and in which form.
pub(super) fn unpack(sort: Sort, bytes: &[u8]) -> Result<(u8, Vec<u8>), BlobError> {
    let Some(([a, b, c, d, version], packed)) = bytes.split_first_chunk::<5>() else {
        return Err(BlobError::Other(sort.what));
    };
    if [*a, *b, *c, *d] != sort.letters {
        return Err(BlobError::Other(sort.what));
    }
    if *version > sort.version {
        return Err(BlobError::Newer { what: sort.what, found: *version, known: sort.version });
    }
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut plain).map_err(|_| BlobError::Damaged)?;
    Ok((*version, plain))
}
