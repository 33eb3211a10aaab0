//! A document of links, texts and tables as one HTML page that needs nothing else.

use super::markup::Markup;

const STYLE: &str = "body{font:15px/1.5 system-ui,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;\
margin:0 auto;max-width:72rem;padding:0 1rem 3rem;color:#1b2733;background:#fff}\
nav{padding:.7rem 0;border-bottom:1px solid #d8dee4;font-size:.9em}nav a+a::before{content:' / ';color:#8a96a3}\
h1{font-size:1.4rem;margin:1rem 0 .4rem}h2{font-size:1.1rem;margin:1.5rem 0 .4rem}\
a{color:#0b62a8;text-decoration:none}a:hover,a:focus{text-decoration:underline}\
p{margin:.4rem 0;white-space:pre-line}ul{margin:.3rem 0;padding-left:1.2rem}\
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9em}\
th,td{border:1px solid #d8dee4;padding:.25rem .5rem;text-align:left;vertical-align:top;max-width:28rem;overflow-wrap:break-word}\
td{min-width:4.5rem}th{background:#f3f6f8;font-weight:600;white-space:nowrap}footer{margin-top:2rem;color:#5c6873;font-size:.85em}";

/// A text with an address behind it, if it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub text: String,
    pub href: Option<String>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }

    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()) }
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading(String),
    Text(String),
    Links(Vec<Cell>),
    Table { head: Vec<String>, rows: Vec<Vec<Cell>> },
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub title: String,
    /// The way to it from the landing page.
    pub way: Vec<Cell>,
    pub blocks: Vec<Block>,
    /// Below everything: basis, attribution.
    pub foot: String,
}

impl Document {
    /// As HTML.
    pub fn to_html(&self) -> String {
        let mut page = Markup::html();
        page.element("html", &[("lang", "zh-Hans")], |html| {
            html.element("head", &[], |head| {
                head.empty("meta", &[("charset", "utf-8")]);
                head.empty(
                    "meta",
                    &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
                );
                head.leaf("title", &[], &self.title);
                head.element("style", &[], |style| style.raw(STYLE));
            });
            html.element("body", &[], |body| {
                body.element("nav", &[], |nav| self.way.iter().for_each(|cell| put(nav, cell)));
                body.leaf("h1", &[], &self.title);
                for block in &self.blocks {
                    write(body, block);
                }
                body.leaf("footer", &[], &self.foot);
            });
        });
        page.finish()
    }
}

fn write(body: &mut Markup, block: &Block) {
    match block {
        Block::Heading(text) => body.leaf("h2", &[], text),
        Block::Text(text) => body.leaf("p", &[], text),
        Block::Links(links) => body.element("ul", &[], |list| {
            for link in links {
                list.element("li", &[], |item| put(item, link));
            }
        }),
        Block::Table { head, rows } => body.element("div", &[("class", "wide")], |wide| {
            wide.element("table", &[], |table| {
                if !head.is_empty() {
                    table.element("thead", &[], |thead| {
                        thead.element("tr", &[], |row| {
                            for text in head {
                                row.leaf("th", &[("scope", "col")], text);
                            }
                        });
                    });
                }
                table.element("tbody", &[], |tbody| {
                    for row in rows {
                        tbody.element("tr", &[], |line| {
                            for cell in row {
                                line.element("td", &[], |td| put(td, cell));
                            }
                        });
                    }
                });
            });
        }),
    }
}

fn put(into: &mut Markup, cell: &Cell) {
    match &cell.href {
        // Only addresses: a text from a file must not become a script.
        Some(href)
            if href.starts_with("http://") || href.starts_with("https://") || href.starts_with('/') =>
        {
            into.leaf("a", &[("href", href)], &cell.text);
        }
        _ => into.text(&cell.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_entered_becomes_markup() {
        let cell = Cell::link("<b>&", "javascript:alert(1)");
        let page = Document {
            title: "<script>".to_owned(),
            way: vec![Cell::link("首页", "http://h/?a=\"&b")],
            blocks: vec![Block::Table { head: vec!["<i>".to_owned()], rows: vec![vec![cell]] }],
            foot: String::new(),
        };
        let html = page.to_html();
        assert!(!html.contains("<script>") && !html.contains("javascript:") && !html.contains("<b>"));
        assert!(html.contains("&lt;script&gt;") && html.contains("href=\"http://h/?a=&quot;&amp;b\""));
    }
}
