//! Numbers of variable length: seven bits a byte, the lowest first, a set top bit when more follow.

use crate::formats::packed::BlobError;

pub fn put(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Small negative numbers are short, too: 0, -1, 1, -2 … are 0, 1, 2, 3 …
pub fn put_signed(number: i64, out: &mut Vec<u8>) {
    put(((number << 1) ^ (number >> 63)).cast_unsigned(), out);
}

/// The step from the last number of a row to this one.
#[derive(Default)]
pub struct Row(i64);

impl Row {
    pub fn put(&mut self, number: i64, out: &mut Vec<u8>) {
        put_signed(number.wrapping_sub(self.0), out);
        self.0 = number;
    }

    pub fn take(&mut self, from: &mut Bytes<'_>) -> Result<i64, BlobError> {
        self.0 = self.0.wrapping_add(from.signed()?);
        Ok(self.0)
    }
}

/// Bytes that are being read.
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn number(&mut self) -> Result<u64, BlobError> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(BlobError::Damaged)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(BlobError::Damaged)
    }

    pub fn signed(&mut self) -> Result<i64, BlobError> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A length of a list whose items take a byte at least.
    pub fn length(&mut self) -> Result<usize, BlobError> {
        let length = usize::try_from(self.number()?).map_err(|_| BlobError::Damaged)?;
        if length <= self.0.len() { Ok(length) } else { Err(BlobError::Damaged) }
    }

    pub fn text(&mut self) -> Result<&'a str, BlobError> {
        let length = self.length()?;
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| BlobError::Damaged)
    }
}
