//! How many, and from where on: `limit`, `offset`, and an opaque `cursor`.

use super::Params;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Items of an answer when nothing is said.
const USUAL: usize = 100;
/// Items of an answer at most; more is capped, not refused.
const MOST: usize = 10_000;

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub limit: usize,
    pub offset: usize,
    /// Whether a limit was given.
    pub limited: bool,
    pub from: Option<Cursor>,
}

/// Which way a page goes from its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It begins behind it.
    After,
    /// It ends before it.
    Before,
}

/// An item at the edge of the page before or after. A list that others write to neither repeats nor skips
/// what stood there all the time, because the next page starts behind an item, not at a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Cursor {
    /// In a list by id.
    Id(Side, Uuid),
    /// In a list by distance (metres).
    Distance(f64, Uuid),
    /// In a list of another order: the keys of the item as JSON, and its id.
    Keys(Side, String, Uuid),
}

impl Cursor {
    /// Letters, digits, `-` and `_` only.
    pub fn encode(&self) -> String {
        let mut bytes = Vec::with_capacity(25);
        let id = match self {
            Self::Id(Side::After, id) => id,
            Self::Id(Side::Before, id) => {
                bytes.push(b'<');
                id
            }
            Self::Distance(metres, id) => {
                bytes.extend_from_slice(&metres.to_bits().to_be_bytes());
                id
            }
            Self::Keys(side, keys, id) => {
                // A list in brackets, of more than 24 bytes together.
                bytes.push(if *side == Side::After { b'>' } else { b'<' });
                bytes.extend_from_slice(b"        ");
                bytes.extend_from_slice(keys.as_bytes());
                id
            }
        };
        bytes.extend_from_slice(id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (front, id) = bytes.split_at_checked(bytes.len().checked_sub(16)?)?;
        let id = Uuid::from_slice(id).ok()?;
        match front {
            [] => Some(Self::Id(Side::After, id)),
            [b'<'] => Some(Self::Id(Side::Before, id)),
            metres if metres.len() == 8 => {
                let metres = f64::from_bits(u64::from_be_bytes(metres.try_into().ok()?));
                metres.is_finite().then_some(Self::Distance(metres, id))
            }
            [side @ (b'<' | b'>'), rest @ ..] => {
                let keys = std::str::from_utf8(rest.strip_prefix(b"        ")?).ok()?;
                let side = if *side == b'>' { Side::After } else { Side::Before };
                Some(Self::Keys(side, keys.to_owned(), id))
            }
            _ => None,
        }
    }
}

impl Page {
    pub fn take(params: &mut Params) -> Self {
        let limit = params.whole("limit");
        let limited = limit.is_some();
        let limit = limit.map_or(USUAL, |limit| usize::try_from(limit).unwrap_or(MOST).min(MOST));
        if limit == 0 {
            params.wrong("limit", "malformed", "limit 至少为 1", "`limit` is at least 1");
        }
        let offset = params.whole("offset").map_or(0, |offset| usize::try_from(offset).unwrap_or(usize::MAX));
        let from = params.read("cursor", |text| {
            Cursor::decode(text).ok_or_else(|| {
                (
                    "cursor 无法识别：请原样使用 next 链接".to_owned(),
                    "the cursor is not one of ours; follow the `next` link as it is".to_owned(),
                )
            })
        });
        Self { limit, offset, limited, from }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_and_needs_no_escaping(id in any::<u128>(), metres in 0.0..2e7_f64, which in 0..3_u8, back in any::<bool>(), keys in "\\PC*") {
            let id = Uuid::from_u128(id);
            let side = if back { Side::Before } else { Side::After };
            let cursor = match which {
                0 => Cursor::Id(side, id),
                1 => Cursor::Distance(metres, id),
                _ => Cursor::Keys(side, keys, id),
            };
            let text = cursor.encode();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            prop_assert_eq!(Cursor::decode(&text), Some(cursor));
        }

        #[test]
        fn any_text_is_a_cursor_or_none(text in "\\PC*") {
            let _ = Cursor::decode(&text);
        }
    }

    #[test]
    fn a_limit_is_capped_and_not_zero() {
        assert_eq!(
            Page::take(&mut Params::of("")),
            Page { limit: 100, offset: 0, limited: false, from: None }
        );
        assert_eq!(Page::take(&mut Params::of("limit=99999999")).limit, 10_000);
        let mut params = Params::of("limit=0&cursor=???");
        Page::take(&mut params);
        assert_eq!(params.codes(), ["limit:malformed", "cursor:malformed"]);
    }
}
