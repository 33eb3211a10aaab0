//! Texts that do not print: not in logs, not in errors, not in `--help`.

use std::fmt;
use std::str::FromStr;

/// Characters that a secret chosen by a person must have.
const SHORTEST: usize = 16;

/// A token. Only `reveal` gives its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself: for hashing or for the one place that shows it on purpose.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.chars().count() < SHORTEST {
            return Err(format!("令牌至少 {SHORTEST} 个字符 / a token has at least {SHORTEST} characters"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_never_shown() {
        let secret: Secret = "correct horse battery".parse().expect("long enough");
        assert_eq!(format!("{secret} {secret:?} {:?}", Some(&secret)), "*** *** Some(***)");
        assert_eq!(secret.reveal(), "correct horse battery");
    }

    #[test]
    fn a_short_secret_is_refused_without_repeating_it() {
        let error = "hunter2".parse::<Secret>().expect_err("too short");
        assert!(error.contains("16") && !error.contains("hunter2"), "{error}");
    }
}
