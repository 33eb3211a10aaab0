//! Writes XML and HTML: what is opened is closed, and every text is escaped.

use std::fmt::Write;

/// Markup under way.
#[derive(Default)]
pub(super) struct Markup {
    out: String,
}

/// Names and values of attributes.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Markup {
    pub fn xml() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned() }
    }

    pub fn html() -> Self {
        Self { out: "<!DOCTYPE html>\n".to_owned() }
    }

    pub fn finish(self) -> String {
        self.out
    }

    /// An element with what is written inside of it.
    pub fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.out.push('>');
        inside(self);
        let _ = write!(self.out, "</{name}>");
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.out.push_str("/>");
    }

    /// An element that holds a text.
    pub fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |inside| inside.text(text));
    }

    pub fn text(&mut self, text: &str) {
        escape(&mut self.out, text, false);
    }

    /// Our own, such as a style sheet; never what somebody entered.
    pub fn raw(&mut self, trusted: &'static str) {
        self.out.push_str(trusted);
    }

    fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        let _ = write!(self.out, "<{name}");
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
    }
}

/// Control characters have no place in XML, not even escaped.
fn escape(out: &mut String, text: &str, in_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn texts_and_attributes_are_escaped() {
        let mut markup = Markup::default();
        markup.element("a", &[("b", "\"<x>&")], |inside| {
            inside.text("</a><script>\u{0}\u{b}&\"");
            inside.empty("c", &[]);
        });
        assert_eq!(markup.finish(), "<a b=\"&quot;&lt;x&gt;&amp;\">&lt;/a&gt;&lt;script&gt;&amp;\"<c/></a>");
    }
}
