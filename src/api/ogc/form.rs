//! In which form an answer is wanted: `f=`, or else `Accept`.

use crate::api::error::ApiError;
use crate::api::query::Params;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use std::convert::Infallible;

/// A form of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// As `f=` names it.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What an answer in it is declared as.
    pub media: &'static str,
    /// Chinese and English.
    pub title: (&'static str, &'static str),
}

pub const JSON: Form =
    Form { name: "json", aliases: &[], media: "application/json", title: ("JSON", "JSON") };
pub const HTML: Form =
    Form { name: "html", aliases: &[], media: "text/html; charset=utf-8", title: ("网页", "HTML") };

/// Documents that are neither features nor schemas.
pub const DOCUMENT: &[Form] = &[JSON, HTML];

impl Form {
    /// The media type without its parameters.
    pub fn plain_media(&self) -> &'static str {
        self.media.split(';').next().unwrap_or_default()
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// The `Accept` header, as sent.
#[derive(Clone, Debug, Default)]
pub struct Accept(Vec<(String, f32)>);

impl<S: Sync> FromRequestParts<S> for Accept {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let texts = parts.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        Ok(Self::of(&texts.collect::<Vec<_>>().join(",")))
    }
}

impl Accept {
    fn of(text: &str) -> Self {
        let each = text.split(',').filter_map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let media = pieces.next()?.to_ascii_lowercase();
            let weight = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            (!media.is_empty()).then_some((media, weight))
        });
        Self(each.collect())
    }

    /// The form that is wanted most; the first one where the header says nothing that is known, as browsers
    /// and scripts of all sorts expect.
    fn choose(&self, forms: &'static [Form]) -> &'static Form {
        let weight = |form: &Form| {
            let media = form.plain_media();
            let family = media.split('/').next().unwrap_or_default();
            let fits = |wanted: &str| -> u8 {
                if wanted == media {
                    3
                } else if wanted.strip_suffix("/*").is_some_and(|start| start == family) {
                    2
                } else {
                    u8::from(wanted == "*/*")
                }
            };
            // The most exact range decides, whatever its place in the header.
            let best = self.0.iter().filter(|(wanted, _)| fits(wanted) > 0);
            best.max_by_key(|(wanted, _)| fits(wanted)).map_or(0.0, |(_, weight)| *weight)
        };
        let mut best = &forms[0];
        for form in &forms[1..] {
            if weight(form) > weight(best) {
                best = form;
            }
        }
        best
    }
}

/// Takes `f`; what is not served is refused with what is.
pub fn take(params: &mut Params, accept: &Accept, forms: &'static [Form]) -> &'static Form {
    let named = params.read("f", |name| {
        forms.iter().find(|form| form.is_called(name)).ok_or_else(|| {
            let known: Vec<&str> = forms.iter().map(|form| form.name).collect();
            (
                format!("f 不支持“{name}”；可用：{}", known.join("、")),
                format!("`f` does not know `{name}`; there are {}", known.join(", ")),
            )
        })
    });
    named.unwrap_or_else(|| accept.choose(forms))
}

/// Of documents without parameters of their own.
///
/// # Errors
/// A parameter is not known.
pub fn only(mut params: Params, accept: &Accept) -> Result<&'static Form, ApiError> {
    let form = take(&mut params, accept, DOCUMENT);
    params.finish()?;
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_most_is_sent() {
        for (accept, wanted) in [
            ("", "json"),
            ("*/*", "json"),
            ("application/json", "json"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
            ("text/*;q=0.5, application/json;q=0.4", "html"),
            ("text/html;q=0.1, application/json", "json"),
            ("*/*, application/json;q=0", "html"),
            ("image/png", "json"),
        ] {
            assert_eq!(Accept::of(accept).choose(DOCUMENT).name, wanted, "{accept}");
        }
    }

    #[test]
    fn a_name_goes_before_the_header() {
        let accept = Accept::of("text/html");
        let mut params = Params::of("f=json");
        assert_eq!(take(&mut params, &accept, DOCUMENT).name, "json");
        let mut params = Params::of("f=xml");
        take(&mut params, &accept, DOCUMENT);
        assert_eq!(params.codes(), ["f:malformed"]);
    }
}
