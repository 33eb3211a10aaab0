//! Names that nearly agree.

use std::collections::BTreeMap;

/// A name prepared for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Letters and Han characters: half width, lower case, no spaces or punctuation, no numerals.
    letters: Vec<char>,
    /// Numerals in their order: 1 and 2 tell two neighbours apart that share a name.
    numerals: Vec<char>,
}

/// Shorter names agree only when they are equal: of two characters one is half the name.
const SHORTEST_FOR_A_SLIP: usize = 4;

/// Share of common pairs of characters from which two names are nearly the same.
const NEARLY: f64 = 0.8;

impl Name {
    pub fn new(text: &str) -> Self {
        let characters =
            text.chars().map(half_width).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        let (numerals, letters) = characters.partition(|c| is_numeral(*c));
        Self { letters, numerals }
    }

    /// Equal but for spaces, width and case; or one slip of a character; or most pairs of
    /// characters in common. Names with different numbers (篮球场1, 篮球场2) are different.
    pub fn is_nearly(&self, other: &Self) -> bool {
        let different_numbers =
            !self.numerals.is_empty() && !other.numerals.is_empty() && self.numerals != other.numerals;
        if different_numbers || self.letters.is_empty() || other.letters.is_empty() {
            return false;
        }
        if self.letters == other.letters {
            return true;
        }
        let shorter = self.letters.len().min(other.letters.len());
        shorter >= SHORTEST_FOR_A_SLIP
            && (is_one_slip(&self.letters, &other.letters)
                || similarity(&self.letters, &other.letters) >= NEARLY)
    }
}

/// Full-width forms of ASCII become ASCII.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn is_numeral(c: char) -> bool {
    c.is_numeric() || "一二三四五六七八九十".contains(c)
}

/// Whether one insertion, deletion or replacement leads from one to the other.
fn is_one_slip(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let skip = usize::from(short.len() == long.len());
    short.get(head + skip..).unwrap_or_default() == long.get(head + 1..).unwrap_or_default()
}

/// Dice's coefficient over pairs of neighbouring characters, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn similarity(a: &[char], b: &[char]) -> f64 {
    let total = a.len().saturating_sub(1) + b.len().saturating_sub(1);
    let mut pairs: BTreeMap<&[char], usize> = BTreeMap::new();
    for pair in a.windows(2) {
        *pairs.entry(pair).or_default() += 1;
    }
    let mut common = 0;
    for pair in b.windows(2) {
        if let Some(left @ 1..) = pairs.get_mut(pair) {
            *left -= 1;
            common += 1;
        }
    }
    if total == 0 { 0.0 } else { 2.0 * f64::from(common) / total as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nearly(a: &str, b: &str) -> bool {
        Name::new(a).is_nearly(&Name::new(b))
    }

    #[test]
    fn spaces_width_and_case_do_not_matter() {
        assert!(nearly("奥体中心 篮球场", "奥体中心篮球场"));
        assert!(nearly("奥体（东）ＫＴＶ广场", "奥体(东)ktv广场"));
    }

    #[test]
    fn one_slip_or_most_pairs_in_common_is_nearly_the_same() {
        assert!(nearly("奥体中心篮球场", "奥体中心蓝球场"));
        assert!(nearly("奥体中心篮球场", "奥体中心的篮球场"));
        assert!(nearly("浑南体育公园", "浑南体育公园（北区）"));
        assert!(!nearly("奥体中心篮球场", "五三街道羽毛球馆"));
    }

    #[test]
    fn numbers_tell_neighbours_apart() {
        assert!(!nearly("社区篮球场1", "社区篮球场2"));
        assert!(!nearly("社区第一篮球场", "社区第二篮球场"));
        assert!(nearly("社区篮球场１", "社区篮球场1"));
        assert!(nearly("社区篮球场", "社区篮球场1"));
    }

    #[test]
    fn short_and_empty_names_are_not_stretched() {
        assert!(!nearly("球场", "广场"));
        assert!(nearly("球场", "球 场"));
        assert!(!nearly("", ""));
        assert!(!nearly("123", "123"));
    }

    /// Levenshtein's table, the long way.
    fn edits(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut before = row[0];
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let replaced = before + usize::from(x != y);
                before = row[j + 1];
                row[j + 1] = replaced.min(row[j] + 1).min(before + 1);
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn one_slip_agrees_with_levenshtein(a in "[甲乙丙]{0,6}", b in "[甲乙丙]{0,6}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(is_one_slip(&a, &b), edits(&a, &b) <= 1);
        }

        #[test]
        fn nearness_is_mutual(a in "[甲乙丙1 ]{0,8}", b in "[甲乙丙1 ]{0,8}") {
            prop_assert_eq!(nearly(&a, &b), nearly(&b, &a));
        }
    }
}
