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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    pub limit: usize,
    pub offset: usize,
    pub after: Option<Cursor>,
}

/// The last item of the page before. A list that others write to neither repeats nor skips what
/// stood there all the time, because the next page starts behind an item, not at a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cursor {
    /// In a list by id.
    Id(Uuid),
    /// In a list by distance (metres).
    Distance(f64, Uuid),
}

impl Cursor {
    /// Letters, digits, `-` and `_` only.
    pub fn encode(self) -> String {
        let mut bytes = Vec::with_capacity(24);
        if let Self::Distance(metres, _) = self {
            bytes.extend_from_slice(&metres.to_bits().to_be_bytes());
        }
        let (Self::Id(id) | Self::Distance(_, id)) = self;
        bytes.extend_from_slice(id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        match bytes.len() {
            16 => Some(Self::Id(Uuid::from_slice(&bytes).ok()?)),
            24 => {
                let (metres, id) = bytes.split_at(8);
                let metres = f64::from_bits(u64::from_be_bytes(metres.try_into().ok()?));
                metres.is_finite().then_some(Self::Distance(metres, Uuid::from_slice(id).ok()?))
            }
            _ => None,
        }
    }
}

impl Page {
    pub fn take(params: &mut Params) -> Self {
        let limit =
            params.whole("limit").map_or(USUAL, |limit| usize::try_from(limit).unwrap_or(MOST).min(MOST));
        if limit == 0 {
            params.wrong("limit", "malformed", "limit 至少为 1", "`limit` is at least 1");
        }
        let offset = params.whole("offset").map_or(0, |offset| usize::try_from(offset).unwrap_or(usize::MAX));
        let after = params.read("cursor", |text| {
            Cursor::decode(text).ok_or_else(|| {
                (
                    "cursor 无法识别：请原样使用 next 链接".to_owned(),
                    "the cursor is not one of ours; follow the `next` link as it is".to_owned(),
                )
            })
        });
        Self { limit, offset, after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_and_needs_no_escaping(id in any::<u128>(), metres in 0.0..2e7_f64, far in any::<bool>()) {
            let id = Uuid::from_u128(id);
            let cursor = if far { Cursor::Distance(metres, id) } else { Cursor::Id(id) };
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
        assert_eq!(Page::take(&mut Params::of("")), Page { limit: 100, offset: 0, after: None });
        assert_eq!(Page::take(&mut Params::of("limit=99999999")).limit, 10_000);
        let mut params = Params::of("limit=0&cursor=???");
        Page::take(&mut params);
        assert_eq!(params.codes(), ["limit:malformed", "cursor:malformed"]);
    }
}
