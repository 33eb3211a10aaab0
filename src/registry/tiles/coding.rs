//! Codings of a tile's bytes for the way to the client.

use flate2::write::GzEncoder;
use std::io::Write;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Zstd,
    Brotli,
    Gzip,
}

/// Fewer bytes are not worth packing.
const FEW: usize = 200;

impl Coding {
    /// The quickest to make first.
    pub const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// As headers name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The bytes, packed; `None` where that is not worth it, or fails.
    ///
    /// Levels are such that packing a tile takes less time than making it.
    pub fn pack(self, bytes: &[u8]) -> Option<Vec<u8>> {
        if bytes.len() < FEW { None } else { self.pack_all(bytes) }
    }

    /// The bytes, packed, however few they are; `None` where that fails.
    pub fn pack_all(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Zstd => zstd::bulk::compress(bytes, 3).ok(),
            Self::Brotli => {
                let mut packer = brotli::CompressorWriter::new(Vec::new(), 1 << 14, 4, 20);
                packer.write_all(bytes).ok()?;
                Some(packer.into_inner())
            }
            Self::Gzip => {
                let mut packer = GzEncoder::new(Vec::new(), flate2::Compression::new(6));
                packer.write_all(bytes).ok()?;
                packer.finish().ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_what_was_given() {
        let bytes: Vec<u8> = (0..50_000_u32).flat_map(|n| (n % 977).to_le_bytes()).collect();
        for coding in Coding::ALL {
            let packed = coding.pack(&bytes).expect("worth it");
            assert!(packed.len() < bytes.len() / 4, "{coding:?}: {}", packed.len());
            let mut plain = Vec::new();
            match coding {
                Coding::Zstd => plain = zstd::bulk::decompress(&packed, bytes.len()).expect("zstd"),
                Coding::Brotli => {
                    brotli::Decompressor::new(&*packed, 4096).read_to_end(&mut plain).expect("brotli");
                }
                Coding::Gzip => {
                    flate2::read::GzDecoder::new(&*packed).read_to_end(&mut plain).expect("gzip");
                }
            }
            assert_eq!(plain, bytes, "{coding:?}");
            assert_eq!(coding.pack(b"few"), None);
        }
    }
}
