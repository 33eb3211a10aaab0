//! Patterns of `LIKE`.

/// `%` stands for any text, `_` for one character, `\` takes the next character literally.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Step>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    AnyText,
    AnyOne,
    This(char),
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Self {
        let mut steps = Vec::new();
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            let step = match letter {
                '%' => Step::AnyText,
                '_' => Step::AnyOne,
                '\\' => Step::This(letters.next().unwrap_or('\\')),
                other => Step::This(other),
            };
            // Two in a row say no more than one.
            if step != Step::AnyText || steps.last() != Some(&Step::AnyText) {
                steps.push(step);
            }
        }
        Self(steps)
    }

    /// Walks both with one place to fall back to: at worst in proportion to the text's length
    /// squared, whatever the pattern.
    pub(super) fn matches(&self, text: &str) -> bool {
        let steps = &self.0;
        let mut letters = text.chars();
        let mut step = 0;
        let mut fallback: Option<(std::str::Chars<'_>, usize)> = None;
        loop {
            if let Some(Step::AnyText) = steps.get(step) {
                step += 1;
                fallback = Some((letters.clone(), step));
                continue;
            }
            let Some(letter) = letters.next() else {
                return step == steps.len();
            };
            match steps.get(step) {
                Some(Step::AnyOne) => step += 1,
                Some(Step::This(wanted)) if *wanted == letter => step += 1,
                // It ends with any text.
                None if fallback.as_ref().is_some_and(|(_, after)| *after == steps.len()) => return true,
                _ => {
                    let Some((from, after)) = &mut fallback else { return false };
                    from.next();
                    (letters, step) = (from.clone(), *after);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The plain recursive meaning of a pattern without escapes.
    fn slowly(text: &[char], pattern: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('%', rest)) => (0..=text.len()).any(|skip| slowly(&text[skip..], rest)),
            Some((wanted, rest)) => text
                .split_first()
                .is_some_and(|(c, tail)| (*wanted == '_' || c == wanted) && slowly(tail, rest)),
        }
    }

    proptest! {
        #[test]
        fn patterns_mean_what_recursion_says(text in "[ab场]{0,8}", pattern in "[ab场%_]{0,6}") {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            prop_assert_eq!(Pattern::new(&pattern).matches(&text), slowly(&chars(&text), &chars(&pattern)));
        }

        #[test]
        fn an_escaped_text_is_like_itself_only(text in any::<String>()) {
            let escaped: String = text.chars().flat_map(|c| ['\\', c]).collect();
            let pattern = Pattern::new(&escaped);
            prop_assert!(pattern.matches(&text));
            let longer = format!("{text}x");
            prop_assert!(!pattern.matches(&longer));
        }
    }

    #[test]
    fn a_malicious_pattern_is_no_trouble() {
        let text = "a".repeat(2_000);
        let pattern = "%a".repeat(1_000) + "%b";
        assert!(!Pattern::new(&pattern).matches(&text));
    }
}
