//! The outer layer: lengths, blob headers, and the compressed blobs.

use super::error::Fault;
use super::wire::Message;
use std::io::Read;

/// Longest blob header that the format allows.
const LONGEST_HEADER: u32 = 64 << 10;
/// Longest blob that the format allows, compressed or not.
const LONGEST_BLOB: u64 = 32 << 20;

/// What a blob holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    Data,
    /// Of a kind that readers are told to skip.
    Other,
}

/// Reads blobs one after the other into buffers that are used again.
pub(super) struct Blobs<R> {
    input: R,
    /// Bytes that the input has.
    size: u64,
    /// Where the current blob begins.
    pub at: u64,
    next: u64,
    packed: Vec<u8>,
    plain: Vec<u8>,
}

impl<R: Read> Blobs<R> {
    pub fn new(input: R, size: u64) -> Self {
        Self { input, size, at: 0, next: 0, packed: Vec::new(), plain: Vec::new() }
    }

    /// Bytes read so far.
    pub fn read(&self) -> u64 {
        self.next
    }

    /// The next blob's content, unpacked; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<(Kind, &[u8])>, Fault> {
        self.at = self.next;
        if self.at == self.size {
            return Ok(None);
        }
        let mut length = [0_u8; 4];
        self.fill_fixed(&mut length)?;
        let length = u32::from_be_bytes(length);
        let first = self.at == 0;
        // A text or an archive gives an absurd length here.
        if length == 0 || length > LONGEST_HEADER {
            return Err(if first { Fault::NotPbf } else { Fault::Damaged });
        }
        self.fill(u64::from(length)).map_err(|fault| if first { Fault::NotPbf } else { fault })?;
        let header = header(&self.packed);
        let (kind, length) = if first { header.map_err(|_| Fault::NotPbf)? } else { header? };
        if first && kind != Kind::Header {
            return Err(Fault::NotPbf);
        }
        if length > LONGEST_BLOB {
            return Err(Fault::Damaged);
        }
        self.fill(length)?;
        if kind == Kind::Other {
            return Ok(Some((kind, &[])));
        }
        unpack(&self.packed, &mut self.plain)?;
        Ok(Some((kind, &self.plain)))
    }

    /// Reads `length` bytes into `packed`, after a look at whether the file has them.
    fn fill(&mut self, length: u64) -> Result<(), Fault> {
        if length > self.size.saturating_sub(self.next) {
            return Err(Fault::Truncated);
        }
        self.packed.clear();
        self.packed.resize(length as usize, 0);
        let mut packed = std::mem::take(&mut self.packed);
        let filled = self.fill_fixed(&mut packed);
        self.packed = packed;
        filled
    }

    fn fill_fixed(&mut self, out: &mut [u8]) -> Result<(), Fault> {
        self.input.read_exact(out).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof if self.at == 0 => Fault::NotPbf,
            std::io::ErrorKind::UnexpectedEof => Fault::Truncated,
            _ => Fault::Io(error),
        })?;
        self.next += out.len() as u64;
        Ok(())
    }
}

/// `BlobHeader`: type 1, datasize 3.
fn header(bytes: &[u8]) -> Result<(Kind, u64), Fault> {
    let mut message = Message::new(bytes);
    let (mut kind, mut size) = (None, None);
    while let Some((number, value)) = message.next()? {
        match number {
            1 => {
                kind = Some(match value.bytes()? {
                    b"OSMHeader" => Kind::Header,
                    b"OSMData" => Kind::Data,
                    _ => Kind::Other,
                });
            }
            3 => size = Some(value.varint()?),
            _ => {}
        }
    }
    kind.zip(size).ok_or(Fault::Damaged)
}

/// `Blob`: raw 1, raw_size 2, zlib_data 3, and the packings that are told apart to be refused.
fn unpack(bytes: &[u8], plain: &mut Vec<u8>) -> Result<(), Fault> {
    let mut message = Message::new(bytes);
    let (mut raw_size, mut packed) = (None, None);
    plain.clear();
    while let Some((number, value)) = message.next()? {
        match number {
            1 => {
                plain.extend_from_slice(value.bytes()?);
                return Ok(());
            }
            2 => raw_size = Some(value.varint()?),
            3 => packed = Some(value.bytes()?),
            4 => return Err(Fault::Compression("lzma")),
            5 => return Err(Fault::Compression("bzip2")),
            6 => return Err(Fault::Compression("lz4")),
            7 => return Err(Fault::Compression("zstd")),
            _ => {}
        }
    }
    let (size, packed) = raw_size.zip(packed).ok_or(Fault::Damaged)?;
    if size > LONGEST_BLOB {
        return Err(Fault::Damaged);
    }
    // One byte more than promised shows a stream that is too long, and no more of it is unpacked.
    let mut stream = flate2::read::ZlibDecoder::new(packed).take(size + 1);
    let length = stream.read_to_end(plain).map_err(|_| Fault::Damaged)?;
    if length as u64 == size { Ok(()) } else { Err(Fault::Damaged) }
}
