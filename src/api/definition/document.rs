//! From operations, schemas and headers to one document, in the dialect of OpenAPI 3.1.

use super::answer::Refusal;
use super::headers;
use super::node::Node;
use super::operation::{Operation, Tag};
use super::parameter::Parameter;
use super::schema::Schema;
use std::collections::BTreeMap;

/// What is told of one resource of the service.
pub struct Chapter {
    pub tag: Tag,
    pub operations: Vec<Operation>,
    /// Named, so that operations and other schemas refer to them.
    pub schemas: Vec<(String, Schema)>,
}

/// The document; `server` is the address under which the client reached the service.
pub fn document(server: &str, title: &str, chapters: &[Chapter]) -> Node {
    let tags = chapters.iter().map(|chapter| chapter.tag);
    let tags = tags.fold(Vec::new(), |mut all: Vec<Tag>, tag| {
        if !all.contains(&tag) {
            all.push(tag);
        }
        all
    });
    let tags = tags.into_iter().map(|tag| {
        Node::object().with("name", tag.name).with("description", format!("{} / {}", tag.zh, tag.en))
    });
    Node::object()
        .with("openapi", "3.1.0")
        .with("info", info(title))
        .with("servers", vec![Node::object().with("url", server)])
        .with("tags", Node::List(tags.collect()))
        .with("paths", paths(chapters))
        .with("components", components(chapters))
}

fn info(title: &str) -> Node {
    let zh = "公共体育场地登记：场地、器材、区划、覆盖与可达分析、实施计划。坐标先经度后纬度，面积以平方米计；未知的值是 null，不是 0。\
              每个回答的 X-Jiantu-Seq 注明所据变更的序号；请求带上此序号，就会等到该变更可见后再回答。\
              写入须有令牌，修改须带 If-Match；出错时回答 application/problem+json，中英双语。没有列出的参数一律拒绝。";
    let en = "A registry of public fitness sites: sites, equipment, divisions, coverage, analyses of reach, the plan. \
              Positions are longitude, latitude; areas are square metres; what is not known is null, never 0. \
              X-Jiantu-Seq of every answer names the change of the log that it saw; a request that carries it waits until that change is visible. \
              Writing needs a token, changing needs If-Match; problems are application/problem+json in both languages. A parameter that is not listed is refused.";
    Node::object()
        .with("title", title)
        .with("version", env!("CARGO_PKG_VERSION"))
        .with("description", format!("{zh}\n\n{en}"))
        .with(
            "license",
            Node::object()
                .with("name", "MIT OR Apache-2.0")
                .with("url", "https://www.apache.org/licenses/LICENSE-2.0"),
        )
}

fn paths(chapters: &[Chapter]) -> Node {
    let mut paths = Node::object();
    for operation in chapters.iter().flat_map(|chapter| &chapter.operations) {
        let mut path = paths.remove(&operation.path).unwrap_or(Node::object());
        path.set(operation.method.as_str(), operation.node());
        paths.set(operation.path.clone(), path);
    }
    paths
}

fn components(chapters: &[Chapter]) -> Node {
    let operations = chapters.iter().flat_map(|chapter| &chapter.operations);
    let parameters: BTreeMap<String, Node> =
        operations.flat_map(|operation| &operation.parameters).filter_map(Parameter::component).collect();
    let schemas = chapters.iter().flat_map(|chapter| &chapter.schemas);
    let schemas = schemas.map(|(name, schema)| (name.clone().into(), schema.clone().into()));
    let refusals = Refusal::ALL.map(|refusal| (refusal.name().into(), refusal.node()));
    let bearer = Node::object().with("type", "http").with("scheme", "bearer").with(
        "description",
        "管理员令牌，见 jiantu token issue / an administrator's token, see `jiantu token issue`",
    );
    Node::object()
        .with("schemas", schemas.collect::<Node>())
        .with("parameters", parameters.into_iter().map(|(name, node)| (name.into(), node)).collect::<Node>())
        .with("headers", headers::components())
        .with("responses", refusals.into_iter().collect::<Node>())
        .with("securitySchemes", Node::object().with("bearer", bearer))
}
