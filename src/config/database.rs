//! Which database, without ever showing its password.

use std::fmt;
use std::str::FromStr;

/// `sqlite:PATH` or `postgres://…`; prints with `***` for the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// With its password: for opening the database only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let file = text.strip_prefix("sqlite:").is_some_and(|path| !path.is_empty());
        let server = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        if file || server {
            return Ok(Self(text.to_owned()));
        }
        Err("数据库应写作 sqlite:路径 或 postgres://用户@主机/库名 \
             / a database is sqlite:PATH or postgres://USER@HOST/NAME"
            .to_owned())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Masks `user:password@` and a `password=` parameter; rather too much than too little.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // A password may hold an `@` of its own: the last one ends it.
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or_else(|| masked(user), |(name, _)| format!("{name}:***"));
            format!("{scheme}://{user}@{}", masked(host))
        }
        None => format!("{scheme}://{}", masked(rest)),
    }
}

/// With `***` in place of every password among the parameters.
fn masked(text: &str) -> String {
    let pieces = text.split_inclusive(['?', '&']).map(|piece| match piece.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("password") => {
            let end = if value.ends_with('&') { "&" } else { "" };
            format!("{name}=***{end}")
        }
        _ => piece.to_owned(),
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::DatabaseUrl;
    use proptest::prelude::*;

    fn shown(url: &str) -> String {
        url.parse::<DatabaseUrl>().expect("a database").to_string()
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://me:s3cret@db:5432/j"), "postgres://me:***@db:5432/j");
        assert_eq!(shown("postgres://me:p@ss@db/j"), "postgres://me:***@db/j");
        assert_eq!(
            shown("postgresql://db/j?user=me&password=s3cret"),
            "postgresql://db/j?user=me&password=***"
        );
    }

    #[test]
    fn a_stray_at_sign_does_not_uncover_a_password() {
        assert_eq!(
            shown("postgres://db/j?user=a@b&password=s3cret&x=1"),
            "postgres://db/j?user=a@b&password=***&x=1"
        );
        assert!(!shown("postgres://db/j?password=s3cret@b").contains("s3cret"));
    }

    #[test]
    fn what_has_none_is_shown_as_it_is() {
        assert_eq!(shown("sqlite:jiantu.gpkg"), "sqlite:jiantu.gpkg");
        assert_eq!(shown("postgres://me@db/j"), "postgres://me@db/j");
    }

    #[test]
    fn what_is_no_database_is_refused() {
        for text in ["", "jiantu.gpkg", "sqlite:", "mysql://me:s3cret@db/j"] {
            let error = text.parse::<DatabaseUrl>().expect_err("refused");
            assert!(error.contains("sqlite:PATH") && !error.contains("s3cret"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_password_of_any_shape_is_shown(password in "[a-z0-9:@/?&=%]{1,12}QQQ[a-z0-9:@/]{0,6}") {
            let url: DatabaseUrl = format!("postgres://me:{password}@db/j").parse().expect("a database");
            prop_assert!(!url.to_string().contains("QQQ"), "{}", url);
        }
    }
}
