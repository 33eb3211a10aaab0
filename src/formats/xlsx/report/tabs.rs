//! Names of sheets: at most 31 characters, none of `[]:*?/\`, no two alike.

use std::collections::BTreeSet;

const LONGEST: usize = 31;

/// Names that are taken.
#[derive(Default)]
pub struct Tabs(BTreeSet<String>);

impl Tabs {
    /// The nearest name that is free.
    pub fn take(&mut self, wanted: &str) -> String {
        let plain: String =
            wanted.chars().map(|c| if c.is_control() || "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
        let plain = if plain.trim().is_empty() { "-" } else { plain.trim() };
        let mut name = cut(plain, LONGEST);
        let mut number = 1;
        while !self.0.insert(name.to_lowercase()) {
            number += 1;
            let tail = format!(" {number}");
            name = cut(plain, LONGEST - tail.len()) + &tail;
        }
        name
    }
}

/// Excel counts UTF-16 units.
fn cut(text: &str, most: usize) -> String {
    let mut length = 0;
    let kept = text.chars().take_while(|c| {
        length += c.len_utf16();
        length <= most
    });
    kept.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Tabs;

    #[test]
    fn names_are_plain_short_and_different() {
        let mut tabs = Tabs::default();
        assert_eq!(tabs.take("场地/设施 [A]"), "场地 设施  A");
        let long = "Sub-district of the Long Eastern River Bank";
        let (first, second) = (tabs.take(long), tabs.take(long));
        assert_eq!(first, "Sub-district of the Long Easter");
        assert_eq!(second, "Sub-district of the Long East 2");
        assert_eq!((tabs.take("a"), tabs.take("A"), tabs.take("/")), ("a".into(), "A 2".into(), "-".into()));
    }
}
