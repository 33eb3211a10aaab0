//! Protocol Buffers on the wire: numbered fields, varints, packed lists.

/// Writes a number in groups of seven bits, the lowest first.
pub(super) fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A signed number as one without a sign that is small where it is near zero.
pub(super) const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// A field that holds a number.
pub(super) fn number_field(out: &mut Vec<u8>, field: u32, number: u64) {
    varint(out, u64::from(field << 3));
    varint(out, number);
}

/// A field that holds a text or a message.
pub(super) fn bytes_field(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    varint(out, u64::from(field << 3 | 2));
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A field that holds a 64-bit floating-point number.
pub(super) fn double_field(out: &mut Vec<u8>, field: u32, number: f64) {
    varint(out, u64::from(field << 3 | 1));
    out.extend_from_slice(&number.to_le_bytes());
}

/// A field that holds a list of numbers.
pub(super) fn packed_field(out: &mut Vec<u8>, field: u32, numbers: &[u32]) {
    let bytes: u64 = numbers.iter().map(|number| varint_len(u64::from(*number))).sum();
    varint(out, u64::from(field << 3 | 2));
    varint(out, bytes);
    for number in numbers {
        varint(out, u64::from(*number));
    }
}

/// Bytes that a number takes.
pub(super) const fn varint_len(number: u64) -> u64 {
    // A group of seven bits each, and one for zero.
    (64 - (number | 1).leading_zeros()).div_ceil(7) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_described() {
        let mut out = Vec::new();
        for number in [1, 300, 0, u64::MAX] {
            varint(&mut out, number);
        }
        assert_eq!(out[..4], [0x01, 0xac, 0x02, 0x00]);
        assert_eq!(out[4..], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
        for number in
            [0, 1, 127, 128, 16_383, 16_384, 1 << 21, (1 << 28) - 1, 1 << 28, u64::MAX >> 1, u64::MAX]
        {
            let mut out = Vec::new();
            varint(&mut out, number);
            assert_eq!(varint_len(number), out.len() as u64, "{number}");
        }
        assert_eq!([0, -1, 1, -2, i64::MIN].map(zigzag), [0, 1, 2, 3, u64::MAX]);
    }

    #[test]
    fn fields_name_their_number_and_sort() {
        let mut out = Vec::new();
        number_field(&mut out, 15, 2);
        bytes_field(&mut out, 1, b"ab");
        packed_field(&mut out, 2, &[9, 300]);
        double_field(&mut out, 3, 1.0);
        assert_eq!(out[..2], [0x78, 2]);
        assert_eq!(out[2..6], [0x0a, 2, b'a', b'b']);
        assert_eq!(out[6..11], [0x12, 3, 9, 0xac, 0x02]);
        assert_eq!(out[11..], [0x19, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    }
}
