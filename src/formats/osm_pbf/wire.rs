//! Protocol Buffers on the wire: numbered fields, varints, packed lists.

/// Bytes that are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// One field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    /// Four or eight bytes that nothing here uses.
    Fixed,
}

impl<'a> Value<'a> {
    pub fn bytes(self) -> Result<&'a [u8], Damaged> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(Damaged) }
    }

    pub fn varint(self) -> Result<u64, Damaged> {
        if let Self::Varint(number) = self { Ok(number) } else { Err(Damaged) }
    }
}

/// The fields of a message, in order.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    rest: &'a [u8],
}

impl<'a> Message<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Number and value of the next field.
    pub fn next(&mut self) -> Result<Option<(u32, Value<'a>)>, Damaged> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let key = varint(&mut self.rest)?;
        let number = u32::try_from(key >> 3).map_err(|_| Damaged)?;
        let value = match key & 7 {
            0 => Value::Varint(varint(&mut self.rest)?),
            1 => self.fixed(8)?,
            2 => {
                let length = usize::try_from(varint(&mut self.rest)?).map_err(|_| Damaged)?;
                let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Damaged)?;
                self.rest = rest;
                Value::Bytes(bytes)
            }
            5 => self.fixed(4)?,
            _ => return Err(Damaged),
        };
        Ok(Some((number, value)))
    }

    fn fixed(&mut self, length: usize) -> Result<Value<'a>, Damaged> {
        self.rest = self.rest.get(length..).ok_or(Damaged)?;
        Ok(Value::Fixed)
    }
}

/// A packed list of varints. Made from a missing field it is empty.
#[derive(Clone, Copy, Default)]
pub(super) struct Packed<'a> {
    rest: &'a [u8],
}

impl<'a> Packed<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn next(&mut self) -> Result<Option<u64>, Damaged> {
        if self.rest.is_empty() { Ok(None) } else { varint(&mut self.rest).map(Some) }
    }

    pub fn next_signed(&mut self) -> Result<Option<i64>, Damaged> {
        Ok(self.next()?.map(signed))
    }

    /// How many numbers are left: each ends with a byte below 128.
    pub fn len(&self) -> usize {
        self.rest.iter().filter(|byte| **byte < 0x80).count()
    }
}

/// A zigzag number (`sint64`).
pub(super) fn signed(zigzag: u64) -> i64 {
    (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()
}

fn varint(rest: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0_u64;
    for shift in (0..70).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(Damaged)?;
        *rest = after;
        number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if *byte < 0x80 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_described() {
        let mut list = Packed::new(&[0x01, 0xac, 0x02, 0x00]);
        assert_eq!(list.len(), 3);
        assert_eq!(list.next(), Ok(Some(1)));
        assert_eq!(list.next(), Ok(Some(300)));
        assert_eq!((list.next(), list.next()), (Ok(Some(0)), Ok(None)));
        assert_eq!([0, 1, 2, 3, u64::MAX].map(signed), [0, -1, 1, -2, i64::MIN]);
    }

    #[test]
    fn what_ends_too_soon_is_damaged() {
        assert_eq!(Message::new(&[0x0a, 0x05, 1, 2]).next(), Err(Damaged));
        assert_eq!(Message::new(&[0x08, 0x80]).next(), Err(Damaged));
        assert_eq!(Message::new(&[0x0b]).next(), Err(Damaged));
        assert_eq!(Message::new(&[0x09, 1, 2]).next(), Err(Damaged));
        assert_eq!(Packed::new(&[0xff; 11]).next(), Err(Damaged));
    }
}
