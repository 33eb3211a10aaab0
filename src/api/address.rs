//! Absolute addresses of answers: under which name the client reached the service.

use super::state::App;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use std::convert::Infallible;

/// Scheme and host in front of every link, and the request's own path and query.
#[derive(Clone, Debug)]
pub struct Address {
    base: String,
    path: String,
    query: String,
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let base = app.options.public_url.clone().unwrap_or_else(|| {
            let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
            let secure = text("x-forwarded-proto").is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
            let host =
                text(header::HOST.as_str()).or(parts.uri.authority().map(axum::http::uri::Authority::as_str));
            format!("{}://{}", if secure { "https" } else { "http" }, host.unwrap_or("localhost"))
        });
        let path = parts.uri.path().to_owned();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        Ok(Self { base: base.trim_end_matches('/').to_owned(), path, query })
    }
}

impl Address {
    /// The absolute address of a path that starts with `/`.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The request itself.
    pub fn own(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.base, self.path, self.query)
    }

    /// Another path with the request's own query.
    pub fn beside(&self, path: &str) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{path}{mark}{}", self.base, self.query)
    }

    /// The request itself with another end of its path, escaped as the client did.
    pub fn below(&self, end: &str, other: &str) -> String {
        let path = self.path.strip_suffix(end).unwrap_or(&self.path);
        self.beside(&format!("{path}{other}"))
    }

    /// The request again, from `cursor` on. Cursors need no escaping.
    pub fn page(&self, cursor: &str) -> String {
        self.with(&["cursor", "offset"], "cursor", cursor)
    }
}

impl Address {
    /// The request itself in another form.
    pub fn form(&self, form: &str) -> String {
        self.with(&["f"], "f", form)
    }

    /// The request itself, after so many.
    pub fn offset(&self, offset: usize) -> String {
        self.with(&["cursor", "offset"], "offset", &offset.to_string())
    }

    /// The request itself without its parameters.
    pub fn plain(&self) -> String {
        format!("{}{}", self.base, self.path)
    }

    /// Below the request's own path, without some of its parameters.
    pub fn without(&self, names: &[&str], end: &str) -> String {
        let query = self.kept(names);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{end}{mark}{query}", self.base, self.path)
    }

    /// The request again, from a number of the log on.
    pub fn since(&self, seq: u64) -> String {
        self.with(&["since"], "since", &seq.to_string())
    }

    /// The request itself, with other parameters left out and one put in.
    fn with(&self, without: &[&str], name: &str, value: &str) -> String {
        let query = self.kept(without);
        let mark = if query.is_empty() { "" } else { "&" };
        format!("{}{}?{query}{mark}{name}={value}", self.base, self.path)
    }

    /// The request's parameters without some of them.
    fn kept(&self, without: &[&str]) -> String {
        let kept = self.query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !without.contains(&name)
        });
        kept.collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    fn at(query: &str) -> Address {
        Address { base: "http://h".to_owned(), path: "/p".to_owned(), query: query.to_owned() }
    }

    #[test]
    fn the_next_page_keeps_what_was_asked_and_replaces_where() {
        assert_eq!(at("").page("c"), "http://h/p?cursor=c");
        assert_eq!(
            at("kind=a%26b&offset=5&cursor=b&limit=2").page("c"),
            "http://h/p?kind=a%26b&limit=2&cursor=c"
        );
        assert_eq!(at("limit=2").own(), "http://h/p?limit=2");
        assert_eq!(at("since=3&bbox=1,2,3,4").since(9), "http://h/p?bbox=1,2,3,4&since=9");
    }

    #[test]
    fn another_path_keeps_what_was_asked() {
        assert_eq!(at("a=%26").beside("/q/{z}"), "http://h/q/{z}?a=%26");
        let tiles = Address { path: "/%E5%9C%BA/tiles.json".to_owned(), ..at("") };
        assert_eq!(tiles.below(".json", "/{z}"), "http://h/%E5%9C%BA/tiles/{z}");
    }
}
