//! Contents whose form only the registry knows, as the database keeps them: one JSON value, packed.

use super::packed::{BlobError, Packer, Sort, unpack};
use serde::Serialize;
use serde::de::DeserializeOwned;

const VALUE: Sort = Sort { letters: *b"JTJS", version: 1, what: "a JSON value" };

/// The same value gives the same bytes.
///
/// # Errors
/// The value can not be told as JSON.
pub fn write<T: Serialize>(value: &T) -> Result<Vec<u8>, BlobError> {
    let text = serde_json::to_vec(value).map_err(|_| BlobError::Damaged)?;
    let mut packer = Packer::new(VALUE);
    packer.add(&text)?;
    packer.finish()
}

/// # Errors
/// These are other contents, of a newer form, damaged, or not of that type.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BlobError> {
    let (_, text) = unpack(VALUE, bytes)?;
    serde_json::from_slice(&text).map_err(|_| BlobError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back() {
        let value = vec![("一".to_owned(), Some(1.5)), ("b".to_owned(), None)];
        let bytes = write(&value).unwrap();
        assert_eq!(read::<Vec<(String, Option<f64>)>>(&bytes).unwrap(), value);
        assert_eq!(read::<u8>(&bytes), Err(BlobError::Damaged));
        assert_eq!(read::<u8>(b"JTFT\x01"), Err(BlobError::Other("a JSON value")));
        assert!(read::<u8>(&bytes[..bytes.len() - 3]).is_err());
    }
}
