//! Texts without case and accents, so that they compare as a reader takes them.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A text that all its spellings in capitals and small letters share: full case folding as far as
/// the standard library's tables give it (`ß`, `ẞ` and `SS` are one; `ς` and `σ` are one), then
/// composed, so that it does not matter how an accent was typed.
pub(super) fn without_case(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    Cow::Owned(text.nfd().flat_map(folded).nfc().collect())
}

/// Down, up and down again: a letter whose capital is two letters becomes them.
fn folded(letter: char) -> impl Iterator<Item = char> {
    // The dotless i has the capital of the dotted one, yet is another letter.
    let own = (letter == 'ı').then_some(letter);
    let all = letter.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    own.into_iter().chain(all.filter(move |_| own.is_none()))
}

/// A text without its diacritics: decomposed, marks of the blocks for diacritics left out, and
/// letters with a stroke or of two letters as they are written without. Marks that make another
/// letter, as in kana or in the scripts of India, stay.
pub(super) fn without_accents(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut bare = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_diacritic(*letter)) {
        match plain(letter) {
            Some(letters) => bare.push_str(letters),
            None => bare.push(letter),
        }
    }
    Cow::Owned(bare.nfc().collect())
}

fn is_diacritic(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that Unicode does not decompose, as they are written in ASCII.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'Æ' => "AE",
        'æ' => "ae",
        'Œ' => "OE",
        'œ' => "oe",
        'ß' => "ss",
        'ẞ' => "SS",
        'Ø' => "O",
        'ø' => "o",
        'Ł' => "L",
        'ł' => "l",
        'Đ' | 'Ð' => "D",
        'đ' | 'ð' => "d",
        'Þ' => "Th",
        'þ' => "th",
        'Ħ' => "H",
        'ħ' => "h",
        'Ŧ' => "T",
        'ŧ' => "t",
        'Ƶ' => "Z",
        'ƶ' => "z",
        'Ɨ' => "I",
        'ɨ' | 'ı' => "i",
        'Ʉ' => "U",
        'ʉ' => "u",
        'Ƀ' => "B",
        'ƀ' => "b",
        'Ǥ' => "G",
        'ǥ' => "g",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_without_case(a: &str, b: &str) -> bool {
        without_case(a) == without_case(b)
    }

    #[test]
    fn case_makes_no_difference() {
        for (a, b) in [
            ("Smith", "SMITH"),
            ("KØBENHAVN", "københavn"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ΟΔΟΣ", "οδος"),
            ("ﬁt", "FIT"),
            ("Éa", "E\u{301}A"),
            ("Ⅷ 场", "ⅷ 场"),
        ] {
            assert!(same_without_case(a, b), "{a} {b}");
        }
        for (a, b) in [("papá", "papa"), ("ı", "i"), ("København", "kobenhavn"), ("场", "埸")] {
            assert!(!same_without_case(a, b), "{a} {b}");
        }
    }

    #[test]
    fn accents_make_no_difference() {
        for (a, b) in [
            ("débárquér", "debarquer"),
            ("København", "Kobenhavn"),
            ("Łódź", "Lodz"),
            ("Việt Nam", "Viet Nam"),
            ("shěnyáng hún nán", "shenyang hun nan"),
            ("Ὀδυσσεύς", "Οδυσσευς"),
        ] {
            assert_eq!(without_accents(a), without_accents(b), "{a} {b}");
        }
        for (a, b) in [("が", "か"), ("हिन्दी", "हनद"), ("Papa", "papa")] {
            assert_ne!(without_accents(a), without_accents(b), "{a} {b}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing_more() {
        let all: String = ('\0'..='\u{2ffff}').collect();
        for text in all.chars().map(String::from) {
            let once = without_case(&text).into_owned();
            assert_eq!(without_case(&once), once, "{text:?}");
            let bare = without_accents(&text).into_owned();
            assert_eq!(without_accents(&bare), bare, "{text:?}");
        }
    }
}
